"""Offers of one customer: what is put forward and why, what was presented, what must wait."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.desk.offer_views import ProposalLine, SuggestionLine, WaitingLine
from rmdesk.desk.views import CustomerView
from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _
from rmdesk.i18n.words import named
from rmdesk.offers.eligibility import Gate
from rmdesk.terms import ProposalStatus
from rmdesk.tui import verbs
from rmdesk.tui.asking import app_of, bridge_of, tell
from rmdesk.tui.screens import offer_lines, remedies
from rmdesk.tui.screens.full import FullScreen, Rows
from rmdesk.tui.screens.offer_lines import Line
from rmdesk.tui.screens.presenting import present
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

Numbered = ProposalLine | SuggestionLine


class OffersScreen(FullScreen[None]):
    """A digit presents a suggestion, or goes to an open proposal; Enter opens what it says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 10)),
        Binding("a", "accept", show=False),
        Binding("d", "decline", show=False),
        Binding("l", "lapse", show=False),
        Binding("t", "tie", show=False),
        Binding("x,delete", "exclude", show=False),
        Binding("p", "opinion", show=False),
        Binding("e", "event", show=False),
        Binding("space", "present", show=False),
        Binding("c", "correct", show=False),
        Binding("r", "reopen", show=False),
        Binding("m", "mend", show=False),
    ]

    def __init__(self, customer_id: int, view: CustomerView | None = None) -> None:
        """`view` is the customer as the panel shows it; without one it is read first."""
        super().__init__()
        self._customer_id = customer_id
        self._view = view

    def hints(self) -> list[Hint]:
        return [
            ("1-9", N_("present or choose"), ""),
            ("enter", N_("open"), ""),
            ("a", N_("accepted"), "screen.accept"),
            ("d", N_("declined"), "screen.decline"),
            ("l", N_("lapsed"), "screen.lapse"),
            ("t", N_("results"), "screen.tie"),
            ("c", N_("correct"), "screen.correct"),
            ("r", N_("reopen"), "screen.reopen"),
            ("x", N_("never"), "screen.exclude"),
            ("m", N_("supply it"), "screen.mend"),
            ("p", N_("opinion"), "screen.opinion"),
            ("e", N_("life event"), "screen.event"),
            ("esc", N_("back"), "screen.back"),
        ]

    def reread(self) -> None:
        self.load()

    def begin(self) -> None:
        if self._view is not None:
            self._show(self._view)
        else:
            self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the customer's offers anew."""
        try:
            view = await bridge_of(self).read(verbs.customers.look, self._customer_id)
        except DeskError as error:
            tell(self, error)
            self.leave(None)
            return
        self._view = view
        self._show(view)

    def _show(self, view: CustomerView) -> None:
        """Show the offers, and keep that they were shown."""
        self.head(_("Offers · {name}").format(name=view.name), _("at most three, one per family"))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()
        if view.offers.suggestions:
            app_of(self).log_shown(view)

    def _numbered(self) -> list[Numbered]:
        """What digits stand for: open proposals, then suggestions."""
        offers = self._view.offers if self._view else None
        return [*offers.open, *offers.suggestions] if offers else []

    def _rows(self, places: int) -> list[Line]:
        assert self._view is not None
        offers, currency = self._view.offers, self._view.currency
        found = list[Line]()
        if offers.open:
            found.append(([Cell(" " + _("Presented, waiting for an answer"), "heading")], None))
        for number, item in enumerate(self._numbered(), 1):
            if isinstance(item, ProposalLine):
                row = offer_lines.proposal(f" {number} ○ ", item, places, currency)
                found.append((row, item))
                continue
            if item is offers.suggestions[0]:
                found.append(([Cell(" " + _("Suggested"), "heading")], None))
            found += offer_lines.suggestion(number, item, places, currency)
        if not self._numbered():
            found.append(([Cell(" " + _("Nothing fits this customer now."), "dim")], None))
        if offers.waiting:
            hint = "  " + _("m supplies what is missing")
            found.append(([Cell(" " + _("Not now"), "heading"), Cell(hint, "dim")], None))
            found += [
                (offer_lines.waiting(line, places, currency), line) for line in offers.waiting
            ]
        if offers.past:
            found.append(([Cell(" " + _("Before"), "heading")], None))
            found += [
                (offer_lines.proposal("   ", line, places, currency), line) for line in offers.past
            ]
        return found

    def action_take(self, number: int) -> None:
        items = self._numbered()
        if number > len(items):
            return
        item = items[number - 1]
        rows = self.query_one(Rows)
        rows.rebuild(next(n for n in range(rows.length()) if rows.line_thing(n) is item))
        if isinstance(item, SuggestionLine):
            self._present(item)

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        """Show all of it; nothing is written."""
        from rmdesk.tui.screens.offer_card import OfferCard

        thing, view = self.query_one(Rows).thing, self._view
        if view is not None and isinstance(thing, SuggestionLine | ProposalLine | WaitingLine):
            self.app.push_screen(OfferCard(thing, view.name, view.currency))

    def action_present(self) -> None:
        thing = self.query_one(Rows).thing
        if isinstance(thing, SuggestionLine):
            self._present(thing)

    def _present(self, suggestion: SuggestionLine) -> None:
        name = self._view.name if self._view else ""
        present(self, self._customer_id, suggestion, name, self._changed)

    def _open_proposal(self) -> ProposalLine | None:
        """The open proposal under the cursor, or the only one there is."""
        thing = self.query_one(Rows).thing
        still_open = self._view.offers.open if self._view else ()
        if isinstance(thing, ProposalLine) and thing in still_open:
            return thing
        if len(still_open) == 1:
            return still_open[0]
        self.notify(_("Choose a proposal that is open, by its digit."), severity="warning")
        return None

    def action_accept(self) -> None:
        from rmdesk.tui.screens.answer import Accept

        if (found := self._open_proposal()) is not None:
            assert self._view is not None
            screen = Accept(self._customer_id, found.id, named(found.names), self._view.today)
            self.app.push_screen(screen, self._answered)

    def action_lapse(self) -> None:
        from rmdesk.tui.screens.answer import Answer

        if (found := self._open_proposal()) is not None:
            answer = Answer(self._customer_id, found.id, ProposalStatus.LAPSED, named(found.names))
            self.app.push_screen(answer, self._answered)

    def action_decline(self) -> None:
        from rmdesk.tui.screens.answer import Decline

        if (found := self._open_proposal()) is not None:
            screen = Decline(self._customer_id, found.id, named(found.names))
            self.app.push_screen(screen, self._answered)

    def _answered(self, changed: bool | None) -> None:
        if changed:
            app_of(self).learn()
            self.load()

    def action_tie(self) -> None:
        from rmdesk.tui.screens.tie_form import TieForm

        thing = self.query_one(Rows).thing
        if isinstance(thing, ProposalLine) and thing.status is ProposalStatus.ACCEPTED:
            self.app.push_screen(
                TieForm(self._customer_id, thing.id, named(thing.names)), self._changed
            )
        else:
            self.notify(_("Choose an accepted proposal below."), severity="warning")

    def _decided_proposal(self) -> ProposalLine | None:
        """The proposal under the cursor, where it has an outcome."""
        thing = self.query_one(Rows).thing
        if isinstance(thing, ProposalLine) and thing.status is not ProposalStatus.PRESENTED:
            return thing
        self.notify(_("Choose a proposal with an outcome below."), severity="warning")
        return None

    def action_correct(self) -> None:
        """Correct the outcome under the cursor; of an open proposal, its channel."""
        from rmdesk.tui.screens.answer import Correct
        from rmdesk.tui.screens.presenting import ChannelForm

        thing = self.query_one(Rows).thing
        if isinstance(thing, ProposalLine) and thing.status is ProposalStatus.PRESENTED:
            self.app.push_screen(ChannelForm(self._customer_id, thing), self._changed)
            return
        if (found := self._decided_proposal()) is not None:
            screen = Correct(self._customer_id, found.id, named(found.names))
            self.app.push_screen(screen, self._answered)

    def action_reopen(self) -> None:
        if (found := self._decided_proposal()) is not None:
            self.ready = False
            self._reopen(found)

    @work
    async def _reopen(self, proposal: ProposalLine) -> None:
        try:
            await bridge_of(self).write(verbs.outcomes.reopen, proposal.id)
            text = _("Reopened: {name}. u takes it back.")
            self.notify(text.format(name=named(proposal.names)), markup=False)
        except DeskError as error:
            tell(self, error)
        self._answered(True)

    def action_exclude(self) -> None:
        thing = self.query_one(Rows).thing
        if isinstance(thing, SuggestionLine | WaitingLine):
            back = isinstance(thing, WaitingLine) and thing.block.gate is Gate.EXCLUDED
            self._exclude(thing.offer, not back)

    @work
    async def _exclude(self, offer: str, excluded: bool) -> None:
        try:
            write = bridge_of(self).write
            await write(verbs.proposals.exclude, self._customer_id, offer, excluded)
        except DeskError as error:
            tell(self, error)
        self.load()

    def action_mend(self) -> None:
        """Open what must be seen to before the offer under the cursor can be presented."""
        thing = self.query_one(Rows).thing
        if not isinstance(thing, WaitingLine):
            self.notify(_("Choose an offer that must wait, below."), severity="warning")
            return
        complaint = self._view.complaints[0] if self._view and self._view.complaints else None
        form = remedies.find_remedy(thing.block.gate, self._customer_id, complaint)
        if form is None:
            self.notify(_("It waits for its day; there is nothing to see to."), timeout=3)
        else:
            self.app.push_screen(form, self._changed)

    def action_opinion(self) -> None:
        from rmdesk.tui.screens.opinion_form import OpinionForm

        self.app.push_screen(OpinionForm(self._customer_id), self._changed)

    def action_event(self) -> None:
        from rmdesk.tui.screens.opinion_form import LifeEventForm

        self.app.push_screen(LifeEventForm(self._customer_id), self._changed)

    def _changed(self, changed: object) -> None:
        if changed:
            self.load()
