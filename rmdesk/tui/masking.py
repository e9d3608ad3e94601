"""The mask: while it is on, the screen shows the program's own words, dates and counts only.

Everything that goes to the terminal passes one border, Textual's line filters: lists, titles in
borders, notices, the palette, whatever screen is added later. What is not known to be the
program's (`vocabulary`) is hidden, place by place, so that nothing moves.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakSet

from rich.segment import Segment
from textual import events
from textual.color import Color
from textual.filter import LineFilter
from textual.widget import Widget

from rmdesk.i18n import money

if TYPE_CHECKING:
    from rmdesk.tui.hiding import HidingApp
    from rmdesk.tui.vocabulary import Vocabulary


class _Filter(LineFilter):
    """Draws every text of a line as a function gives it."""

    def __init__(self, draw: Callable[[str], str], leaves_ascii: bool = False) -> None:
        super().__init__()
        self._leaves_ascii = leaves_ascii
        self._draw = draw

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isascii() for segment in segments) and self._leaves_ascii:
            return segments
        return [
            segment if segment.control else Segment(self._draw(segment.text), segment.style)
            for segment in segments
        ]


class Masking:
    """Whether the mask is on, and the filter through which each widget is drawn."""

    def __init__(self, app: "HidingApp") -> None:
        self._app = app
        self._clear = _Filter(money.show_amounts, leaves_ascii=True)
        self._typed_in: WeakSet[Widget] = WeakSet()
        self.is_on = False

    @cached_property
    def _vocabulary(self) -> "Vocabulary":
        # Not before the mask is first put on: the first frame comes sooner without it.
        from rmdesk.tui.vocabulary import Vocabulary

        return Vocabulary()

    @cached_property
    def _mask(self) -> LineFilter:
        return _Filter(self._vocabulary.masked)

    @cached_property
    def _blank(self) -> LineFilter:
        from rmdesk.tui.vocabulary import dots

        return _Filter(dots)

    def switch(self) -> None:
        """Put the mask on or take it off, and draw everything again."""
        self.is_on = not self.is_on
        self.forget()
        self._typed_in.clear()
        if self.is_on:
            from rmdesk.tui.vocabulary import list_read_texts

            self._vocabulary.hide(list_read_texts())
        for screen in self._app.screen_stack:
            for widget in (screen, *screen.query("*")):
                widget.refresh()

    def hear(self, answer: object) -> None:
        """Note what was read from the book: it is hidden, whatever it reads like."""
        if self.is_on:
            from rmdesk.tui.vocabulary import list_texts

            self._vocabulary.hide(list_texts(answer))

    def forget(self) -> None:
        """Forget what was read from the book."""
        if "_vocabulary" in vars(self):
            self._vocabulary.forget()

    def filter(self) -> LineFilter:
        """Return what texts of data are drawn through now."""
        return self._mask if self.is_on else self._clear

    def note_key(self, field: Widget | None, key: events.Key) -> None:
        """Note that a field is typed in."""
        if self.is_on and field is not None and (key.is_printable or key.key == "backspace"):
            self._typed_in.add(field)

    def guard(self, field: Widget) -> None:
        """Show a field only while it has the focus and is typed in; what it held before is data."""
        from textual.widgets import Input, TextArea

        if isinstance(field, Input | TextArea):
            setattr(field, "get_line_filters", lambda: self._field_filters(field))  # noqa: B010

    def _field_filters(self, field: Widget) -> Sequence[LineFilter]:
        shown = not self.is_on or (field.has_focus and field in self._typed_in)
        last = self._clear if shown else self._blank
        now = self.filter()
        return [last if each is now else each for each in self._app.get_line_filters()]
