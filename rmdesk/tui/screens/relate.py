"""Tie a customer to another one."""

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import Input, Select

from rmdesk.errors import BadInput, ManyCustomers, NoSuchCustomer
from rmdesk.i18n import _
from rmdesk.terms import RelationKind
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices


class Relate(Dialog[bool]):
    """What this customer is to whom."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(_("New relation"), customer_id)
        self._customer_id = customer_id

    def rows(self) -> Iterator[Widget]:
        kind = Select(choices(RelationKind), value=RelationKind.SPOUSE, allow_blank=False)
        yield from self.row("kind", _("This customer is"), kind)
        hint = _("a name, bank id or number that fits just one")
        yield from self.row("other", _("of / to"), Input(placeholder=hint))

    async def prepare(self) -> None:
        self.set_focus(self.query_one("#field-other"))

    async def save(self) -> bool:
        bridge = bridge_of(self)
        text = self.query_one("#field-other", Input).value.strip()
        try:
            if not text:
                raise BadInput("other", "missing")
            other = await bridge.read(verbs.names.the_one, text)
        except (NoSuchCustomer, ManyCustomers):
            raise BadInput("other", "unknown_customer") from None
        kind = self.query_one("#field-kind", Select).value
        assert isinstance(kind, RelationKind)
        await self.write(verbs.editing.relate, self._customer_id, other, kind)
        return True
