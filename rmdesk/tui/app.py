"""The Textual app: opens the book in its own thread, shows the desk, and ends without a loss."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.reactive import reactive
from textual.screen import Screen
from textual.worker import WorkerFailed

from rmdesk import faults
from rmdesk.errors import DeskError
from rmdesk.i18n import _, money
from rmdesk.i18n.words import explain
from rmdesk.tui import themes, verbs
from rmdesk.tui.bridge import Bridge
from rmdesk.tui.commands import BY_ID
from rmdesk.tui.keys import KeyLine
from rmdesk.tui.locking import Lock
from rmdesk.tui.masking import Masking
from rmdesk.tui.screens.opening import Opening
from rmdesk.tui.start import Start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.command import Provider
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel

    from rmdesk.desk.views import CustomerView


def desk_commands() -> "type[Provider]":
    """The command palette's provider, imported when the palette is first opened."""
    from rmdesk.tui.palette import DeskCommands

    return DeskCommands


# The first keys are for looking: what imports and reckons for seconds lets them pass.
SETTLING_SECONDS = 1.0


class DeskApp(App[None]):
    """One book, one screen to work at, dialogs over it."""

    TITLE = "rmdesk"
    CSS_PATH = "screens/opening.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar["set[type[Provider] | Callable[[], type[Provider]]]"] = {desk_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding(BY_ID["lock"].keys, "lock", show=False, priority=True),
        Binding(BY_ID["mask"].key, "mask", show=False),
        Binding(BY_ID["mask"].keys.partition(",")[2], "mask", show=False, priority=True),
    ]
    # Locking leaves one stack of screens for another: each is a mode of its own.
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"desk": Opening}
    DEFAULT_MODE = "desk"

    # How far everybody's value has been reckoned anew, in percent; None when it is all there.
    catching_up: reactive[int | None] = reactive(None, init=False)
    # Whether names, numbers and amounts are hidden.
    masked: reactive[bool] = reactive(False, init=False)

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.start = start
        self.bridge = Bridge()
        self.farewell = ""
        self._keys = KeyLine(self, super().on_event, lambda: self.bridge.is_open)
        self.masking = Masking(self)
        self.bridge.hear = self.masking.hear
        self.lock = Lock(self, start.settings.lock_minutes)
        theme = themes.named(start.settings.theme, self._own_themes)
        self.register_theme(theme)
        self.theme = theme.name

    @property
    def _own_themes(self) -> Path:
        return self.start.home.config / "themes"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of the shipped theme, for themes that leave some out."""
        return themes.default_variables()

    @property
    def idle(self) -> bool:
        """Whether every key has come to rest and nothing is being read or written."""
        ready = getattr(self.screen, "ready", True)
        return self._keys.empty and ready and not any(w.is_running for w in self.workers)

    def on_mount(self) -> None:
        self.lock.start()
        money.mark_amounts(True)
        if self.start.encrypted and self.start.passphrase is None:
            from rmdesk.tui.screens.unlock import Unlock

            self.call_after_refresh(self._prepare)
            self.push_screen(Unlock(), self.unlocked)
        else:
            # The heavy imports would take the first frame's time.
            self.call_after_refresh(self._open)

    def unlocked(self, _opened: bool | None) -> None:
        """Show the desk: the book was opened (again)."""
        self.lock.end()
        self._show_desk()

    def on_unmount(self) -> None:
        money.mark_amounts(False)

    def action_mask(self) -> None:
        """Hide names, numbers and amounts, or show them again."""
        self.masking.switch()
        self.masked = self.masking.is_on

    def get_line_filters(self) -> "Sequence[LineFilter]":
        """Return what every line passes on its way to the terminal; the mask is the last."""
        return [*super().get_line_filters(), self.masking.filter()]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show what is typed where the focus is, even while the rest is hidden."""
        self.masking.guard(event.widget)

    def copy_to_clipboard(self, text: str) -> None:
        """Hand a text to the terminal's clipboard; not while it is hidden."""
        if self.masked:
            self.notify(_("Nothing is copied while names and numbers are hidden."))
        else:
            super().copy_to_clipboard(text)

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

    def drop_keys(self) -> None:
        """Let go of the keys that were typed ahead."""
        self._keys.drop()

    def action_command_palette(self) -> None:
        """Show the commands, where there is a book to use them on."""
        if self.bridge.is_open and not self.lock.is_on:
            super().action_command_palette()

    @work
    async def _prepare(self) -> None:
        """Do the heavy imports, while the passphrase is typed or the day is looked at."""
        await self.bridge.prepare(verbs.import_all)

    @work
    async def _open(self) -> None:
        try:
            await self.open_book(self.start.passphrase)
        except DeskError as error:
            self.farewell = f"rmdesk: {explain(error)}"
            self.exit(return_code=1)
            return
        self._show_desk()

    @work
    async def _show_desk(self) -> None:
        """Show the desk with the day on it; it is read while the screen is imported."""
        settings = self.start.settings
        horizon = verbs.today.Horizon(settings.soon_days, settings.large_movement_factor)
        day, _nothing = await asyncio.gather(
            self.bridge.read(verbs.today.look, horizon), self.bridge.prepare(verbs.import_desk)
        )
        from rmdesk.tui.screens.desk import DeskScreen

        self.push_screen(DeskScreen(day, horizon, self.lock.place))

    def on_desk_view_shown(self) -> None:
        """The first lists stand: a little later, make ready for writing and estimate anew."""
        self.set_timer(SETTLING_SECONDS, self._make_ready)

    @work
    async def _make_ready(self) -> None:
        await self.bridge.prepare(verbs.import_all)
        # What was imported stays: the collector need not look through it at every screen.
        gc.collect()
        gc.freeze()
        # What it writes is seen by the desk's pulse; a busy store is tried at the next start.
        with suppress(DeskError):
            await self.bridge.apart(verbs.estimating.refresh)
            await self.bridge.apart(verbs.learning.refresh)

    @work(group="shown")
    async def log_shown(self, view: "CustomerView") -> None:
        """Keep what was suggested for a customer; a busy store is no reason to say anything."""
        with suppress(DeskError):
            await self.bridge.write(verbs.proposals.log_shown, view.id, view.offers.suggestions)

    @work(group="learn")
    async def learn(self) -> None:
        """There is a new outcome: learn from it, beside whatever is done meanwhile."""
        with suppress(DeskError):
            await self.bridge.apart(verbs.learning.refresh)

    def catch_up(self) -> None:
        """Prices changed: reckon everybody's value anew, beside whatever is done meanwhile."""
        if self.catching_up is None:
            self.catching_up = 0
            self._catch_up()

    @work(group="catch-up")
    async def _catch_up(self) -> None:
        loop = asyncio.get_running_loop()

        def hear(done: int, count: int) -> None:
            loop.call_soon_threadsafe(self._caught_up, 100 * done // max(1, count))

        try:
            with suppress(DeskError):
                await self.bridge.apart(
                    lambda book, may_go_on: verbs.deriving.catch_up(book, hear, may_go_on)
                )
        finally:
            self.catching_up = None

    def _caught_up(self, percent: int) -> None:
        if self.catching_up is not None:
            self.catching_up = percent

    async def open_book(self, passphrase: str | None) -> None:
        """Open the store, or make the demo book. Raises what opening raises."""
        start = self.start
        for theme in themes.themes(self._own_themes):
            self.register_theme(theme)
        if start.demo:
            await self.bridge.open(lambda: verbs.demo.open_demo(start.path, start.today))
        else:
            await self.bridge.open(
                lambda: verbs.opening.open_book(start.path, passphrase, start.today)
            )

    async def on_event(self, event: events.Event) -> None:
        """Keys wait in line; everything else is handled as it comes."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.lock.watch.touch()
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.masking.note_key(self.focused, event)
            self._keys.put(event)
        else:
            await super().on_event(event)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: "SeverityLevel" = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something in place of what was said before: a pile of notices would hide the log."""
        self.clear_notifications()
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    async def action_quit(self) -> None:
        """Leave once everything that was saved is in the store."""
        await self.bridge.close()
        self._keys.stop()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """End without showing what was worked on: Textual's own screen would print all of it."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        path = faults.write(cause, self.start.home.log)
        text = _("A fault in rmdesk ({kind}). Where it happened is in {path}, without any data.")
        self._return_code = 70
        if self._exception is not None:
            return
        self._exception = error
        self._exception_event.set()
        self.panic(Text(text.format(kind=type(cause).__name__, path=path)))
