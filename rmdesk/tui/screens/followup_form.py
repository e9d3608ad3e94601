"""Set a follow-up, or change one."""

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import Input, Select

from rmdesk.desk.views import FollowUpLine
from rmdesk.errors import BadDate, BadInput
from rmdesk.i18n import _, dates
from rmdesk.terms import Recurrence
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, start_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices


class FollowUpForm(Dialog[bool]):
    """What, when, and whether it comes again."""

    def __init__(self, customer_id: int | None, line: FollowUpLine | None = None) -> None:
        super().__init__(_("Change the follow-up") if line else _("New follow-up"))
        self._customer_id = customer_id
        self._line = line

    def rows(self) -> Iterator[Widget]:
        line = self._line
        yield from self.row("text", _("What to do"), Input(line.text if line else ""))
        hint = _("3d, 5wd, fri 14:30, 12-01, 2026-12-01")
        due = line.due.isoformat() if line else ""
        if line and line.due_minutes is not None:
            due += f" {dates.clock(line.due_minutes)}"
        yield from self.row("due", _("When"), Input(due, placeholder=hint))
        again = Select(
            choices(Recurrence),
            value=line.recurrence if line else Recurrence.NONE,
            allow_blank=False,
        )
        yield from self.row("recurrence", _("How often"), again)

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
        if self._line is None:
            await bridge.write(verbs.followups.add, self._customer_id, draft)
        else:
            await bridge.write(verbs.followups.edit, self._line.id, draft)
        self.notify(_("Follow-up on {day}.").format(day=dates.full(found.day)), timeout=3)
        return True
