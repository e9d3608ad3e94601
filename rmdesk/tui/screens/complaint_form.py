"""A complaint: recorded, corrected, or closed by saying how it was settled."""

from collections.abc import Iterator
from datetime import date

from textual.widget import Widget
from textual.widgets import Input, Select, TextArea

from rmdesk.desk.complaint_views import ComplaintLine
from rmdesk.errors import BadDate, BadInput
from rmdesk.i18n import _
from rmdesk.i18n.words import field
from rmdesk.terms import ContactChannel
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices


class ComplaintForm(Dialog[bool]):
    """With how it was settled it is closed, today unless another day is typed."""

    def __init__(self, customer_id: int, line: ComplaintLine | None = None) -> None:
        title = _("New complaint") if line is None else _("Complaint")
        name = "" if line is None else line.customer_name
        super().__init__(title, customer_id, line.id if line else None, name)
        self._customer_id, self._line = customer_id, line
        self._today = date.min

    def rows(self) -> Iterator[Widget]:
        yield from self.row("about", field("about"), TextArea(tab_behavior="focus"))
        yield from self.row("received", field("received"), Input(placeholder="2026-12-01"))
        channel: Select[object] = Select(choices(ContactChannel), prompt="–")
        yield from self.row("channel", field("channel"), channel)
        hint = _("empty while it is open")
        yield from self.row("closure", field("closure"), Input(placeholder=hint))
        yield from self.row("closed", field("closed"), Input(placeholder=_("today")))

    async def prepare(self) -> None:
        read = bridge_of(self).read
        self._today = (await read(verbs.customers.overview)).today
        if self._line is None:
            await self.fill({"received": self._today.isoformat()})
            return
        line = self._line
        draft = verbs.complaints.ComplaintDraft(
            line.received, line.about, line.channel, line.closed, line.closure
        )
        await self.fill(draft.form_texts)
        if line.is_open:
            self.set_focus(self.query_one("#field-closure"))

    async def save(self) -> bool:
        channel = self.query_one("#field-channel", Select).value
        closure = self.query_one("#field-closure", Input).value.strip()
        closed = self._day("closed")
        if closure and closed is None:
            closed = self._today
        draft = verbs.complaints.ComplaintDraft(
            self._day("received") or self._today,
            self.query_one("#field-about", TextArea).text,
            channel if isinstance(channel, ContactChannel) else None,
            closed,
            closure,
        )
        if self._line is None:
            await self.write(verbs.complaints.record, self._customer_id, draft)
            self.notify(_("Complaint recorded. u takes it back."), timeout=3)
        else:
            await self.write(verbs.complaints.edit, self._line.id, draft, self.opened_with)
            said = (
                _("Complaint closed. u takes it back.") if closed else _("Saved. u takes it back.")
            )
            self.notify(said, timeout=3)
        return True

    def _day(self, name: str) -> date | None:
        """Return the day in a field, None where it is empty. Raises BadInput."""
        from rmdesk.practice.when import read_iso

        text = self.query_one(f"#field-{name}", Input).value.strip()
        try:
            return read_iso(text) if text else None
        except BadDate:
            raise BadInput(name, "date") from None
