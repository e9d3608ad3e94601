"""The demo book's work: two years of talks, proposals and what came of them, promises."""

import json
import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from rmdesk.desk import complaints, offer_catalogue, stored
from rmdesk.desk.catalogue import Data
from rmdesk.desk.conduct import is_senior, minor_until
from rmdesk.model.account import Account
from rmdesk.model.complaint import Complaint
from rmdesk.model.customer import Customer
from rmdesk.model.followup import FollowUp
from rmdesk.model.interaction import Interaction
from rmdesk.model.proposal import Proposal
from rmdesk.offers.conditions import Op
from rmdesk.offers.measures import Measure
from rmdesk.offers.offer import Offer
from rmdesk.practice.anniversaries import age_on
from rmdesk.store.session import Writing
from rmdesk.terms import (
    Care,
    ContactChannel,
    CustomerKind,
    DeclineReason,
    ExpectedBasis,
    InteractionKind,
    Outcome,
    ProposalStatus,
    Recurrence,
)

DAYS = 720
# Who is better looked after says yes more readily.
# What an offer of the past was not made for: nobody remembers what the customer's life was then.
_OCCASIONS = (Measure.LIFE_EVENT, Measure.TAG, Measure.WATCH, Measure.STAGE, Measure.FESTIVAL)
_LIKES = {"diamond": 0.65, "gold": 0.5, "corporate": 0.4, "silver": 0.3, "basic": 0.2}
_RHYTHM = {"diamond": 26, "gold": 48, "corporate": 40, "silver": 75, "basic": 130}
_KINDS = (
    InteractionKind.CALL,
    InteractionKind.CALL,
    InteractionKind.MESSAGE,
    InteractionKind.VISIT,
    InteractionKind.CALL,
    InteractionKind.EMAIL,
    InteractionKind.MEETING,
)
_MINUTES = {
    InteractionKind.CALL: 10,
    InteractionKind.MESSAGE: 3,
    InteractionKind.VISIT: 75,
    InteractionKind.EMAIL: 6,
    InteractionKind.MEETING: 50,
    InteractionKind.EVENT: 120,
    InteractionKind.GIFT: 0,
}
# When promises are due: days from today, and the time of day in minutes where there is one.
_DUE: tuple[tuple[int, int | None], ...] = (
    *((-5, None), (-2, None), (-1, 600), (0, 570), (0, None), (0, 870), (0, None), (0, None)),
    *((1, None), (2, 630), (4, None), (6, None), (9, None), (16, None), (30, None)),
)
# What is said where somebody complains, and only there.
_COMPLAINTS = ("Not happy about the queue at the branch",)
_OUTCOMES = (None, Outcome.REACHED, Outcome.INTERESTED, None, Outcome.NOT_NOW, Outcome.AGREED)


def fill(
    writing: Writing, chance: random.Random, customers: Sequence[Customer], data: Data
) -> None:
    """Put in the interactions, proposals and follow-ups of all customers."""
    today = writing.book.clock.today()
    talk = {k: stored.texts(v) for k, v in stored.table(data["talk"]).items()}
    for place, customer in enumerate(customers):
        for interaction in _talks(chance, customer, place, today, talk):
            writing.add(interaction)
            if interaction.outcome is Outcome.COMPLAINT:
                complaints.record_of_entry(writing, interaction)
    writing.add(_settled(customers[16], today))
    _proposals(writing, chance, customers, today)
    promises = {k: stored.texts(v) for k, v in stored.table(data["promises"]).items()}
    _promises(writing, customers, today, promises)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute)).astimezone()


def _talks(
    chance: random.Random,
    customer: Customer,
    place: int,
    today: date,
    talk: dict[str, tuple[str, ...]],
) -> list[Interaction]:
    rhythm = _RHYTHM[customer.tier]
    # Every eighth customer has not been spoken to for longer than the tier allows.
    age = rhythm + 30 + place if place % 8 == 3 else 1 + place * 7 % rhythm
    found: list[Interaction] = []
    while age < DAYS:
        kind = _KINDS[chance.randrange(len(_KINDS))]
        if len(found) % 9 == 8:
            kind = (InteractionKind.GIFT, InteractionKind.EVENT)[place % 2]
        texts = tuple(text for text in talk[kind.value] if text not in _COMPLAINTS)
        outcome = _OUTCOMES[chance.randrange(len(_OUTCOMES))]
        if place == 9 and not found:
            kind, texts, outcome = InteractionKind.CALL, _COMPLAINTS, Outcome.COMPLAINT
        found.append(
            Interaction(
                customer_id=customer.id,
                kind=kind,
                at=_at(today - timedelta(days=age), 9 + age % 8, age * 7 % 60),
                minutes=_MINUTES[kind] + chance.randrange(0, 12) if _MINUTES[kind] else 0,
                text=texts[chance.randrange(len(texts))],
                outcome=outcome,
            )
        )
        age += round(rhythm * chance.uniform(0.6, 1.5))
    return found


def _settled(customer: Customer, today: date) -> Complaint:
    """A complaint of last spring that was settled within two weeks."""
    return Complaint(
        customer_id=customer.id,
        received=today - timedelta(days=230),
        channel=ContactChannel.EMAIL,
        about="Charged twice for the same transfer",
        closed=today - timedelta(days=218),
        closure="Fee refunded, with a letter of apology",
    )


def _proposals(
    writing: Writing, chance: random.Random, customers: Sequence[Customer], today: date
) -> None:
    """Past proposals with their outcomes, and a few that are still open."""
    writing.flush()
    catalogue = sorted(offer_catalogue.of_book(writing.book), key=lambda offer: offer.code)
    for place, customer in enumerate(customers):
        fitting = [o for o in catalogue if _fits(o, customer)]
        for step in range(place % 4):
            offer = fitting[chance.randrange(len(fitting))]
            age = 45 + step * 150 + chance.randrange(0, 90)
            presented = _at(today - timedelta(days=age), 11)
            row = Proposal(
                customer_id=customer.id,
                offer=offer.code,
                presented_at=presented,
                decided_at=presented + timedelta(days=6),
                rank=1 + step % 3,
                expected_minor=500_00,
                basis=ExpectedBasis.NET,
                chance_ppm=250_000,
                reasons=json.dumps([]),
                traits=json.dumps(_traits(customer, step, today)),
                channel=_channel(customer, place + step),
                cares=_cares(customer, presented.date()),
            )
            draw = chance.random()
            likes = _LIKES.get(customer.tier, 0.38)
            row.status = ProposalStatus.ACCEPTED if draw < likes else ProposalStatus.DECLINED
            if draw > 0.85:
                row.status = ProposalStatus.LAPSED
            if row.status is ProposalStatus.DECLINED:
                row.decline_reason = list(DeclineReason)[chance.randrange(len(DeclineReason))]
            if place % 13 == 5 and step == 0:
                _leave_open(row, today)
            writing.add(row)
            if row.status is ProposalStatus.ACCEPTED and place % 3 != 1:
                _tie(writing, row)


def _leave_open(row: Proposal, today: date) -> None:
    """Make a proposal one of last week that is not answered yet."""
    row.status, row.decided_at, row.decline_reason = ProposalStatus.PRESENTED, None, None
    row.presented_at = _at(today - timedelta(days=7), 15)


def _channel(customer: Customer, number: int) -> ContactChannel | None:
    """One of the channels that the customer allows; None where that was not recorded."""
    allowed = customer.consent or ()
    return ContactChannel(allowed[number % len(allowed)]) if allowed else None


def _cares(customer: Customer, day: date) -> tuple[str, ...]:
    found = []
    if minor_until(customer.born, customer.kind, day) is not None:
        found.append(Care.MINOR.value)
    if is_senior(customer.born, customer.kind, day):
        found.append(Care.SENIOR.value)
    return tuple(found)


def _tie(writing: Writing, proposal: Proposal) -> None:
    """Let one of the customer's accounts have come of a proposal."""
    number = writing.book.value(
        "SELECT id FROM accounts WHERE customer_id = ? AND proposal_id IS NULL"
        " ORDER BY opened DESC, id LIMIT 1",
        (proposal.customer_id,),
    )
    if number is not None:
        writing.get(Account, stored.number(number)).proposal_id = proposal.id
        writing.flush()


def _traits(customer: Customer, step: int, today: date) -> dict[str, int | str]:
    """What was known of a customer when a proposal was presented."""
    found: dict[str, int | str] = {
        Measure.KIND.value: customer.kind.value,
        Measure.STAGE.value: customer.stage.value,
        Measure.TIER.value: customer.tier,
        Measure.ACCEPTED.value: step // 2,
    }
    if customer.born is not None:
        found[Measure.AGE.value] = age_on(customer.born, today)
    return found


def _fits(offer: Offer, customer: Customer) -> bool:
    """Whether an offer is for this kind of customer at all, and not for an occasion of its own."""
    asked = [c for c in offer.conditions if c.op is Op.IS]
    kinds = [c.value for c in asked if c.measure is Measure.KIND]
    occasion = any(c.measure in _OCCASIONS for c in asked) or offer.passes or offer.credit
    return not occasion and (not kinds or customer.kind in kinds)


def _promises(
    writing: Writing,
    customers: Sequence[Customer],
    today: date,
    texts: dict[str, tuple[str, ...]],
) -> None:
    for step, (days, minutes) in enumerate(_DUE):
        customer = customers[step * 11 % len(customers)]
        lines = texts["person" if customer.kind is CustomerKind.PERSON else "organisation"]
        _promise(
            writing, customer.id, lines[step % len(lines)], today + timedelta(days=days), minutes
        )
    for step, (text, recurrence) in enumerate(
        zip(texts["own"], (Recurrence.WEEKLY, Recurrence.MONTH_END, Recurrence.YEARLY), strict=True)
    ):
        _promise(writing, None, text, today + timedelta(days=step * 3), None, recurrence)


def _promise(
    writing: Writing,
    customer_id: int | None,
    text: str,
    due: date,
    minutes: int | None,
    recurrence: Recurrence = Recurrence.NONE,
) -> None:
    writing.add(
        FollowUp(
            customer_id=customer_id,
            text=text,
            due=due,
            due_minutes=minutes,
            recurrence=recurrence,
            first_due=due,
        )
    )
