"""Move a follow-up to another day."""

from collections.abc import Iterator
from datetime import date

from textual.widget import Widget
from textual.widgets import Input

from rmdesk.errors import BadDate, BadInput, ChangedMeanwhile
from rmdesk.i18n import _, dates
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, start_of
from rmdesk.tui.screens.dialog import Dialog


class Move(Dialog[bool]):
    """`r`, the day, Enter."""

    def __init__(self, follow_up_id: int) -> None:
        super().__init__(_("Move the follow-up"), subject_id=follow_up_id)
        self._follow_up_id = follow_up_id
        self._due = date.min

    def keys(self) -> str:
        return _("enter move · esc back")

    async def prepare(self) -> None:
        line = await bridge_of(self).read(verbs.followups.look, self._follow_up_id)
        self.customer_id, self._due = line.customer_id, line.due

    def rows(self) -> Iterator[Widget]:
        yield from self.row("due", _("To"), Input(placeholder=_("1w, fri, 2026-12-01")))

    def entered(self) -> None:
        self.action_save()

    async def save(self) -> bool:
        from rmdesk.practice import when

        bridge = bridge_of(self)
        overview = await bridge.read(verbs.customers.overview)
        typed = self.query_one(Input).value
        try:
            found = when.read(typed, overview.today, start_of(self).settings.working_week)
        except BadDate:
            raise BadInput("due", "date" if typed.strip() else "missing") from None
        try:
            await self.write(verbs.followups.snooze, self._follow_up_id, found.day, self._due)
        except ChangedMeanwhile as error:
            self._due = date.fromisoformat(error.fields["due"][0])
            raise
        self.notify(_("Moved to {day}.").format(day=dates.full(found.day)), timeout=3)
        return True
