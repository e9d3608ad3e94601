"""The top line: the program, the day, what is pressing, where one is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from rmdesk.i18n import N_, _, dates, ngettext
from rmdesk.terms import Section
from rmdesk.tui.text import bar, fit, width

if TYPE_CHECKING:
    from rmdesk.desk.views import BookView, TodayView

PLACES = (("today", N_("Today")), ("customers", N_("Customers")))


_BAR_PLACES = 8
# Older than a week, data is said to be so in another colour.
FRESH_DAYS = 7


def reckoning(percent: int) -> str:
    """Return how far everybody's value has been calculated again, as a bar with its figure."""
    done = bar(percent, 100, _BAR_PLACES) if percent else ""
    return _("calculating {bar} {percent} %").format(bar=fit(done, _BAR_PLACES), percent=percent)


def _data_of(imported: date, today: date) -> tuple[str, str]:
    """Of when the bank's data is, and how loud that is to be said."""
    style = "$rm-dim" if (today - imported).days <= FRESH_DAYS else "$warning"
    return f"{_('data as of {day}').format(day=dates.day(imported, today))}  ", style


class Header(Widget):
    """One line. A click on a place's name posts `Asked`."""

    DEFAULT_CSS = """
    Header { dock: top; height: 1; background: $panel; color: $foreground; }
    """

    book: reactive[BookView | None] = reactive(None)
    today: reactive[TodayView | None] = reactive(None)
    place: reactive[str] = reactive("today")
    catching_up: reactive[int | None] = reactive(None)
    masked: reactive[bool] = reactive(False)

    class Asked(Message):
        """A place was clicked."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def on_mount(self) -> None:
        self.watch(self.app, "masked", self._mask)

    def _mask(self, on: bool) -> None:
        self.masked = on

    def render(self) -> Content:
        left: list[tuple[str, str]] = [(" rmdesk ", "bold $accent")]
        if self.masked:
            left.append((f" {_('masked')} ", "bold reverse"))
        if self.book is not None:
            left.append((f" {dates.header(self.book.today)}  ", "$rm-bright"))
            if self.book.imported is not None:
                left.append(_data_of(self.book.imported, self.book.today))
            if self.book.demo:
                left.append((f"{_('demo book')} ", "bold $warning"))
        if self.catching_up is not None:
            left.append((f"{reckoning(self.catching_up)} ", "$accent"))
        left += self._pressing()
        right = self._places()
        gap = self.size.width - sum(width(t) for t, _style in left + right)
        while gap < 1 and len(left) > 2:
            gap += width(left.pop()[0])
        return Content.assemble(*left, " " * max(1, gap), *right)

    def _pressing(self) -> list[tuple[str, str]]:
        """What asks for the manager, the most pressing first: the last gives way."""
        if self.today is None:
            return []
        late, due, born = (
            self.today.count(s) for s in (Section.OVERDUE, Section.TODAY, Section.BIRTHDAY)
        )
        drafts = self.book.drafts if self.book else 0
        parts = [
            (ngettext("{n} overdue", "{n} overdue", late).format(n=late), "$error", late),
            (_("{n} today").format(n=due), "$warning", due),
            (ngettext("{n} draft", "{n} drafts", drafts).format(n=drafts), "$accent", drafts),
            (ngettext("{n} birthday", "{n} birthdays", born).format(n=born), "$rm-dim", born),
        ]
        shown = [(text, style) for text, style, count in parts if count]
        return [(" · " + t if n else " " + t, style) for n, (t, style) in enumerate(shown)]

    def _places(self) -> list[tuple[str, str]]:
        return [
            (f" {number} {_(name)} ", "bold reverse" if place == self.place else "$rm-dim")
            for number, (place, name) in enumerate(PLACES, 1)
        ]

    def on_click(self, event: events.Click) -> None:
        end = self.size.width
        for (place, _name), (text, _style) in zip(
            reversed(PLACES), reversed(self._places()), strict=True
        ):
            if end - width(text) <= event.x < end:
                self.post_message(self.Asked(place))
            end -= width(text)
