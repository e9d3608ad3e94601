"""What a contribution looks like: its lines with bars, or one period against another."""

from typing import TYPE_CHECKING

from rmdesk.desk.views import ValueLine, ValueReport
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import ValueView
from rmdesk.tui.screens.full import Row
from rmdesk.tui.sentences import value_label
from rmdesk.tui.text import bar, fit
from rmdesk.tui.widgets.lines import Cell

if TYPE_CHECKING:
    from rmdesk.desk.comparing import ComparedLine, Comparison

Drawn = list[tuple[Row, object]]
_AMOUNT = 15


def report_rows(report: ValueReport, places: int) -> Drawn:
    """A report's lines, each carrying itself, and their total."""
    most = max((abs(line.minor) for line in report.lines), default=0)
    found: Drawn = [(_line(line, report, most, places), line) for line in report.lines]
    if not found:
        return [([Cell(" " + _("Nothing in this period."), "dim")], None)]
    total = money.amount(report.total, report.currency)
    last: Row = [
        Cell(" " + fit(_("Total"), places - 32), "bright"),
        Cell(fit(total, 18, right=True), "bright"),
    ]
    return [*found, ([], None), (last, None)]


def _line(line: ValueLine, report: ValueReport, most: int, places: int) -> Row:
    color = line.component.value if line.component else "deposit_margin"
    day = fit(dates.full(line.day), 17) if line.day else ""
    part = ""
    if line.component and report.view is not ValueView.COMPONENT:
        part = fit(words(line.component), 10)
    amount = fit(money.amount(line.minor, report.currency), 18, right=True)
    room = places - 33 - len(day) - len(part)
    return [
        Cell(f" {day}", "dim"),
        Cell(fit(value_label(line, report.view), room)),
        Cell(" " + part, color),
        Cell(amount, "bad" if line.minor < 0 else ""),
        Cell("  " + bar(line.minor, most, 11), color),
    ]


def comparison_rows(found: "Comparison", places: int) -> Drawn:
    """A waterfall from the total before, line by line, to the total now; then the reasons."""
    currency = found.now.currency
    scale = _Scale(found, max(8, places - 34 - 3 * _AMOUNT))
    rows: Drawn = [(_end(_("before"), found.before.total, currency, places, scale), None)]
    level = found.before.total
    for line in sorted(found.lines, key=lambda c: c.now - c.before):
        rows.append((_step(line, found.now, level, places, scale), line.line))
        level += line.now - line.before
    rows.append((_end(_("now"), found.now.total, currency, places, scale), None))
    if found.reasons:
        rows.append(([], None))
        rows.append(([Cell(" " + _("Why"), "heading")], None))
    for reason in found.reasons:
        amount = money.amount(reason.minor, currency, sign=True)
        label = fit(words(reason.cause), places - 34 - scale.places)
        style = "bad" if reason.minor < 0 else "good"
        rows.append(([Cell(f" {label}"), Cell(fit(amount, 3 * _AMOUNT, right=True), style)], None))
    return rows


class _Scale:
    """Where amounts stand in a waterfall so many places wide."""

    def __init__(self, found: "Comparison", places: int) -> None:
        levels = [0, found.before.total, found.now.total]
        level = found.before.total
        for line in sorted(found.lines, key=lambda c: c.now - c.before):
            level += line.now - line.before
            levels.append(level)
        self.places = places
        self._low, self._span = min(levels), max(1, max(levels) - min(levels))

    def place(self, minor: int) -> int:
        """The place of an amount, from the left."""
        return (minor - self._low) * self.places // self._span

    def between(self, one: int, other: int) -> str:
        """A bar from one amount to another, at least an edge wide."""
        first, last = sorted((self.place(one), self.place(other)))
        return " " * min(first, self.places - 1) + ("█" * (last - first) or "▏")


def _end(label: str, minor: int, currency: str, places: int, scale: _Scale) -> Row:
    amount = fit(money.amount(minor, currency), 3 * _AMOUNT, right=True)
    name = fit(label, places - 34 - scale.places)
    return [
        Cell(f" {name}", "bright"),
        Cell(amount, "bright"),
        Cell("  " + scale.between(0, minor), "dim"),
    ]


def _step(
    compared: "ComparedLine", report: ValueReport, level: int, places: int, scale: _Scale
) -> Row:
    difference = compared.now - compared.before
    style = "bad" if difference < 0 else "good"
    label = value_label(compared.line, report.view)
    if compared.line.component and report.view is not ValueView.COMPONENT:
        label = f"{label} · {words(compared.line.component)}"
    before, now = (
        fit(money.amount(minor, report.currency), _AMOUNT, right=True)
        for minor in (compared.before, compared.now)
    )
    change = fit(money.amount(difference, report.currency, sign=True), _AMOUNT, right=True)
    return [
        Cell(f" {fit(label, places - 34 - scale.places)}"),
        Cell(before, "dim"),
        Cell(now, "dim"),
        Cell(change, style),
        Cell("  " + scale.between(level, level + difference), style),
    ]
