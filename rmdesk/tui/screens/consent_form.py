"""Which channels a customer allows: asked, and recorded."""

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import SelectionList, Static

from rmdesk.i18n import _
from rmdesk.i18n.words import field, words
from rmdesk.terms import ContactChannel
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog

NONE_AT_ALL = "-"


class ConsentForm(Dialog[bool]):
    """Space allows a channel; with none allowed it is recorded that the customer refused."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(_("Consent"), customer_id)
        self._customer_id = customer_id
        self._known = ""

    def keys(self) -> str:
        return _("space allow or not · ctrl+s save · esc back")

    def rows(self) -> Iterator[Widget]:
        channels = [(words(channel), channel.value) for channel in ContactChannel]
        yield from self.row("consent", field("consent"), SelectionList[str](*channels))
        text = _("Saved without any channel, it says that the customer allows none.")
        yield Static(text, classes="hint", markup=False)

    async def prepare(self) -> None:
        view = await bridge_of(self).read(verbs.details.look, self._customer_id)
        self._known = view.fields["consent"]
        await self.fill({"consent": self._known.replace(";", " ")})
        self.set_focus(self.query_one("#field-consent"))

    async def save(self) -> bool:
        chosen = self.query_one("#field-consent", SelectionList).selected
        order = [channel.value for channel in ContactChannel if channel.value in chosen]
        typed = {"consent": "; ".join(order) or NONE_AT_ALL}
        opened_with = {"consent": self._known}
        await self.write(verbs.editing.edit, self._customer_id, typed, opened_with)
        self.notify(_("Saved. u takes it back."), timeout=3)
        return True
