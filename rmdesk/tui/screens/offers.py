"""Offers of one customer: what is put forward and why, what was presented, what must wait."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.desk.views import CustomerView, ProposalLine, SuggestionLine, WaitingLine
from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, dates, money, reasons
from rmdesk.i18n.words import named, words
from rmdesk.terms import ProposalStatus
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.screens.answer import Answer, Decline
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.sentences import how_sure, why
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

Numbered = ProposalLine | SuggestionLine
_STYLES = {ProposalStatus.ACCEPTED: "good", ProposalStatus.DECLINED: "bad"}


class OffersScreen(FullScreen[None]):
    """A digit presents a suggestion, or goes to a proposal that is open; then its answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 10)),
        Binding("a", "accept", show=False),
        Binding("d", "decline", show=False),
        Binding("l", "lapse", show=False),
    ]

    def __init__(self, customer_id: int) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._view: CustomerView | None = None

    def hints(self) -> list[Hint]:
        return [
            ("1-9", N_("present or choose"), ""),
            ("a", N_("accepted"), "screen.accept"),
            ("d", N_("declined"), "screen.decline"),
            ("l", N_("lapsed"), "screen.lapse"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the customer's offers anew."""
        try:
            self._view = await bridge_of(self).read(verbs.customers.look, self._customer_id)
        except DeskError as error:
            tell(self, error)
            self.dismiss(None)
            return
        view = self._view
        self.head(_("Offers · {name}").format(name=view.name), _("at most three, one of a family"))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _numbered(self) -> list[Numbered]:
        """What digits stand for: open proposals, then suggestions."""
        offers = self._view.offers if self._view else None
        return [*offers.open, *offers.suggestions] if offers else []

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        assert self._view is not None
        view, found = self._view, list[tuple[Row, object]]()
        if view.offers.open:
            found.append(([Cell(" " + _("Presented, waiting for an answer"), "heading")], None))
        for number, item in enumerate(self._numbered(), 1):
            if isinstance(item, ProposalLine):
                found.append((_proposal(f" {number} ○ ", item, places), item))
                continue
            if item is view.offers.suggestions[0]:
                found.append(([Cell(" " + _("Suggested"), "heading")], None))
            found += _suggestion(number, item, places, view.currency)
        if not self._numbered():
            found.append(([Cell(" " + _("Nothing fits this customer now."), "dim")], None))
        if view.offers.waiting:
            found.append(([Cell(" " + _("Not now"), "heading")], None))
            found += [(_waiting(line, places), line) for line in view.offers.waiting]
        if view.offers.past:
            found.append(([Cell(" " + _("Before"), "heading")], None))
            found += [(_proposal("   ", line, places), line) for line in view.offers.past]
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
        thing = self.query_one(Rows).thing
        if isinstance(thing, SuggestionLine):
            self._present(thing)

    @work
    async def _present(self, suggestion: SuggestionLine) -> None:
        try:
            await bridge_of(self).write(
                verbs.proposals.present, self._customer_id, suggestion.offer
            )
        except DeskError as error:
            tell(self, error)
            return
        name = named(suggestion.names)
        self.notify(_("Presented: {name}. u on the desk takes it back.").format(name=name))
        self.load()

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
        if (found := self._open_proposal()) is not None:
            answer = Answer(found.id, ProposalStatus.ACCEPTED, named(found.names))
            self.app.push_screen(answer, self._answered)

    def action_lapse(self) -> None:
        if (found := self._open_proposal()) is not None:
            answer = Answer(found.id, ProposalStatus.LAPSED, named(found.names))
            self.app.push_screen(answer, self._answered)

    def action_decline(self) -> None:
        if (found := self._open_proposal()) is not None:
            self.app.push_screen(Decline(found.id, named(found.names)), self._answered)

    def _answered(self, changed: bool | None) -> None:
        if changed:
            self.load()


def _proposal(lead: str, line: ProposalLine, places: int) -> Row:
    status = words(line.status)
    end = dates.full(line.decided or line.presented)
    name = fit(named(line.names), max(12, min(44, places - 34)))
    return [
        Cell(lead, "warn"),
        Cell(name, "bright"),
        Cell(f" {fit(status, 10)}", _STYLES.get(line.status, "dim")),
        Cell(f" {end}  ", "dim"),
        Cell(line.note),
    ]


def _suggestion(
    number: int, line: SuggestionLine, places: int, currency: str
) -> list[tuple[Row, object]]:
    worth = money.whole(line.expected, currency, sign=True)
    chance = money.percent(line.chance_ppm)
    figures = _("{worth} a year, {chance} likely").format(worth=worth, chance=chance)
    family = f"{words(line.family)}, {words(line.move)}"
    name = fit(named(line.names), max(12, min(44, places - len(figures) - 8)))
    return [
        (
            [Cell(f" {number}   ", "accent"), Cell(name, "bright"), Cell(f" {figures}", "good")],
            line,
        ),
        ([Cell("     " + " · ".join(why(line, currency)))], None),
        ([Cell(f"     {family} · {how_sure(line)}", "dim")], None),
    ]


def _waiting(line: WaitingLine, places: int) -> Row:
    gate = reasons.gate(line.block.gate, line.block.until)
    name = fit(named(line.names), max(12, min(44, places - 34)))
    return [Cell("   – ", "dim"), Cell(name), Cell(f" {gate}", "dim")]
