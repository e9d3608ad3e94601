"""Why an offer that fits must wait: consent, rest, complaints, suitability, credit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rmdesk.offers.offer import Offer
from rmdesk.terms import ProposalStatus

PRESENTED_REST_DAYS = 30
AT_MOST_IN_30_DAYS = 2


class Gate(StrEnum):
    """What stands in the way."""

    OPEN_PROPOSAL = "open_proposal"
    DECLINED = "declined"
    PRESENTED = "presented"
    TOO_MANY = "too_many"
    NO_CONSENT = "no_consent"
    COMPLAINT = "complaint"
    HELD = "held"
    NOT_ASSESSED = "not_assessed"
    ASSESSMENT_OVER = "assessment_over"
    TOO_RISKY = "too_risky"
    ARREARS = "arrears"


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier proposal to this customer."""

    offer: str
    status: ProposalStatus
    presented: date
    decided: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a customer the gates look at. `risk_class` is 1 to 5, 0 for never assessed."""

    today: date
    consents: bool
    complaint: bool
    arrears: bool
    holds: frozenset[str]
    risk_class: int
    risk_until: date | None
    past: Sequence[Past]
    declined_rest_days: int


@dataclass(frozen=True, slots=True)
class Block:
    """A gate that is shut, and the day on which it opens by itself, where there is one."""

    gate: Gate
    until: date | None = None


def block(offer: Offer, standing: Standing) -> Block | None:
    """The first gate that is shut for this offer, None where the way is free."""
    return _past(offer, standing) or _customer(offer, standing) or _suitability(offer, standing)


def _past(offer: Offer, standing: Standing) -> Block | None:
    recent = 0
    for past in standing.past:
        age = (standing.today - past.presented).days
        recent += age < PRESENTED_REST_DAYS
        if past.offer != offer.code:
            continue
        if past.status is ProposalStatus.PRESENTED:
            return Block(Gate.OPEN_PROPOSAL)
        rest = past.presented + timedelta(days=PRESENTED_REST_DAYS)
        if past.status is ProposalStatus.DECLINED:
            since = past.decided or past.presented
            until = max(rest, since + timedelta(days=standing.declined_rest_days))
            if standing.today < until:
                return Block(Gate.DECLINED, until)
        elif standing.today < rest:
            return Block(Gate.PRESENTED, rest)
    return Block(Gate.TOO_MANY) if recent >= AT_MOST_IN_30_DAYS else None


def _customer(offer: Offer, standing: Standing) -> Block | None:
    if not standing.consents:
        return Block(Gate.NO_CONSENT)
    if standing.complaint:
        return Block(Gate.COMPLAINT)
    if offer.credit and standing.arrears:
        return Block(Gate.ARREARS)
    return Block(Gate.HELD) if offer.sells and offer.sells in standing.holds else None


def _suitability(offer: Offer, standing: Standing) -> Block | None:
    """Products of risk R1 to R5 only for customers assessed C1 to C5 as high, and lately."""
    if not offer.risk:
        return None
    if not standing.risk_class:
        return Block(Gate.NOT_ASSESSED)
    if standing.risk_until is not None and standing.risk_until < standing.today:
        return Block(Gate.ASSESSMENT_OVER)
    return Block(Gate.TOO_RISKY) if offer.risk > standing.risk_class else None
