"""Screens that take the whole terminal: a title, lists in boxes, and their keys below."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import ClassVar, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from rmdesk.i18n import _
from rmdesk.tui.text import clean, fit, fit_parts
from rmdesk.tui.undo import redo_last, undo_last
from rmdesk.tui.widgets.footer import Footer, Hint
from rmdesk.tui.widgets.lines import Cell, Lines

T = TypeVar("T")
Row = Sequence[Cell]
PATIENCE_SECONDS = 0.15
_LEAST = 20


class Rows(Lines):
    """A list whose lines are made by a function of the width; each may carry a thing."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="box")
        self._make: Callable[[int], Sequence[tuple[Row, object]]] = lambda _width: ()
        self._rows: Sequence[tuple[Row, object]] = ()
        self._made_for = -1

    def show(self, title: str, make: Callable[[int], Sequence[tuple[Row, object]]]) -> None:
        """Draw what a function makes, from now on; a row whose thing is None is not chosen."""
        self.border_title = Content(clean(title)) if title else None
        self._make = make
        self._made_for = -1
        self.rebuild()

    def _all(self) -> Sequence[tuple[Row, object]]:
        places = self.scrollable_content_region.width
        if places != self._made_for:
            thing, nth = self._here
            self._made_for = places
            self._rows = self._make(places)
            same = [n for n, (_row, other) in enumerate(self._rows) if is_same(thing, other)]
            if same:
                # Lines come and go; the cursor stays on what it was on.
                self.set_reactive(Lines.cursor, same[min(nth, len(same) - 1)])
        return self._rows

    @property
    def _here(self) -> tuple[object, int]:
        """What the cursor is on, and how often that is above it."""
        if self.cursor >= len(self._rows):
            return None, 0
        thing = self._rows[self.cursor][1]
        return thing, sum(is_same(thing, other) for _row, other in self._rows[: self.cursor])

    @property
    def thing(self) -> object:
        """What the line under the cursor carries."""
        rows = self._all()
        return rows[self.cursor][1] if self.cursor < len(rows) else None

    def line_thing(self, number: int) -> object:
        """What a line carries."""
        return self._all()[number][1]

    def length(self) -> int:
        return len(self._all())

    def can_choose(self, number: int) -> bool:
        return self._all()[number][1] is not None

    def line(self, number: int, width: int) -> Row:
        return self._all()[number][0]

    def shows_cursor(self) -> bool:
        return self.has_focus


_KEYS = ("id", "customer_id", "code", "offer")


def is_same(thing: object, other: object) -> bool:
    """Whether two things are one and the same entry, read at two times."""
    if thing is None or type(thing) is not type(other):
        return False
    key = next((name for name in _KEYS if hasattr(thing, name)), None)
    return thing == other if key is None else getattr(thing, key) == getattr(other, key)


class FullScreen(Screen[T | None]):
    """The base: escape goes back, u takes back, ctrl+y redoes. `ready` says that it takes keys."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", show=False),
        Binding("u,f12", "undo", show=False),
        Binding("ctrl+y,f11", "redo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.ready = False
        self.was_ready = False
        self._left = False
        self._leave_with: T | None = None

    def compose(self) -> ComposeResult:
        self.add_class("full")
        yield Static("", id="title", markup=False)
        yield Static("", id="sub", markup=False)
        yield from self.body()
        yield Footer(self.hints())

    def body(self) -> Iterator[Widget]:
        """What stands between title and keys: one list, unless a screen has more."""
        yield Rows("lines")

    def main(self) -> Widget:
        """What the keys go to."""
        return self.query_one(Rows)

    def on_mount(self) -> None:
        self.set_focus(self.main())
        self.begin()

    def begin(self) -> None:
        """Read what is to be shown; to be followed by `be_ready`."""
        raise NotImplementedError

    def hints(self) -> list[Hint]:
        """The keys: key, word, action. The last two are always shown."""
        raise NotImplementedError

    def head(self, title: str, sub: str) -> None:
        """Set title and subtitle; both are data, never markup."""
        places = max(_LEAST, self.app.size.width - 2)
        self.query_one("#title", Static).update(Content(fit(title, places).rstrip()))
        self.query_one("#sub", Static).update(Content(fit_parts(sub, places)))

    @contextmanager
    def patience(self, title: str) -> Iterator[None]:
        """While something is read: say so, but only where it takes long enough to be noticed."""
        say = partial(self.head, title, _("calculating …"))
        timer = self.set_timer(PATIENCE_SECONDS, say)
        try:
            yield
        finally:
            timer.stop()

    def be_ready(self) -> None:
        """Take keys from now on; to be called when what they are about is shown."""
        self.ready = self.was_ready = True

    def reread(self) -> None:
        """Read again what is shown; the cursor stays where it was."""
        self.begin()

    def action_undo(self) -> None:
        self.ready = False
        self._undo()

    @work(group="undo", exclusive=True)
    async def _undo(self) -> None:
        await undo_last(self)

    def action_redo(self) -> None:
        self.ready = False
        self._redo()

    @work(group="undo", exclusive=True)
    async def _redo(self) -> None:
        await redo_last(self)

    def leave(self, result: T | None) -> None:
        """Go back, as what is shown is gone; once the screens over this one are left."""
        if self.app.screen is self:
            self.dismiss(result)
        else:
            self._left = True
            self._leave_with = result

    @on(events.ScreenResume)
    def _leave_late(self) -> None:
        if self._left:
            self.dismiss(self._leave_with)

    def action_back(self) -> None:
        self.dismiss(None)
