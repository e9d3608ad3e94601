"""Proposals: a suggestion is shown, put to the customer, and the answer is kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from rmdesk.desk import followups, offer_catalogue, offering, typed_values
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.learning import model
from rmdesk.desk.names import name_of, set_customer
from rmdesk.desk.offer_views import SuggestionLine
from rmdesk.errors import BadInput, Gone
from rmdesk.offers.approach import Approach
from rmdesk.offers.conditions import Reason
from rmdesk.offers.expectation import Expectation
from rmdesk.offers.measures import TRAITS
from rmdesk.offers.ranking import Suggestion
from rmdesk.offers.traits import kept
from rmdesk.store.book import Book
from rmdesk.terms import Act, ContactChannel, DeclineReason, ExpectedBasis, ProposalStatus
from rmdesk.value.scale import MILLION

_ACTS = {
    ProposalStatus.ACCEPTED: Act.ACCEPT,
    ProposalStatus.DECLINED: Act.DECLINE,
    ProposalStatus.LAPSED: Act.LAPSE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a customer said: with its reason where it was a no, and what is to be done now.

    `channel` is how the proposal was put, where that is to be corrected with the answer.
    """

    status: ProposalStatus
    reason: DeclineReason | None = None
    note: str = ""
    follow_up: FollowUpDraft | None = None
    channel: ContactChannel | None = None


def present(
    book: Book,
    customer_id: int,
    code: str,
    channel: ContactChannel | None = None,
    guardian_id: int | None = None,
) -> int:
    """Store that an offer was put to the customer, with its reasons and what is known as of today.

    It was put by a channel (None: the best one that the customer allows), and for a minor to a
    guardian (None: the first one). Returns the proposal's id. Raises Gone when it does not fit any
    more, and BadInput for a channel without consent and for somebody who is not a guardian.
    """
    from rmdesk.model.proposal import Proposal

    fitting = offering.fitting(book, customer_id)
    rank, suggestion = _ranked(fitting, code)
    approach = suggestion.approach
    channel, guardian_id = _channel(approach, channel), _guardian(approach, guardian_id)
    with book.deed(Act.PRESENT, customer_id, name_of(book, customer_id)) as writing:
        row = writing.add(
            Proposal(
                customer_id=customer_id,
                offer=code,
                presented_at=writing.now,
                rank=rank,
                expected_minor=suggestion.expected_minor,
                chance_ppm=suggestion.chance.ppm,
                score_minor=suggestion.score,
                reasons=_reasons(suggestion.reasons),
                traits=json.dumps(kept(fitting.facts, TRAITS)),
                channel=channel,
                cares=tuple(care.value for care in approach.cares),
                guardian_id=guardian_id,
                basis=ExpectedBasis.NET,
                gives_up_minor=suggestion.expectation.gives_up_minor,
                effects=_effects(suggestion.expectation),
            )
        )
        return row.id


def _ranked(fitting: offering.Fitting, code: str) -> tuple[int, Suggestion]:
    """Return an offer that fits a customer, and its place among those that do. Raises Gone."""
    for rank, suggestion in enumerate(fitting.suggestions, 1):
        if suggestion.offer.code == code:
            return rank, suggestion
    raise Gone


def _channel(approach: Approach, channel: ContactChannel | None) -> ContactChannel:
    """Return the channel, or the best allowed one for None. Raises BadInput."""
    if channel is None:
        return approach.channels[0]
    if channel not in approach.channels:
        raise BadInput("channel", f"no_{channel}")
    return channel


def _guardian(approach: Approach, guardian_id: int | None) -> int | None:
    """Return the guardian who is spoken to about a minor's proposal. Raises BadInput."""
    known = [guardian.customer_id for guardian in approach.guardians]
    if guardian_id is None:
        return known[0] if known else None
    if guardian_id not in known:
        raise BadInput("guardian", "no_guardian")
    return guardian_id


def correct_channel(book: Book, proposal_id: int, channel: ContactChannel | None) -> None:
    """Correct by which channel a proposal was put to the customer. Raises Gone.

    Whether the customer allows it is not asked: what happened is recorded as it was.
    """
    from rmdesk.model.proposal import Proposal

    with book.deed(Act.EDIT_PROPOSAL) as writing:
        row = writing.get(Proposal, proposal_id)
        set_customer(writing, row.customer_id)
        row.channel = channel


def _reasons(reasons: Iterable[Reason]) -> str:
    return json.dumps(
        [{"measure": r.measure, "op": r.op, "value": r.value, "figure": r.figure} for r in reasons]
    )


def _effects(found: Expectation) -> str:
    """Return what an expected value consists of: what is assumed, and what it comes to."""
    return json.dumps(
        [
            {
                "effect": part.effect.text,
                "product": part.product,
                "amount": round(part.amount),
                "earns_ppm": round(part.earns * MILLION),
                "gives_up_ppm": round(part.gives_up * MILLION),
                "leaving_ppm": round(part.leaving * MILLION),
                "account_minor": round(part.account),
            }
            for part in found.parts
        ]
    )


def decide(book: Book, proposal_id: int, answer: Answer) -> None:
    """Store the answer to a proposal that is still open. Raises Gone and BadInput.

    What an accepted one costs counts from now on, spread over the offer's term; its follow-up is
    stored in the same operation.
    """
    from rmdesk.model.proposal import Proposal

    offers = offer_catalogue.every(book)
    with book.deed(_ACTS[answer.status]) as writing:
        row = writing.get(Proposal, proposal_id)
        if row.status is not ProposalStatus.PRESENTED:
            raise Gone
        set_customer(writing, row.customer_id)
        row.status, row.decided_at = answer.status, writing.now
        row.decline_reason = answer.reason if answer.status is ProposalStatus.DECLINED else None
        row.note = typed_values.checked_text("note", answer.note)
        if answer.status is ProposalStatus.ACCEPTED and row.offer in offers:
            row.cost_minor = offers[row.offer].cost_minor
            row.cost_days = offers[row.offer].cost_days
        if answer.follow_up is not None:
            followups.put(writing, row.customer_id, answer.follow_up)


def exclude(book: Book, customer_id: int, code: str, excluded: bool = True) -> None:
    """Never offer this to the customer again, or take that back."""
    from rmdesk.model.offer import OfferExclusion

    sql = "SELECT id FROM offer_exclusions WHERE customer_id = ? AND offer = ?"
    number = book.value(sql, (customer_id, code))
    with book.deed(Act.EXCLUDE, customer_id, name_of(book, customer_id)) as writing:
        if number is None:
            row = writing.add(OfferExclusion(customer_id=customer_id, offer=code))
        else:
            assert isinstance(number, int)
            row = writing.get(OfferExclusion, number)
        row.removed = not excluded


def log_shown(book: Book, customer_id: int, lines: Iterable[SuggestionLine]) -> None:
    """Keep what stood before the manager today of one customer, the best first."""
    _log(book, ((customer_id, rank, line) for rank, line in enumerate(lines, 1)))


def log_listed(book: Book, lines: Iterable[tuple[int, SuggestionLine]]) -> None:
    """Keep a list of customers, each with its suggestion, the best first."""
    _log(book, ((customer, rank, line) for rank, (customer, line) in enumerate(lines, 1)))


def _log(book: Book, shown: Iterable[tuple[int, int, SuggestionLine]]) -> None:
    """Offer, rank, chance, score, reasons: once a day for each offer, as it was shown first.

    It is not an operation, for nobody did anything, and nothing that is remembered rests on it.
    """
    named, day = model(book), book.clock.today().toordinal()
    now = int(book.clock.now().timestamp() * 1000)
    with book.holding(), book.keep_remembered():
        book.connection.executemany(
            "INSERT INTO showings (id, created_at, updated_at, customer_id, offer,"
            " day, rank, score_minor, expected_minor, chance_ppm, reasons, model, basis)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (customer_id, offer, day) DO NOTHING",
            [
                (
                    *(book.ids.next(), now, now, customer, line.offer, day, rank, line.score),
                    *(line.expected, line.chance.ppm, _reasons(line.reasons), named),
                    ExpectedBasis.NET.value,
                )
                for customer, rank, line in shown
            ],
        )
