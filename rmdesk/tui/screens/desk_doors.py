"""The desk's doors: the screens that a key opens, and what is done when one comes back."""

from __future__ import annotations

from textual import work

from rmdesk.errors import DeskError
from rmdesk.i18n import _
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.screens.desk_view import DeskView


class DeskDoors(DeskView):
    """Opens screens; which customer they are about is the desk's business."""

    def _customer(self) -> int | None:
        """The customer that a command is about; says so where there is none."""
        if self.customer_id is None:
            self.notify(_("Choose a customer first."), severity="warning")
        return self.customer_id

    def action_lifetime(self) -> None:
        from rmdesk.tui.screens.lifetime import LifetimeScreen

        if (customer := self._customer()) is not None:
            self.app.push_screen(LifetimeScreen(customer))

    def action_book_value(self) -> None:
        from rmdesk.tui.screens.value import ValueScreen

        if self.book is not None:
            self.app.push_screen(ValueScreen(None, _("The whole book")))

    def action_prices(self) -> None:
        from rmdesk.tui.screens.prices import PricesScreen

        self.app.push_screen(PricesScreen(), lambda _none: self.changed())

    def action_doctor(self) -> None:
        from rmdesk.tui.screens.doctor import DoctorScreen

        self.app.push_screen(DoctorScreen(), self._go_to)

    def action_book(self) -> None:
        from rmdesk.tui.screens.book import BookScreen

        self.app.push_screen(BookScreen(), self._go_to)

    def action_catalogue(self) -> None:
        from rmdesk.tui.screens.catalogue import CatalogueScreen

        self.app.push_screen(CatalogueScreen(), self._go_to)

    def action_campaign(self) -> None:
        from rmdesk.tui.screens.campaign import CampaignScreen

        self.app.push_screen(CampaignScreen(), self._go_to)

    def action_surprises(self) -> None:
        from rmdesk.tui.screens.surprises import SurprisesScreen

        self.app.push_screen(SurprisesScreen(), self._go_to)

    def action_results(self) -> None:
        from rmdesk.tui.screens.results import ResultsScreen

        self.app.push_screen(ResultsScreen())

    def action_complaint(self) -> None:
        """Open the complaint of Today's line, or the customer's oldest open one, or a new one."""
        line = self.today_line
        complaint = line.complaint_id if line is not None else None
        if (customer := self._customer()) is not None:
            self._complaint(customer, complaint)

    @work
    async def _complaint(self, customer_id: int, complaint_id: int | None) -> None:
        from rmdesk.tui.screens.complaint_form import ComplaintForm

        read = bridge_of(self).read
        try:
            lines = await read(verbs.complaints.list_of_customer, customer_id)
        except DeskError as error:
            tell(self, error)
            return
        asked = [line for line in lines if line.id == complaint_id]
        found = next((line for line in (*asked, *lines) if line.is_open), None)
        self.app.push_screen(ComplaintForm(customer_id, found), self._complained)

    def _complained(self, changed: bool | None) -> None:
        if changed:
            self.changed()

    def action_drafts(self) -> None:
        from rmdesk.tui.screens.drafts import DraftsScreen

        self.app.push_screen(DraftsScreen(), lambda _none: self.changed())

    def action_history(self) -> None:
        from rmdesk.tui.screens.history_screen import HistoryScreen

        self.app.push_screen(HistoryScreen())

    def action_help(self) -> None:
        from rmdesk.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def _go_to(self, customer_id: int | None) -> None:
        self.changed(customer_id)
