"""The desk as it is worked at: every command of the table is an action here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.screen import Screen

from rmdesk.errors import DeskError
from rmdesk.i18n import _
from rmdesk.i18n.words import words
from rmdesk.terms import SortKey
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, copy_text, tell
from rmdesk.tui.commands import bindings
from rmdesk.tui.screens.desk_doors import DeskDoors
from rmdesk.tui.screens.desk_search import CUSTOMERS, TODAY
from rmdesk.tui.start import Place
from rmdesk.tui.undo import redo_last, undo_last
from rmdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from rmdesk.desk.opening import Book
    from rmdesk.desk.views import CustomerView


class DeskScreen(DeskDoors):
    """Adds what is done to what is seen. Dialogs do their own saving and give back what changed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings()

    def place(self) -> Place:
        """Return where one is: to come back to after a lock."""
        return Place(self.mode, self.customer_id, self.sort.value, self.has_class("-opened"))

    def _with_follow_up(self, then: Callable[[int], object]) -> None:
        """Do something with the follow-up that is meant; keys wait until it is known."""
        self.ready = False
        self._find_follow_up(then)

    @work
    async def _find_follow_up(self, then: Callable[[int], object]) -> None:
        try:
            number = await self.current_follow_up()
        except DeskError as error:
            tell(self, error)
            return
        finally:
            self.ready = True
        if number is None:
            self.notify(_("There is no follow-up here; f sets one."), severity="warning")
        else:
            then(number)

    def _with_view(self, then: Callable[[CustomerView], object]) -> None:
        """Do something with the customer that is meant, all of it; keys wait until it is read."""
        if self._customer() is not None:
            self.ready = False
            self._find_view(then)

    @work
    async def _find_view(self, then: Callable[[CustomerView], object]) -> None:
        try:
            view = await self.current_view()
        except DeskError as error:
            tell(self, error)
            return
        finally:
            self.ready = True
        if view is not None:
            then(view)

    def _ask(self, screen: Screen[Any], then: Callable[[Any], object] | None = None) -> None:
        """Show a dialog; when it gives something back, everything shown is read again."""

        def done(result: object) -> None:
            self.count_drafts()
            if result:
                self.changed()
                if then is not None:
                    then(result)

        if bridge_of(self).is_open:
            self.app.push_screen(screen, done)

    def action_log(self) -> None:
        from rmdesk.tui.screens.log_form import LogForm

        self._with_view(lambda view: self._ask(LogForm(view)))

    def action_follow_up(self) -> None:
        from rmdesk.tui.screens.followup_form import FollowUpForm

        if (customer := self._customer()) is not None:
            self._ask(FollowUpForm(customer))

    def action_own_follow_up(self) -> None:
        from rmdesk.tui.screens.followup_form import FollowUpForm

        self._ask(FollowUpForm(None))

    def action_change_follow_up(self) -> None:
        from rmdesk.tui.screens.followup_form import FollowUpForm

        self._with_follow_up(lambda number: self._ask(FollowUpForm(None, number)))

    def action_complete(self) -> None:
        from rmdesk.tui.screens.complete import Complete

        def ask(number: int) -> None:
            dialog = Complete(number)
            self._ask(dialog, lambda result: self._log_if_asked(result, dialog.customer_id))

        self._with_follow_up(ask)

    def _log_if_asked(self, result: str, customer_id: int | None) -> None:
        """Log for the follow-up's customer, wherever the cursor is by now."""
        if result == "log" and customer_id is not None:
            self.ready = False
            self._log_for(customer_id)

    @work
    async def _log_for(self, customer_id: int) -> None:
        from rmdesk.tui.screens.log_form import LogForm

        try:
            view = await bridge_of(self).read(verbs.customers.look, customer_id)
        except DeskError as error:
            tell(self, error)
            return
        finally:
            self.ready = True
        self._ask(LogForm(view))

    def action_move(self) -> None:
        from rmdesk.tui.screens.move import Move

        self._with_follow_up(lambda number: self._ask(Move(number)))

    def action_cancel_follow_up(self) -> None:
        said = _("Follow-up cancelled; u brings it back.")
        self._with_follow_up(lambda n: self._do(said, lambda book: verbs.followups.cancel(book, n)))

    def action_offers(self) -> None:
        from rmdesk.tui.screens.offers import OffersScreen

        def show(view: CustomerView) -> None:
            self.app.push_screen(OffersScreen(view.id, view), self._offers_done)

        self._with_view(show)

    def _offers_done(self, _result: None) -> None:
        self.changed()

    def action_value(self) -> None:
        from rmdesk.tui.screens.value import ValueScreen

        self._with_view(lambda view: self.app.push_screen(ValueScreen(view.id, view.name)))

    def action_edit(self) -> None:
        from rmdesk.tui.screens.customer_form import CustomerForm

        if (customer := self._customer()) is not None:
            self._ask(CustomerForm(customer))

    def action_new(self) -> None:
        from rmdesk.tui.screens.customer_form import CustomerForm

        self._ask(CustomerForm(None), self.show_customer)

    def show_customer(self, customer_id: int) -> None:
        """Go to a customer in the list."""
        self.changed(customer_id)

    def action_details(self) -> None:
        from rmdesk.tui.screens.details import DetailsScreen

        if (customer := self._customer()) is not None:
            self.app.push_screen(DetailsScreen(customer), self._details_done)

    def _details_done(self, go_to: int | None) -> None:
        self.changed(go_to)

    def action_whole_log(self) -> None:
        from rmdesk.tui.screens.whole_log import WholeLog

        self._with_view(lambda view: self.app.push_screen(WholeLog(view), self._log_done))

    def _log_done(self, changed: bool | None) -> None:
        if changed:
            self.changed()

    @on(Lines.Chosen, "#log")
    def _log_chosen(self) -> None:
        self.action_whole_log()

    @on(Lines.Chosen, "#follow-ups")
    def _follow_up_chosen(self) -> None:
        self.action_change_follow_up()

    def action_today(self) -> None:
        self.remove_class("-opened")
        self.mode = TODAY

    def action_customers(self) -> None:
        self.remove_class("-opened")
        self.mode = CUSTOMERS

    def action_sort(self) -> None:
        self.mode = CUSTOMERS
        keys = list(SortKey)
        self.sort = keys[(keys.index(self.sort) + 1) % len(keys)]
        self.notify(_("Sorted by {what}").format(what=words(self.sort)), timeout=2)
        self.find_again()

    def action_archived(self) -> None:
        self.remember_place()
        self.archived = not self.archived
        self.mode = CUSTOMERS
        self.find_again(self.remembered_place)

    def action_archive(self) -> None:
        self._with_view(self._archive)

    def _archive(self, view: CustomerView) -> None:
        said = _("{name} is back.") if view.archived else _("{name} archived; u brings it back.")
        self._do(
            said.format(name=view.name),
            lambda book: verbs.editing.archive(book, view.id, not view.archived),
        )

    def action_copy(self) -> None:
        self._with_view(lambda view: copy_text(self, view.phones[0] if view.phones else ""))

    def action_copy_number(self) -> None:
        self._with_view(lambda view: copy_text(self, view.bank_id))

    def action_undo(self) -> None:
        self.ready = False
        self._undo()

    @work
    async def _undo(self) -> None:
        await undo_last(self)

    def action_redo(self) -> None:
        self.ready = False
        self._redo()

    @work
    async def _redo(self) -> None:
        await redo_last(self)

    def reread(self) -> None:
        self.changed()

    @work
    async def _do(self, said: str, verb: Callable[[Book], object]) -> None:
        """Do something that changes the book, and say that it is done or what went wrong."""
        self.ready = False
        try:
            await bridge_of(self).write(verb)
            self.notify(said, markup=False)
        except DeskError as error:
            tell(self, error)
        self.changed()

    @work(group="drafts", exclusive=True)
    async def count_drafts(self) -> None:
        """Show how many drafts there are now."""
        self.book = await bridge_of(self).read(verbs.customers.overview)

    def action_theme(self) -> None:
        names = [name for name in self.app.available_themes if name.startswith("rmdesk-")]
        here = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(here + 1) % len(names)]

    def action_refresh(self) -> None:
        self.load(stay=True)
