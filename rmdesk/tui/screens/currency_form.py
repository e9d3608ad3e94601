"""The form for the book's currency, asked for where an older store has none."""

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import Input

from rmdesk.currencies import DEFAULT
from rmdesk.errors import BadInput, UnknownCurrency
from rmdesk.i18n import _
from rmdesk.tui import verbs
from rmdesk.tui.screens.dialog import Dialog


class CurrencyForm(Dialog[bool]):
    """One code; without it nothing can be counted, and the desk asks again when it is opened."""

    def __init__(self) -> None:
        super().__init__(_("The currency of the book"))

    def draft_key(self) -> None:
        """Three letters are nothing to keep."""

    def rows(self) -> Iterator[Widget]:
        yield from self.row("currency", _("Currency"), Input(DEFAULT))

    async def save(self) -> bool:
        text = self.query_one("#field-currency", Input).value
        try:
            await self.write(verbs.book_currency.choose, text)
        except UnknownCurrency:
            raise BadInput("currency", "currency") from None
        return True
