"""Why an offer that fits must wait: consent, rest, complaints, age, suitability, credit, budget.

What is not recorded is not given: a consent that was never asked for is none, and an assessment
without any date has lapsed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rmdesk.offers.effects import Verb
from rmdesk.offers.offer import Offer
from rmdesk.offers.policy import Policy
from rmdesk.terms import AssetClass, ContactChannel, CreditUse, OfferFamily, ProposalStatus

# The gate that an offer's `passes` may name.
_COMPLAINT = "complaint"


class Gate(StrEnum):
    """Why an offer must wait."""

    OPEN_PROPOSAL = "open_proposal"
    EXCLUDED = "excluded"
    DECLINED = "declined"
    PRESENTED = "presented"
    TOO_MANY = "too_many"
    NOT_ASKED = "not_asked"
    NO_CONSENT = "no_consent"
    COMPLAINT = "complaint"
    HELD = "held"
    INSTEAD = "instead"
    NOT_ASSESSED = "not_assessed"
    ASSESSMENT_OVER = "assessment_over"
    NOT_DATED = "not_dated"
    TOO_RISKY = "too_risky"
    CLASSED = "classed"
    DOCUMENT_EXPIRED = "document_expired"
    NO_GUARDIAN = "no_guardian"
    MINOR = "minor"
    NOT_YET = "not_yet"
    OVER = "over"
    SURPRISED = "surprised"
    SAME_GIFT = "same_gift"
    BUDGET = "budget"
    BELOW_MINIMUM = "below_minimum"
    NO_PRICES = "no_prices"
    LOSES = "loses"
    TOO_LITTLE = "too_little"


# Gates that no rule shuts: the offer does not pay.
UNPROFITABLE = (Gate.BELOW_MINIMUM, Gate.NO_PRICES, Gate.LOSES, Gate.TOO_LITTLE)


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier proposal to this customer; `surprise` says that it was a gift."""

    offer: str
    status: ProposalStatus
    presented: date
    decided: date | None
    surprise: bool = False


@dataclass(frozen=True, slots=True)
class Guardian:
    """The person to speak with in place of a minor: another customer; `parent` for a parent."""

    customer_id: int
    name: str
    parent: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a customer the gates look at. `risk_class` is 1 to 5, 0 for never assessed.

    `consent` has the channels that the customer allows, None where that was never asked.
    `complaint` is the day of the oldest complaint that is open. `asset_class` is the worst class
    of any loan of which the customer owns a part; `guarantor` says that a loan which it guarantees
    is on watch. `risk_until` is the last day on which the risk assessment holds, None where it has
    no date at all. `minor_until` is the day on which a person turns 18, where that is to come.
    `past` has the newest first; `excluded` are offers never to be made to this customer;
    `budget_left` is what surprises of this year may still cost, in minor units.
    """

    today: date
    consent: frozenset[ContactChannel] | None
    complaint: date | None
    holds: frozenset[str]
    risk_class: int
    risk_until: date | None
    past: Sequence[Past]
    policy: Policy
    asset_class: AssetClass | None = None
    guarantor: bool = False
    document_until: date | None = None
    minor_until: date | None = None
    guardians: tuple[Guardian, ...] = ()
    senior: bool = False
    excluded: frozenset[str] = frozenset()
    budget_left: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A gate that is shut, and the day on which it opens by itself, where there is one.

    `since` is the day since which it is shut, or the last one on which it was not, where the
    reason names it; `asset_class` the class of a loan that shuts it. `minor` is the amount that
    the gate is about: what a yes would bring (below zero where it would cost the bank), or what
    could be moved or lent.
    """

    gate: Gate
    until: date | None = None
    minor: int | None = None
    since: date | None = None
    asset_class: AssetClass | None = None


def block(offer: Offer, standing: Standing) -> Block | None:
    """The first gate that is shut for this offer, None where the way is free."""
    return (
        _validity(offer, standing)
        or _past(offer, standing)
        or _customer(offer, standing)
        or _suitability(offer, standing)
        or (_surprise(offer, standing) if offer.family is OfferFamily.SURPRISE else None)
    )


def is_new_business(offer: Offer) -> bool:
    """Return whether a yes sells a product, lends, renews credit, or moves money to a product."""
    moves = any(effect.verb is Verb.MOVE for effect in offer.effects)
    return bool(offer.sells) or lends(offer) or moves


def _is_credit(offer: Offer) -> bool:
    return bool(offer.credit) or any(effect.verb is Verb.LEND for effect in offer.effects)


def lends(offer: Offer) -> bool:
    """Return whether a yes lends more or renews, and does not only help to pay what is owed."""
    return _is_credit(offer) and offer.credit is not CreditUse.WORKOUT


def _validity(offer: Offer, standing: Standing) -> Block | None:
    if offer.valid_from and standing.today < offer.valid_from:
        return Block(Gate.NOT_YET, offer.valid_from)
    return Block(Gate.OVER) if offer.valid_to and offer.valid_to < standing.today else None


def _past(offer: Offer, standing: Standing) -> Block | None:
    if offer.code in standing.excluded:
        return Block(Gate.EXCLUDED)
    policy, opens = standing.policy, list[date]()
    for past in standing.past:
        rest = past.presented + timedelta(days=policy.presented_rest_days)
        if standing.today < rest:
            opens.append(rest)
        if past.offer in offer.excludes and past.status is ProposalStatus.ACCEPTED:
            return Block(Gate.INSTEAD)
        if past.offer == offer.code and (shut := _rests(past, rest, standing)):
            return shut
    if len(opens) < policy.at_most_in_rest:
        return None
    # A place is free again once all but one less than the most have grown old.
    return Block(Gate.TOO_MANY, sorted(opens)[len(opens) - policy.at_most_in_rest])


def _rests(past: Past, rest: date, standing: Standing) -> Block | None:
    """Whether what was presented before may be presented again; `rest` is when that has aged."""
    if past.status is ProposalStatus.PRESENTED:
        return Block(Gate.OPEN_PROPOSAL)
    if past.status is ProposalStatus.DECLINED:
        since = past.decided or past.presented
        until = max(rest, since + timedelta(days=standing.policy.declined_rest_days))
        return Block(Gate.DECLINED, until) if standing.today < until else None
    return Block(Gate.PRESENTED, rest) if standing.today < rest else None


def _customer(offer: Offer, standing: Standing) -> Block | None:
    if standing.consent is None:
        return Block(Gate.NOT_ASKED)
    if not standing.consent:
        return Block(Gate.NO_CONSENT)
    if standing.complaint and _COMPLAINT not in offer.passes:
        return Block(Gate.COMPLAINT, since=standing.complaint)
    return _minor(offer, standing) or _business(offer, standing)


def _minor(offer: Offer, standing: Standing) -> Block | None:
    """Nobody under 18 is offered anything but through a guardian, and no credit and no risk."""
    if standing.minor_until is None:
        return None
    if not standing.guardians:
        return Block(Gate.NO_GUARDIAN, standing.minor_until)
    barred = _is_credit(offer) or offer.risk
    return Block(Gate.MINOR, standing.minor_until) if barred else None


def _business(offer: Offer, standing: Standing) -> Block | None:
    """New business needs a valid identity document, and new credit loans that are paid."""
    until = standing.document_until
    if until is not None and until < standing.today and is_new_business(offer):
        return Block(Gate.DOCUMENT_EXPIRED, since=until)
    bad = standing.asset_class
    if bad is not None and bad.is_watch and lends(offer):
        return Block(Gate.CLASSED, asset_class=bad)
    return Block(Gate.HELD) if offer.sells and offer.sells in standing.holds else None


def _suitability(offer: Offer, standing: Standing) -> Block | None:
    """Products of risk R1 to R5 only for customers assessed C1 to C5 as high, and lately."""
    if not offer.risk:
        return None
    if not standing.risk_class:
        return Block(Gate.NOT_ASSESSED)
    if standing.risk_until is None:
        return Block(Gate.NOT_DATED)
    if standing.risk_until < standing.today:
        return Block(Gate.ASSESSMENT_OVER, since=standing.risk_until)
    return Block(Gate.TOO_RISKY) if offer.risk > standing.risk_class else None


def _surprise(offer: Offer, standing: Standing) -> Block | None:
    """Surprises only now and then, never the same twice running, and within the year's budget."""
    gifts = [p for p in standing.past if p.surprise and p.status is not ProposalStatus.DECLINED]
    if gifts:
        if gifts[0].offer == offer.code:
            return Block(Gate.SAME_GIFT)
        until = gifts[0].presented + timedelta(days=standing.policy.surprise_rest_days)
        if standing.today < until:
            return Block(Gate.SURPRISED, until)
    if offer.cost_minor + offer.present_minor > standing.budget_left:
        return Block(Gate.BUDGET, date(standing.today.year + 1, 1, 1))
    return None
