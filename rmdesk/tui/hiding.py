"""What of the app hides the book: the lock, the mask, and what may leave while they are on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.reactive import reactive
from textual.screen import Screen

from rmdesk.i18n import _, money
from rmdesk.tui.commands import BY_ID
from rmdesk.tui.locking import Lock
from rmdesk.tui.masking import Masking
from rmdesk.tui.screens.opening import Opening

if TYPE_CHECKING:
    from textual.filter import LineFilter

    from rmdesk.tui.bridge import Bridge
    from rmdesk.tui.keys import KeyLine
    from rmdesk.tui.safety import Safety
    from rmdesk.tui.start import Start


class HidingApp(App[None]):
    """The base of the app. `start`, `bridge`, `safety` and the keys are made by the subclass."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(BY_ID["lock"].keys, "lock", show=False, priority=True),
        Binding(BY_ID["mask"].key, "mask", show=False),
        Binding(BY_ID["mask"].keys.partition(",")[2], "mask", show=False, priority=True),
    ]
    # Locking leaves one stack of screens for another: each is a mode of its own.
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"desk": Opening}
    DEFAULT_MODE = "desk"

    # Whether names, numbers and amounts are hidden.
    masked: reactive[bool] = reactive(False, init=False)

    start: Start
    bridge: Bridge
    safety: Safety
    _keys: KeyLine

    def __init__(self, lock_minutes: int) -> None:
        super().__init__()
        self.masking = Masking(self)
        self.lock = Lock(self, lock_minutes)

    def begin_to_watch(self) -> None:
        """Count idle minutes from now on, and mark amounts for the mask."""
        self.lock.start()
        money.mark_amounts(True)

    def on_unmount(self) -> None:
        money.mark_amounts(False)

    def unlocked(self, _opened: bool | None) -> None:
        """Go on: the book was opened (again)."""
        self.lock.end()

    def action_lock(self) -> None:
        """Lock the screen."""
        self.lock.begin()

    @on(Driver.SignalResume)
    def _continued(self) -> None:
        self.lock.begin()

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Leave the terminal to another program; whoever is at work there is not idle."""
        with super().suspend():
            yield
        self.lock.watch.come_back()

    def refresh_css(self, animate: bool = True) -> None:
        """Parse the style sheets again; not before the first screen, which has them anyway."""
        if any(screen.is_mounted for screen in self.screen_stack):
            super().refresh_css(animate)

    def drop_keys(self) -> None:
        """Let go of the keys that were typed ahead."""
        self._keys.drop()

    def note_event(self, event: events.Event) -> None:
        """Note a sign of life, and what is typed in a field that is hidden."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.lock.watch.touch()
        if isinstance(event, events.Key):
            self.masking.note_key(self.focused, event)

    def action_command_palette(self) -> None:
        """Show the commands, where there is a book to use them on."""
        if self.bridge.is_open and not self.lock.is_on:
            super().action_command_palette()

    def action_mask(self) -> None:
        """Hide names, numbers and amounts, or show them again."""
        self.masking.switch()
        self.masked = self.masking.is_on

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line passes on its way to the terminal."""
        return [*super().get_line_filters(), self.masking.filter()]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show what is typed where the focus is, even while the rest is hidden."""
        self.masking.guard(event.widget)

    def copy_to_clipboard(self, text: str) -> None:
        """Hand a text to the terminal's clipboard; not while it is hidden."""
        if self.masked:
            self.notify(_("Nothing is copied while names and numbers are hidden."))
        else:
            super().copy_to_clipboard(money.show_amounts(text))
