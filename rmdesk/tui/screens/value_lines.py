"""What a contribution looks like: a waterfall by component, else lines with bars."""

from collections.abc import Collection

from rmdesk.desk.value_views import ValueLine, ValueReport
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import INCOME, Component, ValueView
from rmdesk.tui.screens.full import Row
from rmdesk.tui.screens.waterfall import Scale
from rmdesk.tui.sentences import returns, value_label, value_part
from rmdesk.tui.text import bar, fit
from rmdesk.tui.widgets.lines import Cell

Drawn = list[tuple[Row, object]]


def report_rows(report: ValueReport, places: int, restated: Collection[str] = ()) -> Drawn:
    """A report's lines, each carrying itself, and their total.

    `restated` are the keys of months that were changed after they had been reckoned.
    """
    if report.view is ValueView.COMPONENT and report.lines:
        return statement_rows(report, places)
    most = max((abs(line.minor) for line in report.lines), default=0)
    found: Drawn = [
        (_line(line, report, most, places, line.key in restated), line) for line in report.lines
    ]
    if not found:
        return [([Cell(" " + _("Nothing in this period."), "dim")], None)]
    total = money.amount(report.total, report.currency)
    last: Row = [
        Cell(" " + fit(_("Total"), places - 32), "bright"),
        Cell(fit(total, 18, right=True), "bright"),
    ]
    return [*found, ([], None), (last, None), *_ratios(report)]


def _ratios(report: ValueReport) -> Drawn:
    ratios = returns(report.raroc_ppm, report.cost_income_ppm)
    return [([], None), ([Cell(f" {ratios}", "dim")], None)] if ratios else []


def statement_rows(report: ValueReport, places: int) -> Drawn:
    """From income to contribution, and on to what is left after capital, as a waterfall.

    Each component carries itself; its bar begins where the lines before have led.
    """
    levels = [0]
    for line in report.lines:
        levels.append(levels[-1] + line.minor)
    label = max(14, min(28, places - 40))
    scale = Scale([*levels, report.after_capital], places - label - 24)

    def row(text: str, minor: int, start: int, style: str, bright: str = "") -> Row:
        amount = fit(money.amount(minor, report.currency), 18, right=True)
        return [
            Cell(f" {fit(text, label)}", style or bright),
            Cell(amount, "bad" if minor < 0 else bright),
            Cell("  " + scale.between(start, start + minor), style or "dim"),
        ]

    found: Drawn = []
    for place, (line, level) in enumerate(zip(report.lines, levels, strict=False)):
        name = line.component or Component.FEES
        found.append((row(words(name), line.minor, level, name.value), line))
        after = report.lines[place + 1].component if place + 1 < len(report.lines) else None
        if name in INCOME and after is not None and after not in INCOME:
            found.append((row(_("income"), report.income, 0, "", "bright"), None))
    found += [([], None), (row(_("Total"), report.total, 0, "", "bright"), None)]
    if report.charge:
        charge = ValueLine("", "", Component.CAPITAL_CHARGE, report.charge)
        text = words(Component.CAPITAL_CHARGE)
        found.append((row(text, report.charge, report.total, "capital_charge"), charge))
        found.append((row(_("after capital"), report.after_capital, 0, "", "bright"), None))
    return found + _ratios(report)


def _line(line: ValueLine, report: ValueReport, most: int, places: int, restated: bool) -> Row:
    color = line.component.value if line.component else "deposit_margin"
    day = fit(dates.full(line.day), 17) if line.day else ""
    part = ""
    if report.view is not ValueView.COMPONENT and (text := value_part(line)):
        part = fit(text, 14)
    amount = fit(money.amount(line.minor, report.currency), 18, right=True)
    room = places - 33 - len(day) - len(part)
    label = value_label(line, report.view) + (f"  ↺ {_('changed since')}" if restated else "")
    return [
        Cell(f" {day}", "dim"),
        Cell(fit(label, room)),
        Cell(" " + part, color),
        Cell(amount, "bad" if line.minor < 0 else ""),
        Cell("  " + bar(line.minor, most, 11), color),
    ]
