"""offers backtest: how good what was said of the past would have been."""

import argparse
from pathlib import Path

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import backtesting
from rmdesk.desk.backtesting import Backtest, Course
from rmdesk.errors import NoOutcomeColumn
from rmdesk.i18n import _, ngettext
from rmdesk.offers.evidence.report import Quality

_DIGITS = 4


def run(arguments: argparse.Namespace) -> int:
    """The backtest, of a file or of the book's own outcomes."""
    usual = backtesting.OF_FILES if arguments.file else backtesting.OF_OWN
    course = Course(
        usual.update if arguments.update is None else arguments.update,
        usual.block if arguments.block is None else arguments.block,
        arguments.first,
    )
    if arguments.file:
        if not arguments.outcome:
            raise NoOutcomeColumn
        path = Path(arguments.file)
        found = backtesting.of_file(path, arguments.outcome, arguments.family, course)
    else:
        with opened(arguments) as book:
            found = backtesting.of_book(book, course)
    if arguments.json:
        print_json(_data(found))
        return 0
    say(
        ngettext(
            "{yes} of {rows} accepted, in {blocks} block.",
            "{yes} of {rows} accepted, in {blocks} blocks.",
            found.blocks,
        ).format(yes=f"{found.yes:,}", rows=f"{found.rows:,}", blocks=found.blocks)
    )
    _print(found)
    return 0


def _data(found: Backtest) -> dict[str, object]:
    data: dict[str, object] = {"rows": found.rows, "yes": found.yes, "blocks": found.blocks}
    for prefix, quality in (("", found.engine), ("base_", found.base), ("random_", found.random)):
        data |= {
            f"{prefix}auc": quality.auc,
            f"{prefix}log_loss": quality.log_loss,
            f"{prefix}slope": quality.slope,
            f"{prefix}ece": quality.ece,
        }
        data |= dict(
            zip((f"{prefix}top{n}" for n in (10, 20, 50)), quality.tops, strict=True),
        )
    return data | {"calibration": found.bands}


def _print(found: Backtest) -> None:
    names = (
        *(_("AUC in blocks"), _("log loss"), _("calibration slope"), _("calibration error")),
        *(_("yes in the top {n} %").format(n=n) for n in (10, 20, 50)),
    )
    columns = [_figures(q) for q in (found.engine, found.base, found.random)]
    print_table(
        ("", "rmdesk", _("base rate"), _("random")),
        list(zip(names, *columns, strict=True)),
        " rrr",
    )
    say()
    rows = [
        (
            f"{band.low:.0%}–{band.high:.0%}",
            f"{band.count:,}",
            f"{band.predicted:.1%}",
            f"{band.accepted / band.count:.1%}",
        )
        for band in found.bands
    ]
    print_table((_("given"), _("how many"), _("on average"), _("accepted")), rows, " rrr")


def _figures(quality: Quality) -> list[str]:
    values = (quality.auc, quality.log_loss, quality.slope, quality.ece)
    found = ["–" if value is None else f"{value:.{_DIGITS}f}" for value in values]
    return found + [f"{share:.1%}" for share in quality.tops]
