"""import, export, template."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import exporting, importing
from rmdesk.desk.importing import Order, Progress, Report
from rmdesk.errors import ExportPassphraseNeeded, ImportRefused, PassphrasesDiffer
from rmdesk.exchange import targets
from rmdesk.i18n import _
from rmdesk.i18n.words import explain, problem
from rmdesk.paths import expanded

SHOWN_PROBLEMS = 20


def run_import(arguments: argparse.Namespace) -> int:
    """Import files; the exit code is 1 where rows were rejected and nothing was written."""
    order = Order(
        paths=tuple(expanded(path) for path in arguments.paths),
        profile=arguments.profile,
        own_profiles=arguments.home.config / "profiles",
        skip_bad=arguments.skip_bad,
        dry_run=arguments.dry_run,
        rejects=expanded(arguments.rejects),
    )
    with opened(arguments) as book, _progress() as progress:
        report = importing.run(book, order, progress)
    if arguments.json:
        print_json(_data(report))
    else:
        _print(report, order.dry_run)
    for path in report.reject_files:
        say(_("Rejected rows are in {path}").format(path=path), file=sys.stderr)
    if report.rejected and not report.written and not order.dry_run:
        say(f"rmdesk: {explain(ImportRefused(count=report.rejected))}", file=sys.stderr)
        return 1
    return 0


def _data(report: Report) -> dict[str, dict[str, object]]:
    data: dict[str, dict[str, object]] = {}
    for table in report.tables:
        data[table.table] = {
            "new": table.new,
            "changed": table.changed,
            "unchanged": table.unchanged,
            "rejected": table.rejected,
        }
        if table.problems:
            data[table.table]["problems"] = table.problems
    return data


def _print(report: Report, dry_run: bool) -> None:
    rows = [
        (t.table, f"{t.new:,}", f"{t.changed:,}", f"{t.unchanged:,}", f"{t.rejected:,}")
        for t in report.tables
    ]
    header = ("", _("new"), _("changed"), _("unchanged"), _("rejected"))
    print_table(header, rows, " rrrr")
    problems = [p for table in report.tables for p in table.problems]
    for found in problems[:SHOWN_PROBLEMS]:
        place = _("{file}, line {line}, {column}").format(
            file=found.file, line=found.line, column=found.column
        )
        say(f"{place}: “{found.value}” {problem(found.code, found.value)}")
    if len(problems) > SHOWN_PROBLEMS:
        say(_("… and {n} more").format(n=len(problems) - SHOWN_PROBLEMS))
    if dry_run:
        say(_("A dry run: nothing was written."))


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar with rate and time left on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _table, _rows, _lines: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("reading"), total=None, rate="")

        def hear(table: str, rows: int, lines: int) -> None:
            if not table:
                words = _("reckoning value")
                bar.update(task, description=words, total=lines or None, completed=rows, rate="")
                return
            bar.update(task, description=table, total=lines, advance=rows)
            speed = bar.tasks[0].speed
            bar.update(task, rate=_("{n} rows/s").format(n=f"{speed:,.0f}") if speed else "")

        yield hear


def run_export(arguments: argparse.Namespace) -> int:
    """Write the whole book into a folder, or into an encrypted archive where one is named."""
    path = expanded(arguments.path)
    encrypted = path.suffix.lower() == targets.ARCHIVE_SUFFIX
    if not encrypted and not _may_leave(path, arguments.plain):
        say(_("Nothing was written."), file=sys.stderr)
        return 1
    with opened(arguments) as book:
        passphrase = _archive_passphrase(path) if encrypted else None
        written = exporting.export(book, path, passphrase)
    if arguments.json:
        print_json(written)
        return 0
    print_table(("", _("rows")), [(name, f"{rows:,}") for name, rows in written.items()], " r")
    say(_("Written to {path}.").format(path=path))
    return 0


def _may_leave(path: Path, plain: bool) -> bool:
    """Say that plain text leaves the store; on a terminal ask whether it may."""
    if plain:
        return True
    say(
        _(
            "This writes all customers as plain text to {path}: whoever reads the files reads the"
            " book. A name that ends in .zip writes an encrypted archive instead."
        ).format(path=path),
        file=sys.stderr,
    )
    if not sys.stdin.isatty():
        return True
    answer = input(_("Write plain text? Type yes: "))
    return answer.strip().casefold() in ("yes", _("yes"))


def _archive_passphrase(path: Path) -> str:
    """Return the archive's passphrase: RMDESK_EXPORT_PASSPHRASE, or typed twice."""
    if given := os.environ.pop("RMDESK_EXPORT_PASSPHRASE", ""):
        return given
    if not sys.stdin.isatty():
        raise ExportPassphraseNeeded(path=path)
    first = getpass.getpass(_("A passphrase for the archive: "))
    if first != getpass.getpass(_("Once more: ")):
        raise PassphrasesDiffer
    return first


def run_template(arguments: argparse.Namespace) -> int:
    """Write the empty templates into a folder."""
    for path in exporting.templates(expanded(arguments.folder)):
        say(path)
    return 0
