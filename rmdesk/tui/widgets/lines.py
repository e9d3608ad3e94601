"""A list of lines that are drawn only when they are seen: however long it is, a key costs the same.

A subclass says how many lines there are, what stands in one, and which can be chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rmdesk.tui.text import clean


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line, already as wide as it is to be, with the name of its style."""

    text: str
    style: str = ""


_VARIABLES = {
    "bright": "rm-bright",
    "dim": "rm-dim",
    "accent": "accent",
    "good": "success",
    "warn": "warning",
    "bad": "error",
    "heading": "accent",
    "deposit_margin": "rm-deposit-margin",
    "loan_margin": "rm-loan-margin",
    "asset_fees": "rm-asset-fees",
    "fees": "rm-fees",
    "activity_cost": "rm-activity-cost",
    "transaction_cost": "rm-transaction-cost",
    "account_cost": "rm-account-cost",
    "offer_cost": "rm-offer-cost",
    "overhead": "rm-overhead",
    "tax": "rm-tax",
    "expected_loss": "rm-expected-loss",
    "capital_charge": "rm-capital-charge",
}
_BOLD = ("bright", "heading")


class Lines(ScrollView, can_focus=True):
    """The base of every list. The styles of cells are named in `_VARIABLES`."""

    DEFAULT_CSS = """
    Lines { background: $background; color: $foreground; scrollbar-size-vertical: 1;
        overflow-x: hidden; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "jump(0)", show=False),
        Binding("end,G", "jump(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    # Asked of all ancestors for every line it would take half of a line's time.
    _base: Style | None = None

    class Moved(Message):
        """The cursor stands on another line now, or on another thing."""

        def __init__(self, lines: "Lines") -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> "Lines":
            return self.lines

    class Chosen(Message):
        """Enter was pressed, or a line was clicked that had the cursor already."""

        def __init__(self, lines: "Lines") -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> "Lines":
            return self.lines

    def length(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line(self, number: int, width: int) -> Sequence[Cell]:
        """What stands in a line."""
        raise NotImplementedError

    def can_choose(self, number: int) -> bool:
        """Whether the cursor may stand on a line."""
        return True

    def rebuild(self, cursor: int | None = None) -> None:
        """What stands in the lines is different now; draw anew, the cursor where it is told."""
        self._measure()
        wanted = self.cursor if cursor is None else cursor
        self.cursor = self._nearest(wanted, 1)
        self._show_cursor()
        self.refresh()

    def _measure(self) -> None:
        """Tell the scroll view how long it is; a new layout only where something else moves."""
        region = self.scrollable_content_region
        size, before = Size(region.width, self.length()), self.virtual_size
        scrolled = size.height > region.height
        if self.styles.is_auto_height or scrolled != (before.height > region.height):
            self.virtual_size = size
        elif size != before:
            self.set_reactive(Lines.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height

    def _nearest(self, number: int, step: int) -> int:
        """The line nearest to a number, first in a direction, that can be chosen."""
        length = self.length()
        number = max(0, min(number, length - 1))
        if not length:
            return 0
        for way in (range(number, length if step > 0 else -1, step), range(number, -1, -1)):
            for found in way:
                if self.can_choose(found):
                    return found
        return next((n for n in range(length) if self.can_choose(n)), 0)

    def watch_cursor(self, before: int, now: int) -> None:
        for number in (before, now):
            self.refresh(Region(0, number - self.scroll_offset.y, self.size.width, 1))
        self._show_cursor()
        self.post_message(self.Moved(self))

    def _show_cursor(self) -> None:
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        # A heading above the first line that can be chosen comes into view with it.
        first = 0 if self.cursor == self._nearest(0, 1) else self.cursor
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self, event: events.Resize) -> None:
        self._measure()
        self._show_cursor()

    def action_step(self, step: int) -> None:
        wanted = self.cursor + step
        if 0 <= wanted < self.length():
            self.cursor = self._nearest(wanted, step)

    def action_page(self, step: int) -> None:
        wanted = self.cursor + step * max(1, self.scrollable_content_region.height - 1)
        self.cursor = self._nearest(wanted, step)

    def action_jump(self, to: int) -> None:
        last = self.length() - 1
        self.cursor = self._nearest(last if to < 0 else 0, -1 if to < 0 else 1)

    def action_choose(self) -> None:
        if self.length():
            self.post_message(self.Chosen(self))

    def on_click(self, event: events.Click) -> None:
        number = event.y + self.scroll_offset.y
        if number >= self.length() or not self.can_choose(number):
            return
        if number == self.cursor:
            self.action_choose()
        self.cursor = number

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        base = self._base = self._base or self.rich_style
        if number >= self.length():
            return Strip.blank(width, base)
        if number == self.cursor and self.can_choose(number) and self.shows_cursor():
            base += self._style("cursor")
        segments = [
            Segment(clean(cell.text), base + self._style(cell.style) if cell.style else base)
            for cell in self.line(number, width)
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        self._base = None
        super().notify_style_update()

    def shows_cursor(self) -> bool:
        """Whether the cursor's line is marked now."""
        return True

    def _style(self, name: str) -> Style:
        """A cell's style by its name, from the theme."""
        return _styles(self.app.theme, self.app)[name]


@lru_cache(maxsize=4)
def _styles(theme: str, app: App[object]) -> dict[str, Style]:
    """The styles of a theme.

    Component classes would do the same, and cost every list its own rules at the first frame.
    """
    variables = app.theme_variables
    styles = {
        name: Style(color=Color.parse(variables[variable]).rich_color, bold=name in _BOLD or None)
        for name, variable in _VARIABLES.items()
    }
    background = Color.parse(variables["rm-cursor"]).rich_color
    return styles | {"cursor": Style(bgcolor=background)}
