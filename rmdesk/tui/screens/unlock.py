"""The passphrase, asked for while the heavy imports run behind it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Static

from rmdesk.errors import BadInput, WrongPassphrase
from rmdesk.i18n import _
from rmdesk.tui.asking import start_of, tell
from rmdesk.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from rmdesk.tui.app import DeskApp


class Unlock(Dialog[bool]):
    """Opens the book, or says that this passphrase does not."""

    def __init__(self) -> None:
        super().__init__(_("rmdesk is locked"))

    def keys(self) -> str:
        return _("enter open · ctrl+q quit")

    def heading(self) -> str:
        """Return the line above the field."""
        return str(start_of(self).path)

    def rows(self) -> Iterator[Widget]:
        yield Static(self.heading(), classes="hint note", markup=False)
        yield from self.row("passphrase", _("Passphrase"), Input(password=True))

    def action_dismiss_dialog(self) -> None:
        """There is nothing behind it yet."""

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_save()

    async def save(self) -> bool | None:
        field = self.query_one(Input)
        passphrase, field.value = field.value, ""
        if not passphrase:
            raise BadInput("passphrase", "missing")
        try:
            await cast("DeskApp", self.app).open_book(passphrase)
        except WrongPassphrase as error:
            tell(self, error)
            return None
        return True
