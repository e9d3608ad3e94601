"""The passphrase, asked for while the heavy imports run behind it."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from rmdesk.errors import (
    BadInput,
    DamagedWithBackup,
    DeskError,
    RecoveryKeyMistyped,
    TryLater,
    WrongPassphrase,
    WrongRecoveryKey,
)
from rmdesk.i18n import _, ngettext
from rmdesk.i18n.words import explain
from rmdesk.tui import verbs
from rmdesk.tui.asking import start_of
from rmdesk.tui.screens.damaged import offer_backup
from rmdesk.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from rmdesk.tui.app import DeskApp

# Often enough that the figure is never seen to be late.
COUNTING_SECONDS = 0.25


class Unlock(Dialog[bool]):
    """Opens the book, or says that this passphrase does not. `error` went wrong before it."""

    def __init__(self, error: DeskError | None = None) -> None:
        super().__init__(_("rmdesk is locked"))
        self._error = error
        self._counting: Timer | None = None

    def keys(self) -> str:
        return _("enter open · ctrl+q quit")

    def heading(self) -> str:
        """Return the line above the field."""
        return str(start_of(self).path)

    def rows(self) -> Iterator[Widget]:
        yield Static(self.heading(), classes="hint note", markup=False)
        yield from self.row("passphrase", _("Passphrase"), Input(password=True))
        recovery = _("The recovery key opens it too.")
        hint = Static(recovery, id="recovery", classes="hint note", markup=False)
        hint.display = False
        yield hint
        wait = Static("", id="wait", classes="hint note", markup=False)
        wait.display = False
        yield wait

    async def prepare(self) -> None:
        """Tell what is known before a passphrase is typed; nothing of it closes the screen."""
        if self._error is not None:
            self._show(self._error)
        path = start_of(self).path
        self._count_down(await asyncio.to_thread(lambda: verbs.security.seconds_to_wait(path)))
        self.query_one("#recovery").display = await asyncio.to_thread(
            lambda: verbs.security.has_recovery_key(path)
        )
        try:
            copied = await asyncio.to_thread(lambda: verbs.security.uses_key_copy(path))
        except DeskError as error:
            self._show(error)
            return
        if copied:
            text = _("The key file was missing or damaged; its copy was used and put back.")
            self.notify(text, severity="warning", markup=False)

    def action_dismiss_dialog(self) -> None:
        """There is nothing behind it yet."""

    def entered(self) -> None:
        self.action_save()

    async def save(self) -> bool | None:
        field = self.query_one(Input)
        passphrase, field.value = field.value, ""
        if not passphrase:
            raise BadInput("passphrase", "missing")
        try:
            await cast("DeskApp", self.app).open_book(passphrase)
        except TryLater as error:
            # It was not tried, so it need not be typed again.
            field.value = passphrase
            self._count_down(int(str(error.figures["seconds"])))
            return None
        except (WrongPassphrase, WrongRecoveryKey, RecoveryKeyMistyped) as error:
            self._show(error)
            self._count_down(int(str(error.figures.get("wait", 0))))
            return None
        except DamagedWithBackup as error:
            offer_backup(self.app, error, passphrase, self.dismiss)
            return None
        return True

    def _show(self, error: DeskError) -> None:
        """Show what went wrong at the field, where it stays until the next try."""
        place = self.query_one("#error-passphrase", Static)
        place.update(Content(explain(error)))
        place.add_class("-shown")

    def _count_down(self, seconds: int) -> None:
        """Show how long to wait, and go on until that is over."""
        place = self.query_one("#wait", Static)
        place.display = seconds > 0
        if not seconds:
            if self._counting is not None:
                self._counting.stop()
                self._counting = None
            return
        text = ngettext(
            "Next try in {count} second.", "Next try in {count} seconds.", seconds
        ).format(count=seconds)
        place.update(text)
        if self._counting is None:
            self._counting = self.set_interval(COUNTING_SECONDS, self._count)

    def _count(self) -> None:
        self._count_down(verbs.security.seconds_to_wait(start_of(self).path))
