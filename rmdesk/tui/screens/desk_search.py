"""Search on the desk, and where the list's cursor goes: it stays on its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input

from rmdesk.tui.widgets.book_list import BookList
from rmdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from rmdesk.desk.views import BookView

TODAY, CUSTOMERS = "today", "customers"


class DeskSearch(Screen[None]):
    """The part of the desk that finds; `filter` is what was typed, without needless spaces."""

    mode: reactive[str] = reactive(TODAY, init=False, repaint=False)
    book: reactive[BookView | None] = reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self.filter = ""
        self.archived = False
        self.ready = False
        self._places: dict[bool, int] = {}

    @property
    def shown(self) -> Lines:
        """The list that is shown."""
        raise NotImplementedError

    async def _load_list(self, here: int | None = None, place: int = 0) -> None:
        """Read the list from the store, the cursor on a customer, else in a line."""
        raise NotImplementedError

    @property
    def listed_customer_id(self) -> int | None:
        """The customer under the list's cursor, whichever list is shown."""
        customer = self.query_one(BookList).customer
        return customer.id if customer else None

    def remember_place(self) -> None:
        """Remember the customer under the list's cursor, one for each list."""
        if not self.filter and self.listed_customer_id is not None:
            self._places[self.archived] = self.listed_customer_id

    @property
    def remembered_place(self) -> int | None:
        """Return the customer that the cursor was on when the list was left."""
        return self._places.get(self.archived)

    def action_search(self) -> None:
        """Type to filter the list."""
        self.remove_class("-opened")
        self.mode = CUSTOMERS
        search = self.query_one("#search", Input)
        search.add_class("-open")
        self.set_focus(search)
        self.remember_place()

    @on(Input.Changed, "#search")
    def _search_changed(self, event: Input.Changed) -> None:
        self.filter = " ".join(event.value.split())
        if self.filter:
            self.find(open_first=False)
        else:
            # The search is over: the cursor stays on what it found, else goes back to where it was.
            self.find_again(self.listed_customer_id or self.remembered_place)

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.ready = False
        self.find(open_first=True)

    def find_again(self, here: int | None = None) -> None:
        """Read the list again, the cursor on the same customer."""
        self.find(open_first=False, here=self.listed_customer_id if here is None else here)

    @work(group="find", exclusive=True)
    async def find(self, open_first: bool, here: int | None = None) -> None:
        """Filter the list by what was typed, the cursor on a customer, else on top.

        With `open_first`, go on to the first that fits.
        """
        try:
            if self.book is not None:
                await self._load_list(here)
            if open_first and self.shown.length():
                self.query_one("#search", Input).remove_class("-open")
                self.set_focus(self.shown)
                self.add_class("-opened")
        finally:
            if open_first:
                self.ready = True
