"""Proposals: a suggestion is put to the customer, and the answer is kept."""

import json

from rmdesk.desk import offering
from rmdesk.desk.names import name_of
from rmdesk.desk.views import SuggestionLine
from rmdesk.errors import Gone
from rmdesk.model.proposal import Proposal
from rmdesk.store.book import Book
from rmdesk.terms import Act, DeclineReason, ProposalStatus

_ACTS = {
    ProposalStatus.ACCEPTED: Act.ACCEPT,
    ProposalStatus.DECLINED: Act.DECLINE,
    ProposalStatus.LAPSED: Act.LAPSE,
}


def present(book: Book, customer_id: int, offer: str) -> int:
    """Keep that a suggestion was put to the customer, with its reasons as of today.

    Gives the proposal's id. Raises Gone when it is no longer among the suggestions.
    """
    suggestions = offering.look(book, customer_id).suggestions
    ranked = {s.offer: (rank, s) for rank, s in enumerate(suggestions, 1)}
    if offer not in ranked:
        raise Gone
    rank, suggestion = ranked[offer]
    with book.deed(Act.PRESENT, customer_id, name_of(book, customer_id)) as writing:
        row = writing.add(
            Proposal(
                customer_id=customer_id,
                offer=offer,
                presented_at=writing.now,
                rank=rank,
                expected_minor=suggestion.expected,
                chance_ppm=suggestion.chance_ppm,
                reasons=_kept(suggestion),
            )
        )
        return row.id


def _kept(suggestion: SuggestionLine) -> str:
    reasons = [
        {"measure": r.measure, "op": r.op, "value": r.value, "figure": r.figure}
        for r in suggestion.reasons
    ]
    return json.dumps(reasons)


def decide(
    book: Book,
    proposal_id: int,
    status: ProposalStatus,
    reason: DeclineReason | None = None,
    note: str = "",
) -> None:
    """Keep what became of a proposal that is still open. Raises Gone.

    What an accepted one costs counts from now on, spread over the offer's term.
    """
    offers = {offer.code: offer for offer in offering.of_book(book)}
    with book.deed(_ACTS[status]) as writing:
        row = writing.get(Proposal, proposal_id)
        if row.status is not ProposalStatus.PRESENTED:
            raise Gone
        writing.customer_id = row.customer_id
        writing.label = name_of(book, row.customer_id)
        row.status, row.decided_at = status, writing.now
        row.decline_reason = reason if status is ProposalStatus.DECLINED else None
        row.note = note.strip()
        if status is ProposalStatus.ACCEPTED and row.offer in offers:
            row.cost_minor = offers[row.offer].cost_minor
            row.cost_days = offers[row.offer].cost_days
