"""Where a catalogue file is, to read or to write it."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from textual.widget import Widget
from textual.widgets import Input

from rmdesk.errors import BadInput
from rmdesk.i18n import _
from rmdesk.tui.screens.dialog import Dialog


class OfferFile(Dialog[bool]):
    """Asks for a path, and does with it what it was made for; that says what was done."""

    def __init__(self, title: str, do: Callable[[Path], Awaitable[str]]) -> None:
        super().__init__(title)
        self._do = do

    def keys(self) -> str:
        return _("enter confirm · esc back")

    def rows(self) -> Iterator[Widget]:
        yield from self.row("path", _("File"), Input(placeholder="offers.toml"))

    def entered(self) -> None:
        self.action_save()

    async def save(self) -> bool:
        text = self.query_one("#field-path", Input).value.strip()
        if not text:
            raise BadInput("path", "missing")
        said = await self._do(Path(text).expanduser())
        self.notify(said, markup=False)
        return True
