"""Own dates of a period."""

from collections.abc import Iterator
from datetime import date

from textual.widget import Widget
from textual.widgets import Input

from rmdesk.errors import BadDate, BadInput
from rmdesk.i18n import _
from rmdesk.tui.periods import Period, PeriodKind
from rmdesk.tui.screens.dialog import Dialog


class OwnPeriod(Dialog[Period]):
    """Two dates."""

    def __init__(self, period: Period) -> None:
        super().__init__(_("Own dates"))
        self._period = period

    def draft_key(self) -> None:
        """Two dates to look at are nothing to keep."""

    def keys(self) -> str:
        return _("enter apply · esc back")

    def rows(self) -> Iterator[Widget]:
        yield from self.row("first", _("From"), Input(self._period.first.isoformat()))
        yield from self.row("last", _("To"), Input(self._period.end.isoformat()))

    def entered(self) -> None:
        self.action_save()

    async def save(self) -> Period:
        first, last = self._day("first"), self._day("last")
        if last < first:
            raise BadInput("last", "period")
        return Period(PeriodKind.OWN, first, last)

    def _day(self, name: str) -> date:
        from rmdesk.practice.when import read_iso

        try:
            return read_iso(self.query_one(f"#field-{name}", Input).value)
        except BadDate:
            raise BadInput(name, "date") from None
