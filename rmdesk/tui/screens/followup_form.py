"""Set a follow-up, or change one."""

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import Input, Select

from rmdesk.errors import BadDate, BadInput
from rmdesk.i18n import _, dates
from rmdesk.terms import Recurrence
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, start_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices


class FollowUpForm(Dialog[bool]):
    """What, when, and whether it comes again."""

    def __init__(self, customer_id: int | None, follow_up_id: int | None = None) -> None:
        title = _("New follow-up") if follow_up_id is None else _("Change follow-up")
        super().__init__(title, customer_id, follow_up_id)
        self._follow_up_id = follow_up_id

    def rows(self) -> Iterator[Widget]:
        yield from self.row("text", _("What to do"), Input())
        hint = _("3d, 5wd, fri 14:30, 12-01, 2026-12-01")
        yield from self.row("due", _("When"), Input(placeholder=hint))
        again = Select(choices(Recurrence), value=Recurrence.NONE, allow_blank=False)
        yield from self.row("recurrence", _("How often"), again)

    async def prepare(self) -> None:
        if self._follow_up_id is None:
            return
        line = await bridge_of(self).read(verbs.followups.look, self._follow_up_id)
        self.customer_id = line.customer_id
        await self.fill(verbs.followups.form_texts(line))

    async def save(self) -> bool:
        from rmdesk.practice import when

        bridge = bridge_of(self)
        overview = await bridge.read(verbs.customers.overview)
        typed = self.query_one("#field-due", Input).value
        try:
            found = when.read(typed, overview.today, start_of(self).settings.working_week)
        except BadDate:
            raise BadInput("due", "date" if typed.strip() else "missing") from None
        again = self.query_one("#field-recurrence", Select).value
        draft = verbs.followups.FollowUpDraft(
            text=self.query_one("#field-text", Input).value,
            due=found.day,
            due_minutes=found.minutes,
            recurrence=again if isinstance(again, Recurrence) else Recurrence.NONE,
        )
        if self._follow_up_id is None:
            await self.write(verbs.followups.add, self.customer_id, draft)
        else:
            opened_with = self.opened_with
            await self.write(verbs.followups.edit, self._follow_up_id, draft, opened_with)
        self.notify(_("Follow-up on {day}.").format(day=dates.full(found.day)), timeout=3)
        return True
