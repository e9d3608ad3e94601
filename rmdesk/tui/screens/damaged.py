"""A damaged store: what is known of its newest good backup, and one key to go back to it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from rmdesk.errors import DamagedWithBackup
from rmdesk.i18n import _, backups
from rmdesk.i18n.words import explain
from rmdesk.tui import verbs
from rmdesk.tui.asking import app_of, start_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.start import Secret

if TYPE_CHECKING:
    from rmdesk.desk.backing_up import BackupLine


class Damaged(Dialog[bool]):
    """Goes back to the newest good backup on `r` alone, and opens it; True once it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "restore", show=False),
    ]

    def __init__(self, words: str, opens: Secret | None) -> None:
        """`words` say what is damaged: the error itself would hold all that was being opened."""
        super().__init__(_("The store is damaged"))
        self._words = words
        self._opens = opens
        self._line: BackupLine | None = None

    def keys(self) -> str:
        return _("r restore this backup · ctrl+q quit")

    def rows(self) -> Iterator[Widget]:
        yield Static(self._words, classes="hint note", markup=False)
        yield Static(_("Looking for backups …"), id="backup", classes="hint note", markup=False)
        text = _("The damaged store is set aside, not deleted.")
        yield Static(text, classes="hint note", markup=False)

    async def prepare(self) -> None:
        start, line = start_of(self), None
        keeping = verbs.backing_up.read_keeping(start.settings)

        def look() -> None:
            nonlocal line
            line = verbs.backing_up.find_newest(start.path, keeping)

        await app_of(self).bridge.prepare(look)
        self._line = line
        if line is not None:
            made = backups.moment(line.made_at)
            inside = backups.contents(line.customers, line.interactions)
            text = f"{line.name}\n{made} · {backups.reason(line.reason)} · {inside}"
            self.query_one("#backup", Static).update(text)

    def action_dismiss_dialog(self) -> None:
        """There is nothing behind it yet."""

    def action_save(self) -> None:
        """Going back is asked for by its own key alone."""

    def action_restore(self) -> None:
        if self._line is not None:
            super().action_save()

    async def save(self) -> bool | None:
        assert self._line is not None
        start, name = start_of(self), self._line.name
        keeping = verbs.backing_up.read_keeping(start.settings)
        passphrase = self._opens.take() if self._opens else None
        try:
            await app_of(self).bridge.prepare(
                lambda: verbs.backing_up.restore(start.path, name, passphrase, keeping, start.today)
            )
            await app_of(self).open_book(passphrase)
        except BaseException:
            # It can be asked for once more, as where another program has the store open.
            self._opens = Secret(passphrase) if passphrase is not None else None
            raise
        return True


def offer_backup(
    app: App[None],
    error: DamagedWithBackup,
    passphrase: str | None,
    then: Callable[[bool | None], object],
) -> None:
    """Offer to go back to the newest good backup; `then` hears once the book is open."""

    def done(opened: bool | None) -> None:
        then(opened)

    secret = None if passphrase is None else Secret(passphrase)
    app.push_screen(Damaged(explain(error), secret), done)
