"""New parameters of the catalogue: what they are, what they do, and from which day they hold."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rmdesk.i18n import _, prices
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.sentences import effect_line

if TYPE_CHECKING:
    from datetime import date

    from rmdesk.desk.new_parameters import NewParameter


class NewParametersDialog(Dialog[bool]):
    """ctrl+s shows what they do to the book, ctrl+s again takes them all."""

    def __init__(self, new: "Sequence[NewParameter]", usual: "date") -> None:
        super().__init__(_("New parameters of the catalogue"))
        self._counts = Counter(parameter.table for parameter in new)
        self._usual = usual
        self._shown_for: date | None = None

    def keys(self) -> str:
        return _("ctrl+s preview, again to take them · esc back")

    def rows(self) -> Iterator[Widget]:
        for table, count in self._counts.items():
            yield Static(Content(f"{count:>3}  {prices.table(table)}"), markup=False)
        label = prices.column("", "valid_from")
        yield from self.row("valid_from", label, Input(self._usual.isoformat()))
        yield Static("", id="effect", classes="hint", markup=False)

    async def save(self) -> bool | None:
        bridge, said = bridge_of(self), self.query_one("#effect", Static)
        typed = self.query_one("#field-valid_from", Input).value
        day = await bridge.read(
            lambda book: verbs.new_parameters.read_day(typed, book.clock.today())
        )
        if day == self._shown_for:
            await self.write(verbs.new_parameters.take, day)
            self.notify(_("Changed. u takes it back."))
            return True
        said.update(_("calculating …"))
        try:
            found = await bridge.apart(lambda book, _go_on: verbs.new_parameters.compare(book))
        finally:
            said.update("")
        self._shown_for = day
        text = _("Had they held all along:") + " " + effect_line(found)
        said.update(Content(text + " " + _("ctrl+s takes them.")))
        return None
