"""One offer to one customer, all that is known of it; to be read, nothing is written."""

from rmdesk.desk.offer_views import ProposalLine, SuggestionLine, WaitingLine
from rmdesk.i18n import N_, _, dates, money
from rmdesk.i18n.words import named, words
from rmdesk.terms import ProposalStatus
from rmdesk.tui.offer_sentences import effect_texts, why_waiting
from rmdesk.tui.screens import offer_lines
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.sentences import put_by
from rmdesk.tui.text import fit, wrapped
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell

Thing = SuggestionLine | ProposalLine | WaitingLine
_LABEL = 16


class OfferCard(FullScreen[None]):
    """A suggestion, a proposal, or an offer that must wait."""

    def __init__(self, thing: Thing, customer_name: str, currency: str) -> None:
        super().__init__()
        self._thing, self._customer_name, self._currency = thing, customer_name, currency

    def hints(self) -> list[Hint]:
        return [("↑↓", N_("move"), ""), ("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        name = named(self._thing.names)
        self.head(f"{name} · {self._customer_name}", self._about())
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _about(self) -> str:
        """What can be done with it, back on the list."""
        if isinstance(self._thing, SuggestionLine):
            return _("suggested; its digit on the list presents it")
        if isinstance(self._thing, ProposalLine):
            return words(self._thing.status)
        return _("not now")

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        thing = self._thing
        if isinstance(thing, SuggestionLine):
            lines = list(offer_lines.suggestion(1, thing, places, self._currency))[1:]
            return [(row, number) for number, (row, _thing) in enumerate(lines)]
        texts = _proposal(thing, self._currency) if isinstance(thing, ProposalLine) else []
        if isinstance(thing, WaitingLine):
            texts = [(_("waiting because"), why_waiting(thing, self._currency))]
            brings = effect_texts(thing.effects, self._currency)
            texts += [("" if n else _("brings a year"), text) for n, text in enumerate(brings)]
        found: list[tuple[Row, object]] = []
        for label, text in texts:
            for place, part in enumerate(wrapped(text, max(16, places - _LABEL - 2))):
                head = fit(label if place == 0 else "", _LABEL)
                found.append(([Cell(f" {head}", "dim"), Cell(part)], len(found)))
        return found


def _proposal(line: ProposalLine, currency: str) -> list[tuple[str, str]]:
    """Return the outcome of a proposal, label by label."""
    earned = so_far = ""
    if line.status is ProposalStatus.ACCEPTED:
        earned = "–" if line.earned is None else money.whole(line.earned, currency)
        so_far = money.whole(line.expected_so_far, currency)
    return [
        (_("presented"), dates.full(line.presented)),
        (_("put by"), put_by(line)),
        (_("answered"), dates.full(line.decided) if line.decided else ""),
        (_("note"), line.note),
        (_("expected per year"), money.whole(line.expected, currency)),
        ("", words(line.basis)),
        (_("expected so far"), so_far),
        (_("earned so far"), earned),
    ]
