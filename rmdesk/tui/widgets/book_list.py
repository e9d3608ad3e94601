"""The customer list: a window over the store, page by page, as long as the book is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.message import Message

from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import SortKey
from rmdesk.tui.text import fit, spark
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.views import CustomerLine, Page

PAGE = 128
_KEPT_PAGES = 24


class BookList(Lines):
    """Draws the pages it was given, and asks for those that it needs with `Wanted`."""

    class Wanted(Message):
        """Lines that are to be seen and not there yet."""

        def __init__(self, first: int) -> None:
            super().__init__()
            self.first = first

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.sort = SortKey.CONTRIBUTION
        self.today = date.min
        self.currency = ""
        self._count = 0
        self._pages: dict[int, tuple[CustomerLine, ...]] = {}
        self._asked: set[int] = set()

    @property
    def customer(self) -> CustomerLine | None:
        """The customer under the cursor, None where it is not known (yet)."""
        return self._at(self.cursor)

    def begin(self, page: Page, cursor: int) -> None:
        """Show a list anew, with the page that the cursor is in."""
        self._pages.clear()
        self._asked.clear()
        self._keep(page)
        self.rebuild(cursor)
        self.post_message(self.Moved(self))

    def add(self, page: Page) -> None:
        """A page that was asked for."""
        self._keep(page)
        self.refresh()
        if page.first <= self.cursor < page.first + PAGE:
            self.post_message(self.Moved(self))

    def _keep(self, page: Page) -> None:
        self._count = page.count
        self._asked.discard(page.first)
        self._pages[page.first] = page.lines
        while len(self._pages) > _KEPT_PAGES:
            del self._pages[next(iter(self._pages))]

    def length(self) -> int:
        return self._count

    def _at(self, number: int) -> CustomerLine | None:
        first = number - number % PAGE
        lines = self._pages.get(first)
        if lines is None:
            if first not in self._asked and self._count:
                self._asked.add(first)
                self.post_message(self.Wanted(first))
            return None
        return lines[number - first] if number - first < len(lines) else None

    def line(self, number: int, width: int) -> Sequence[Cell]:
        customer = self._at(number)
        if customer is None:
            return [Cell(" …", "dim")]
        mark = Cell("▌" if number == self.cursor else " ", "accent")
        right = self._right(customer, width)
        used = 1 + sum(len(cell.text) for cell in right)
        return [mark, Cell(fit(customer.name, width - used), "bright"), *right]

    def _right(self, customer: CustomerLine, width: int) -> list[Cell]:
        """What stands beside the name: as many columns as there is room for."""
        value = money.short(customer.contribution, self.currency)
        cells = [Cell(fit(value, 8, right=True), "bad" if customer.contribution < 0 else "")]
        if width >= 52:
            cells.insert(0, Cell(" " + fit(words(customer.stage), 11), "dim"))
        if width >= 30:
            cells.insert(0, Cell(" " + fit(customer.tier, 9 if width >= 44 else 7), "dim"))
        if width >= 36:
            places = 4 if width < 60 else 12
            cells.append(Cell(" " + spark(customer.trend, places), "deposit_margin"))
        return [*cells, self._date(customer)]

    def _date(self, customer: CustomerLine) -> Cell:
        """The last contact where the list is sorted by it, else the next follow-up."""
        if self.sort is SortKey.LAST_CONTACT:
            last = customer.last_contact
            text = dates.distance(last, self.today) if last else _("never")
            return Cell(fit(text, 6, right=True), "dim")
        due = customer.next_due
        if due is None:
            return Cell("      ")
        style = "bad" if due < self.today else "warn" if due == self.today else "dim"
        return Cell(fit(dates.distance(due, self.today), 6, right=True), style)
