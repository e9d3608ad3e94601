"""Waterfalls: each bar begins where the lines before have led; one period against another."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rmdesk.i18n import _, money
from rmdesk.i18n.words import words
from rmdesk.terms import ValueView
from rmdesk.tui.screens.full import Row
from rmdesk.tui.sentences import value_label, value_part
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.lines import Cell

if TYPE_CHECKING:
    from rmdesk.desk.comparing import ComparedLine, Comparison

Drawn = list[tuple[Row, object]]


class Scale:
    """Bars from one amount to another, in so many places for all levels that come."""

    def __init__(self, levels: Iterable[int], places: int) -> None:
        levels = list(levels)
        self._places = max(6, places)
        self._low = min(0, *levels)
        self._span = max(1, max(0, *levels) - self._low)

    def between(self, one: int, other: int) -> str:
        """A bar from one amount to another, at least an edge wide."""
        first, last = sorted((m - self._low) * self._places // self._span for m in (one, other))
        return " " * min(first, self._places - 1) + ("█" * (last - first) or "▏")


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
        self._scale = Scale(levels, self._bar)

    def end(self, label: str, minor: int) -> Row:
        """The first or the last line: a total, its bar from nothing."""
        amount = money.amount(minor, self._report.currency)
        return [
            Cell(f" {fit(label, self._label)}", "bright"),
            Cell(fit(amount, 3 * self._amount, right=True), "bright"),
            Cell("  " + self._scale.between(0, minor), "dim"),
        ]

    def step(self, compared: "ComparedLine", level: int) -> Row:
        """A line, its bar from where the lines before have led."""
        report, line = self._report, compared.line
        difference = compared.now - compared.before
        style = "bad" if difference < 0 else "good"
        label = value_label(line, report.view)
        if report.view is not ValueView.COMPONENT and (part := value_part(line)):
            label = f"{label} · {part}"
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
            Cell("  " + self._scale.between(level, level + difference), style),
        ]

    def reason(self, label: str, minor: int) -> Row:
        """A reason under the lines, its amount under the differences."""
        amount = money.amount(minor, self._report.currency, sign=True)
        wide = self._label + 2 * self._amount
        return [
            Cell(f" {fit(label, wide)}"),
            Cell(fit(amount, self._amount, right=True), "bad" if minor < 0 else "good"),
        ]
