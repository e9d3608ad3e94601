"""Today's lines under their sections."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rmdesk.i18n import _, dates
from rmdesk.i18n.words import words
from rmdesk.terms import Section
from rmdesk.tui.sentences import today_text
from rmdesk.tui.text import fit, width
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.views import TodayLine, TodayView

_STYLES = {
    Section.OVERDUE: "bad",
    Section.MISSED_INSTALMENT: "bad",
    Section.COMPLAINT: "bad",
    Section.TODAY: "warn",
    Section.LARGE_MOVEMENT: "warn",
}
_SIGNS = {
    Section.OVERDUE: "!",
    Section.TODAY: "○",
    Section.UPCOMING: "○",
    Section.MISSED_INSTALMENT: "!",
    Section.COMPLAINT: "!",
    Section.LARGE_MOVEMENT: "±",
    Section.MATURITY: "◷",
    Section.INSTALMENT: "◷",
    Section.BIRTHDAY: "✦",
    Section.EXPIRY: "§",
    Section.OUT_OF_TOUCH: "…",
}


# With the space after the name.
_NAME_PLACES = 21


class TodayList(Lines):
    """A heading for each section, and its lines."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._view: TodayView | None = None
        self._rows: list[Section | TodayLine | int] = []
        self._name_places = _NAME_PLACES

    def show(self, view: TodayView, stay: bool = False) -> None:
        """Show a day; the cursor stays on its line where that is still there.

        Else it goes to the next line, or with `stay` to another one of the same customer: what was
        done here asks for the next one, what was done elsewhere must not change who a key is about.
        """
        here, cursor = self.chosen, self.cursor
        self._view = view
        self._rows = []
        widths = [width(line.customer_name) for line in view.lines if line.customer_name]
        self._name_places = min(_NAME_PLACES, max(widths, default=0) + 1)
        for section, lines in groupby(view.lines, key=lambda line: line.section):
            self._rows += [section, *lines]
            if more := view.more.get(section):
                self._rows.append(more)
        places = [n for n, row in enumerate(self._rows) if here is not None and _same(row, here)]
        if stay and not places and here is not None and here.customer_id is not None:
            own = [n for n, row in enumerate(self._rows) if _is_of(row, here.customer_id)]
            places = sorted(own, key=lambda n: (n < cursor, n))
        self.rebuild(places[0] if places else None)
        self.post_message(self.Moved(self))

    def choose_customer(self, customer_id: int) -> bool:
        """Put the cursor on the customer's first line; return whether there is one."""
        for number, row in enumerate(self._rows):
            if not isinstance(row, Section | int) and row.customer_id == customer_id:
                self.rebuild(number)
                return True
        return False

    @property
    def chosen(self) -> TodayLine | None:
        """The line under the cursor."""
        row = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        return None if row is None or isinstance(row, Section | int) else row

    def length(self) -> int:
        return len(self._rows)

    def can_choose(self, number: int) -> bool:
        return not isinstance(self._rows[number], Section | int)

    def line(self, number: int, width: int) -> Sequence[Cell]:
        row = self._rows[number]
        assert self._view is not None
        if isinstance(row, Section):
            title = f" {words(row)} "
            return [Cell(title, "heading"), Cell(f"{self._view.count(row):,}", "dim")]
        if isinstance(row, int):
            return [Cell("   " + _("… and {n} more").format(n=f"{row:,}"), "dim")]
        style = _STYLES.get(row.section, "dim")
        mark = "▌" if number == self.cursor else " "
        day = dates.day(row.day, self._view.today)
        return [
            Cell(mark, "accent"),
            Cell(f"{_SIGNS[row.section]} ", style),
            Cell(fit(day, 9), style),
            *self._subject(row, self._view, width - 12),
        ]

    def _subject(self, row: TodayLine, view: TodayView, places: int) -> list[Cell]:
        text = today_text(row, view.currency, view.today)
        if not row.customer_name:
            return [Cell(fit(text, places))]
        name = min(self._name_places, max(9, places // 2 + 1))
        return [
            Cell(fit(row.customer_name, name - 1) + " ", "bright"),
            Cell(fit(text, places - name)),
        ]


def _same(row: Section | int | TodayLine, line: TodayLine) -> bool:
    if isinstance(row, Section | int):
        return False
    if line.follow_up_id is not None:
        return (row.section, row.follow_up_id) == (line.section, line.follow_up_id)
    keys = ("section", "customer_id", "day", "text", "detail")
    return all(getattr(row, key) == getattr(line, key) for key in keys)


def _is_of(row: Section | int | TodayLine, customer_id: int) -> bool:
    return not isinstance(row, Section | int) and row.customer_id == customer_id
