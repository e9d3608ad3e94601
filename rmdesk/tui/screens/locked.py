"""The locked screen: nothing of the book is on it or in memory until the book is opened again."""

import asyncio
from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rmdesk.i18n import _
from rmdesk.tui.asking import app_of, start_of
from rmdesk.tui.screens.unlock import Unlock


class Locked(Unlock):
    """Asks for the passphrase once everything is let go of; names neither store nor customer.

    A plain store opens on Enter: the screen hides it, and says that it does no more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "save", show=False)]

    def __init__(self, dropped: asyncio.Event) -> None:
        """Take no keys before `dropped` is set."""
        super().__init__()
        self._dropped = dropped
        self.add_class("-opaque")

    async def prepare(self) -> None:
        await self._dropped.wait()
        if start_of(self).encrypted:
            await super().prepare()
        app_of(self).drop_keys()
        self.query(".note").first(Static).update(Content(self.heading()))

    def heading(self) -> str:
        if not self._dropped.is_set():
            return _("Locked. Closing the book …")
        if start_of(self).encrypted:
            return _("Locked. The passphrase opens the book where you left it.")
        return _("Locked. This store has no passphrase: it is hidden, not protected.")

    def rows(self) -> Iterator[Widget]:
        if start_of(self).encrypted:
            yield from super().rows()
        else:
            yield Static(self.heading(), classes="hint note", markup=False)

    async def save(self) -> bool | None:
        if start_of(self).encrypted:
            return await super().save()
        await app_of(self).open_book(None)
        return True
