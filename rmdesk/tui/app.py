"""The Textual app: opens the book in its own thread, shows the desk, and ends without a loss."""

import asyncio
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from rmdesk.errors import (
    DamagedWithBackup,
    DeskError,
    StoreBusy,
    TryLater,
    WrongPassphrase,
    WrongRecoveryKey,
)
from rmdesk.i18n import _
from rmdesk.tui import compositor, signals, themes, verbs
from rmdesk.tui.bridge import Bridge
from rmdesk.tui.hiding import HidingApp
from rmdesk.tui.keys import KeyLine
from rmdesk.tui.line_filter import CleanLines
from rmdesk.tui.safety import Safety, keep_pumps_alive, watch_loop
from rmdesk.tui.start import Start
from rmdesk.tui.text import clean_lines

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel

    from rmdesk.desk.views import CustomerView


def desk_commands() -> "type[Provider]":
    """The command palette's provider, imported when the palette is first opened."""
    from rmdesk.tui.palette import DeskCommands

    return DeskCommands


# The first keys are for looking: what imports and reckons for seconds lets them pass.
SETTLING_SECONDS = 1.0
# Characters: more would cover the screen.
MAX_NOTICE = 500


class DeskApp(HidingApp):
    """One book, one screen to work at, dialogs over it."""

    TITLE = "rmdesk"
    CSS_PATH = "screens/opening.tcss"
    COMMANDS: ClassVar["set[type[Provider] | Callable[[], type[Provider]]]"] = {desk_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False),
    ]

    # How far everybody's value has been reckoned anew, in percent; None when it is all there.
    catching_up: reactive[int | None] = reactive(None, init=False)

    def __init__(self, start: Start) -> None:
        keep_pumps_alive()
        compositor.install()
        super().__init__(start.settings.lock_minutes)
        self.start = start
        self.safety = Safety(self)
        self._leaving = False
        self._cleaner = CleanLines()
        self.bridge = Bridge(self.masking.hear)
        self.farewell = ""
        self._leaving_warned = False
        self._keys = KeyLine(self, super().on_event, lambda: self.bridge.is_open)
        theme = themes.named(start.settings.theme, self._own_themes)
        self.register_theme(theme)
        self.theme = theme.name
        self.stylesheet.set_variables(self.get_css_variables())

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
        watch_loop(self)
        self.begin_to_watch()
        signals.leave_on_signals(self.leave)
        if self.start.encrypted and self.start.passphrase is None:
            self._ask_passphrase()
        else:
            # The heavy imports would take the first frame's time.
            self.call_after_refresh(self._open)

    def _ask_passphrase(self, error: DeskError | None = None) -> None:
        """Show the unlock screen, with what went wrong before."""
        from rmdesk.tui.screens.unlock import Unlock

        self.call_after_refresh(self._prepare)
        self.push_screen(Unlock(error), self.unlocked)

    def unlocked(self, opened: bool | None) -> None:
        """Show the desk: the book was opened (again)."""
        super().unlocked(opened)
        self._show_desk()

    @work
    async def _prepare(self) -> None:
        """Do the heavy imports, while the passphrase is typed or the day is looked at."""
        await self.bridge.prepare(verbs.import_all)

    @work
    async def _open(self) -> None:
        given = self.start.passphrase
        try:
            passphrase = given.take() if given else None
            await self.open_book(passphrase)
        except (WrongPassphrase, WrongRecoveryKey, TryLater) as error:
            # What was given, or is in the keyring, opens it no more: there is somebody to ask.
            self._ask_passphrase(error)
            return
        except DamagedWithBackup as error:
            from rmdesk.tui.screens.damaged import offer_backup

            offer_backup(self, error, passphrase, self.unlocked)
            return
        except DeskError as error:
            from rmdesk.i18n.words import explain

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

    @work(group="settle")
    async def _make_ready(self) -> None:
        await self.bridge.prepare(verbs.import_all)
        self._take_leftovers()
        # What was imported stays: the collector need not look through it at every screen.
        gc.collect()
        gc.freeze()
        # What it writes is seen by the desk's pulse.
        try:
            await self.bridge.apart(verbs.estimating.refresh)
            await self.bridge.apart(verbs.learning.refresh)
        except StoreBusy:
            pass  # The next start tries again.
        await self._keep_safe()

    async def _keep_safe(self) -> None:
        """Make the day's backup, and say what keeps it from being safe; nothing waits for it."""
        from rmdesk.i18n.words import explain
        from rmdesk.tui.sentences import finding_line

        keeping = verbs.backing_up.read_keeping(self.start.settings)
        said = [
            finding_line(finding, "")
            for finding in verbs.store_checks.list_exposures(self.start.path, keeping)
        ]
        try:
            await self.bridge.apart(
                lambda book, may_go_on: verbs.backing_up.make_daily(book, keeping, may_go_on)
            )
        except DeskError as error:
            said.insert(0, _("No backup today: {reason}").format(reason=explain(error)))
        if said:
            self.notify("\n".join(said[:3]), severity="warning", timeout=15, markup=False)

    @work(group="shown")
    async def log_shown(self, view: "CustomerView") -> None:
        """Keep what was suggested for a customer; a busy store is no reason to say anything."""
        try:
            await self.bridge.write(verbs.proposals.log_shown, view.id, view.offers.suggestions)
        except StoreBusy:
            return

    @work(group="learn")
    async def learn(self) -> None:
        """There is a new outcome: learn from it, beside whatever is done meanwhile."""
        try:
            await self.bridge.apart(verbs.learning.refresh)
        except StoreBusy:
            return  # The next outcome, or the next start, tries again.

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
            await self.bridge.apart(
                lambda book, may_go_on: verbs.deriving.catch_up(book, hear, may_go_on)
            )
        except StoreBusy:
            return  # The next look at the book sees that it is behind.
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
            await self.bridge.open(
                lambda: verbs.demo.open_demo(start.path, start.today, start.fresh)
            )
        else:
            await self.bridge.open(
                lambda: verbs.opening.open_book(
                    start.path,
                    passphrase,
                    start.today,
                    verbs.backing_up.read_keeping(start.settings),
                )
            )

    async def on_event(self, event: events.Event) -> None:
        """Keys wait in line; everything else is handled as it comes."""
        self.note_event(event)
        if isinstance(event, events.Key) and not event.is_forwarded:
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
        words = clean_lines(message)
        words = words if len(words) <= MAX_NOTICE else words[: MAX_NOTICE - 1] + "…"
        super().notify(words, title=title, severity=severity, timeout=timeout, markup=False)

    def get_driver_class(self) -> "type[Driver]":
        """Return the driver that outlives odd bytes and notices when the terminal is gone."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from rmdesk.tui.driver import DeskDriver

        return DeskDriver

    def get_line_filters(self) -> "list[LineFilter]":
        """Return what every line passes on its way to the terminal; the cleaner is the last."""
        return [*super().get_line_filters(), self._cleaner]

    async def action_quit(self) -> None:
        """Leave once everything that was saved is in the store, and what was typed as a draft."""
        if await self.keep_drafts():
            await self.leave()

    async def leave(self, code: int = 0) -> None:
        """Leave with an exit code once all that was saved is in the store, and typed as a draft."""
        if self._leaving:
            return
        self._leaving = True
        try:
            if self.bridge.is_open:
                await self.keep_drafts()
            await self.bridge.close()
        finally:
            self._keys.stop()
            self.exit(return_code=code)

    def terminal_gone(self) -> None:
        """Nobody sees the screen any more: leave as if the terminal had hung up."""
        self.run_worker(self.leave(signals.HUNG_UP), group="leave")

    def end_by_fault(self, farewell: str) -> None:
        """End where there is nothing to stay at, and say why behind the restored terminal."""
        self.farewell = f"rmdesk: {farewell}"
        self.run_worker(self.leave(signals.FAULT), group="leave")

    async def keep_drafts(self) -> bool:
        """Store what is typed in every form; return whether that was done, or asked for twice."""
        from rmdesk.tui.open_drafts import save_open_drafts

        if error := await save_open_drafts(self.screen_stack):
            warned, self._leaving_warned = self._leaving_warned, True
            self.safety.tell(error)
            return warned
        return True

    @work
    async def _take_leftovers(self) -> None:
        """Make what was in the editor when rmdesk was killed the draft of its form."""
        from rmdesk.tui.open_drafts import take_leftovers

        await take_leftovers(self.bridge, self.start.path)

    def _handle_exception(self, error: Exception) -> None:
        """Stay, and say so; Textual's own way would end, and print all that was worked on."""
        self.safety.handle(error)
