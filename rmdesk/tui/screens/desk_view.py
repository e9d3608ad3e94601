"""The desk as it is seen: the day or the book on the left, one customer on the right.

What is drawn follows the cursor: each move starts a read that replaces the one before, so that
only the last of a burst is drawn.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from rmdesk.errors import Gone
from rmdesk.i18n import _
from rmdesk.i18n.words import words
from rmdesk.terms import SortKey
from rmdesk.tui import verbs
from rmdesk.tui.asking import app_of, bridge_of
from rmdesk.tui.screens.desk_search import CUSTOMERS, TODAY, DeskSearch
from rmdesk.tui.widgets.book_list import PAGE, BookList
from rmdesk.tui.widgets.footer import Footer
from rmdesk.tui.widgets.header import Header
from rmdesk.tui.widgets.lines import Lines
from rmdesk.tui.widgets.panel import Panel
from rmdesk.tui.widgets.today_list import TodayList

if TYPE_CHECKING:
    from rmdesk.desk.today import Horizon
    from rmdesk.desk.views import CustomerView, TodayLine, TodayView
    from rmdesk.tui.start import Place

PULSE_SECONDS = 2.0
PAUSE_SECONDS = 0.12
DWELL_SECONDS = 1.0


class DeskView(DeskSearch):
    """Lists, search and panel, and how they are kept true."""

    AUTO_FOCUS = ""
    CSS_PATH = "desk.tcss"
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("tab", "next_part", show=False, priority=True),
        Binding("shift+tab", "next_part", show=False, priority=True),
    ]

    class Shown(Message):
        """The book was read for the first time, and stands on the screen."""

    view: reactive[CustomerView | None] = reactive(None, always_update=True, repaint=False)
    day: reactive[TodayView | None] = reactive(None, repaint=False)

    def __init__(self, day: TodayView, horizon: Horizon, back_to: Place | None = None) -> None:
        """Begin with a day as it was read with that horizon, or where one was before a lock."""
        super().__init__()
        self._first_day = day
        self._horizon = horizon
        self._back_to = back_to
        self.sort = SortKey(back_to.sort) if back_to else SortKey.CONTRIBUTION
        self._version = 0

    def compose(self) -> ComposeResult:
        yield Header().data_bind(DeskView.book, today=DeskView.day, place=DeskView.mode)
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Input(id="search", placeholder=_("name, initials, number, note, talk …"))
                yield BookList("book")
                yield TodayList("today-list")
                yield Static("", id="empty", markup=False)
            yield Panel().data_bind(DeskView.view)
        yield Footer()

    @property
    def shown(self) -> Lines:
        """The list that is shown."""
        return self.query_one("#today-list" if self.mode == TODAY else "#book", Lines)

    @property
    def customer_id(self) -> int | None:
        """The customer under the cursor; in Today, that of the line."""
        if self.mode == TODAY:
            line = self.today_line
            return line.customer_id if line else None
        customer = self.query_one(BookList).customer
        return customer.id if customer else None

    @property
    def today_line(self) -> TodayLine | None:
        """The line of Today under the cursor, None elsewhere."""
        return self.query_one(TodayList).chosen if self.mode == TODAY else None

    async def current_view(self) -> CustomerView | None:
        """The customer under the cursor, read now where the panel does not show it yet."""
        if self.customer_id is None or (self.view and self.view.id == self.customer_id):
            return self.view if self.customer_id is not None else None
        return await bridge_of(self).read(verbs.customers.look, self.customer_id)

    async def current_follow_up(self) -> int | None:
        """The follow-up that keys act on: Today's line, or the one chosen in the panel."""
        line, in_panel = self.today_line, self.query_one(Panel).has_focus_within
        if line is not None and line.follow_up_id is not None and not in_panel:
            return line.follow_up_id
        view = await self.current_view()
        if view is None or not view.follow_ups:
            return None
        chosen = self.query_one(Panel).follow_up() if view is self.view else None
        return (chosen or view.follow_ups[0]).id

    def on_mount(self) -> None:
        """Show the book, and look now and then whether something new came."""
        self.day = self._first_day
        self.query_one(TodayList).show(self.day)
        self._show_mode()
        self._go_back(self._back_to)
        self.set_interval(PULSE_SECONDS, self.pulse)
        self.watch(self.app, "catching_up", self._caught_up, init=False)

    def _go_back(self, place: Place | None) -> None:
        """Read everything, and go to where one was before a lock, if anywhere."""
        if place is None or place.customer_id is None:
            self.load()
        elif place.mode == TODAY and self.query_one(TodayList).choose_customer(place.customer_id):
            self.set_class(place.opened, "-opened")
            self.load()
        else:
            self.load(place.customer_id)

    def _caught_up(self, percent: int | None) -> None:
        """Show how far everybody's value is, and the new one once it is all there."""
        self.query_one(Header).catching_up = percent
        if percent is None:
            self.load()

    def changed(self, go_to: int | None = None) -> None:
        """Something was changed here: keys wait until what is shown is true again."""
        self.ready = False
        self.load(go_to)

    @work(group="load", exclusive=True)
    async def load(self, go_to: int | None = None, stay: bool = False) -> None:
        """Read everything that is shown anew.

        The cursor stays on its customer, or goes to one (`go_to`), whatever was filtered before.
        """
        if go_to is not None:
            self.filter, self.archived, self.mode = "", False, CUSTOMERS
            self.add_class("-opened")
        await self._load(go_to, stay)
        # A load that a later one replaces does not come here.
        self.ready = True
        if not self._version:
            self.post_message(self.Shown())
            self.pulse()
            self._ask_currency()

    def _ask_currency(self) -> None:
        """Ask for the book's currency, where an older store does not say."""
        if self.book is not None and not self.book.currency:
            from rmdesk.tui.screens.currency_form import CurrencyForm

            self.app.push_screen(CurrencyForm(), lambda done: self.changed() if done else None)

    async def _load(self, go_to: int | None, stay: bool) -> None:
        bridge = bridge_of(self)
        self.book = await bridge.read(verbs.customers.overview)
        if self.book.behind:
            app_of(self).catch_up()
        self.day = await bridge.read(verbs.today.look, self._horizon)
        self.query_one(TodayList).show(self.day, stay)
        here = go_to if go_to is not None else self.listed_customer_id
        await self._load_list(here, self.query_one(BookList).cursor)
        self._show_mode()
        if self.customer_id is not None:
            self.look(self.customer_id)

    async def _load_list(self, here: int | None = None, place: int = 0) -> None:
        """Read the list from the store, the cursor on a customer, else in a line."""
        bridge, book_list = bridge_of(self), self.query_one(BookList)
        assert self.book is not None
        book_list.sort, book_list.today = self.sort, self.book.today
        book_list.currency = self.book.currency
        if here is not None:
            place = await bridge.read(
                verbs.customers.place, self.sort, here, self.filter, self.archived
            )
        first = place - place % PAGE
        page = await bridge.read(
            verbs.customers.page, self.sort, first, PAGE, self.filter, self.archived
        )
        book_list.begin(page, place)
        self._show_title(page.count)

    def _show_title(self, count: int) -> None:
        """What the left box is: how many customers, by what sorted, by what filtered."""
        left = self.query_one("#left")
        name = _("Archived") if self.archived else _("Customers")
        title = f"{name} · {count:,} · {words(self.sort)}"
        if self.filter:
            title += f" · /{self.filter}"
        left.border_title = Content(_("Today") if self.mode == TODAY else title)
        empty = self.query_one("#empty", Static)
        bare = not self.shown.length()
        self.shown.display = not bare
        empty.display = bare
        if bare:
            empty.update(Content(self._nothing()))

    def _nothing(self) -> str:
        """What is said where there is nothing to list."""
        if self.filter:
            return _("Nobody fits “{words}”.").format(words=self.filter)
        if self.mode == TODAY and self.book and self.book.customers:
            return _("Nothing asks for you today.")
        return _("The book is empty. n makes a customer; rmdesk import brings the bank's files.")

    @work(group="look", exclusive=True)
    async def look(self, customer_id: int) -> None:
        """Show a customer in the panel; a later call replaces an earlier one.

        While one types, the panel follows only when the typing pauses: letters come first.
        """
        if self.query_one("#search").has_focus:
            await asyncio.sleep(PAUSE_SECONDS)
        try:
            self.view = view = await bridge_of(self).read(verbs.customers.look, customer_id)
        except Gone:
            self.view = None
            return
        if view.offers.suggestions:
            self.set_timer(DWELL_SECONDS, lambda: self._dwelt(view))

    def _dwelt(self, view: CustomerView) -> None:
        """Somebody looked at a customer, not only past it: keep what was suggested."""
        if self.view is view and bridge_of(self).is_open:
            app_of(self).log_shown(view)

    @work(group="pulse", exclusive=True)
    async def pulse(self) -> None:
        """See whether another program changed the store, or a new day has begun."""
        found = await bridge_of(self).read(verbs.opening.pulse)
        new_day = self.book is not None and found.today != self.book.today
        if self._version and (found.version != self._version or new_day):
            self.load(stay=True)
        self._version = found.version

    @on(Lines.Moved)
    def _follow(self, event: Lines.Moved) -> None:
        if event.lines is not self.shown:
            return
        if self.customer_id is None:
            self.workers.cancel_group(self, "look")
            self.view = None
        elif self.view is None or self.view.id != self.customer_id:
            self.look(self.customer_id)

    @on(BookList.Wanted)
    def _page_wanted(self, event: BookList.Wanted) -> None:
        self._fetch(event.first)

    @work(group="pages")
    async def _fetch(self, first: int) -> None:
        page = await bridge_of(self).read(
            verbs.customers.page, self.sort, first, PAGE, self.filter, self.archived
        )
        self.query_one(BookList).add(page)

    def watch_mode(self) -> None:
        self._show_mode()
        if self.customer_id is not None:
            self.look(self.customer_id)
        else:
            self.view = None

    def _show_mode(self) -> None:
        today = self.mode == TODAY
        self.set_class(today, "-mode-today")
        for lines, shown in (("#today-list", today), ("#book", not today)):
            self.query_one(lines).display = shown
        self._show_title(self.query_one(BookList).length())
        if not self.query_one("#search").has_focus:
            self.set_focus(self.shown)

    @on(Header.Asked)
    def _place_asked(self, event: Header.Asked) -> None:
        self.mode = event.place

    @on(Lines.Chosen)
    def _open_chosen(self, event: Lines.Chosen) -> None:
        if event.lines is self.shown:
            self.add_class("-opened")

    def action_back(self) -> None:
        """Step back: out of the panel, out of the search, to the whole list."""
        search = self.query_one("#search", Input)
        was_opened = self.has_class("-opened") and self.has_class("-narrow")
        self.remove_class("-opened")
        self.set_focus(self.shown)
        if not was_opened and self.mode == CUSTOMERS:
            search.remove_class("-open")
            search.value = ""

    def action_next_part(self) -> None:
        """From the list to the log, to the follow-ups, and back."""
        ring = [self.shown, *self.query("#log, #follow-ups").results(Lines)]
        here = next((n for n, part in enumerate(ring) if part.has_focus), len(ring) - 1)
        self.set_focus(ring[(here + 1) % len(ring)])
