"""What a contribution looks like: its lines with bars, or one period against another."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from rmdesk.desk.value_views import ValueLine, ValueReport
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import Component, ValueView
from rmdesk.tui.screens.full import Row
from rmdesk.tui.sentences import returns, value_label
from rmdesk.tui.text import bar, fit
from rmdesk.tui.widgets.lines import Cell

if TYPE_CHECKING:
    from rmdesk.desk.comparing import ComparedLine, Comparison

Drawn = list[tuple[Row, object]]


def report_rows(report: ValueReport, places: int, restated: Collection[str] = ()) -> Drawn:
    """A report's lines, each carrying itself, and their total.

    `restated` are the keys of months that were changed after they had been reckoned.
    """
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
    return [*found, ([], None), (last, None), *_statement(report, places)]


def _statement(report: ValueReport, places: int) -> Drawn:
    """The capital charge, what is left after it, and the two ratios."""
    found: Drawn = []
    if report.charge:
        charge = ValueLine("", "", Component.CAPITAL_CHARGE, report.charge)
        for label, minor, line in (
            (words(Component.CAPITAL_CHARGE), report.charge, charge),
            (_("after capital"), report.after_capital, None),
        ):
            amount = fit(money.amount(minor, report.currency), 18, right=True)
            row: Row = [
                Cell(" " + fit(label, places - 32), "capital_charge" if line else "bright"),
                Cell(amount, "bad" if minor < 0 else "bright"),
            ]
            found.append((row, line))
    ratios = returns(report.raroc_ppm, report.cost_income_ppm)
    if ratios:
        found += [([], None), ([Cell(f" {ratios}", "dim")], None)]
    return found


def _line(line: ValueLine, report: ValueReport, most: int, places: int, restated: bool) -> Row:
    color = line.component.value if line.component else "deposit_margin"
    day = fit(dates.full(line.day), 17) if line.day else ""
    part = ""
    if line.component and report.view is not ValueView.COMPONENT:
        part = fit(words(line.component), 14)
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


def comparison_rows(found: "Comparison", places: int) -> Drawn:
    """A waterfall from the total before, line by line, to the total now; then the reasons."""
    fall = _Waterfall(found, places)
    rows: Drawn = [(fall.end(_("before"), found.before.total), None)]
    level = found.before.total
    for line in fall.lines:
        rows.append((fall.step(line, level), line.line))
        level += line.now - line.before
    rows.append((fall.end(_("now"), found.now.total), None))
    if found.reasons:
        rows += [([], None), ([Cell(" " + _("Why"), "heading")], None)]
    rows += [(fall.reason(words(r.cause), r.minor), None) for r in found.reasons]
    return rows


class _Waterfall:
    """A comparison in so many places: label, before, now, difference, and a bar where it falls."""

    def __init__(self, found: "Comparison", places: int) -> None:
        self._report = found.now
        self.lines = sorted(found.lines, key=lambda line: line.now - line.before)
        self._amount = 15 if places >= 100 else 13
        self._label = max(12, min(28, places - 3 * self._amount - 14))
        self._bar = max(6, places - self._label - 3 * self._amount - 4)
        levels = [0, found.before.total, found.now.total]
        level = found.before.total
        for line in self.lines:
            level += line.now - line.before
            levels.append(level)
        self._low, self._span = min(levels), max(1, max(levels) - min(levels))

    def end(self, label: str, minor: int) -> Row:
        """The first or the last line: a total, its bar from nothing."""
        amount = money.amount(minor, self._report.currency)
        return [
            Cell(f" {fit(label, self._label)}", "bright"),
            Cell(fit(amount, 3 * self._amount, right=True), "bright"),
            Cell("  " + self._between(0, minor), "dim"),
        ]

    def step(self, compared: "ComparedLine", level: int) -> Row:
        """A line, its bar from where the lines before have led."""
        report, line = self._report, compared.line
        difference = compared.now - compared.before
        style = "bad" if difference < 0 else "good"
        label = value_label(line, report.view)
        if line.component and report.view is not ValueView.COMPONENT:
            label = f"{label} · {words(line.component)}"
        before, now = (
            fit(money.amount(minor, report.currency), self._amount, right=True)
            for minor in (compared.before, compared.now)
        )
        change = money.amount(difference, report.currency, sign=True)
        return [
            Cell(f" {fit(label, self._label)}"),
            Cell(before, "dim"),
            Cell(now, "dim"),
            Cell(fit(change, self._amount, right=True), style),
            Cell("  " + self._between(level, level + difference), style),
        ]

    def reason(self, label: str, minor: int) -> Row:
        """A reason under the lines, its amount under the differences."""
        amount = money.amount(minor, self._report.currency, sign=True)
        wide = self._label + 2 * self._amount
        return [
            Cell(f" {fit(label, wide)}"),
            Cell(fit(amount, self._amount, right=True), "bad" if minor < 0 else "good"),
        ]

    def _between(self, one: int, other: int) -> str:
        """A bar from one amount to another, at least an edge wide."""
        first, last = sorted((m - self._low) * self._bar // self._span for m in (one, other))
        return " " * min(first, self._bar - 1) + ("█" * (last - first) or "▏")
