"""Which offers to put forward: at most three, at most one of a family, the best first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rmdesk.offers.acceptance import Chance, Rates
from rmdesk.offers.approach import Approach, list_channels, plan_approach
from rmdesk.offers.conditions import Op, Reason, reasons
from rmdesk.offers.effects import Verb
from rmdesk.offers.eligibility import Block, Standing, block
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.offer import Offer
from rmdesk.offers.traits import Term
from rmdesk.terms import OfferFamily

AT_MOST = 3
URGENT_DAYS = 14
_URGENT_PPM = 1_250_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer put forward. Amounts in minor units; `expected_minor` is the first year's.

    `now` says why now: what runs out soon where it is `urgent`, else how long nothing was proposed.
    `terms` are what moves the chance of this customer, `approach` how it may be put.
    """

    offer: Offer
    reasons: tuple[Reason, ...]
    chance: Chance
    expected_minor: int
    score: int
    urgent: bool
    now: Reason | None
    terms: tuple[Term, ...]
    approach: Approach = Approach()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer that would fit, and why not now."""

    offer: Offer
    block: Block


def suggest(
    catalogue: Sequence[Offer], facts: Facts, standing: Standing, rates: Rates
) -> tuple[list[Suggestion], list[Waiting]]:
    """What to put forward to one customer, and what must wait, in a fixed order."""
    fitting, waiting = fits(catalogue, facts, standing, rates)
    best: list[Suggestion] = []
    families: set[OfferFamily] = set()
    for suggestion in fitting:
        if suggestion.offer.family not in families and len(best) < AT_MOST:
            families.add(suggestion.offer.family)
            best.append(suggestion)
    return best, waiting


def fits(
    catalogue: Iterable[Offer], facts: Facts, standing: Standing, rates: Rates
) -> tuple[list[Suggestion], list[Waiting]]:
    """All offers that fit a customer and pay, the best first; and those that must wait."""
    fitting: list[Suggestion] = []
    waiting: list[Waiting] = []
    terms: tuple[Term, ...] | None = None
    for offer in catalogue:
        why = reasons(offer.conditions, facts)
        if why is None:
            continue
        shut = block(offer, standing)
        if shut is not None:
            waiting.append(Waiting(offer, shut))
            continue
        terms = tuple(rates.evidence.terms(facts)) if terms is None else terms
        found = _weighed(offer, why, facts, rates.weighed(offer.code, terms), terms)
        if found.score > 0:
            fitting.append(found)
    fitting.sort(key=lambda s: (-s.score, s.offer.code))
    channels = list_channels(facts, standing) if fitting else ()
    fitting = [
        replace(found, approach=plan_approach(found.offer, standing, channels)) for found in fitting
    ]
    return fitting, waiting


def _weighed(
    offer: Offer,
    why: tuple[Reason, ...],
    facts: Facts,
    chance: Chance,
    terms: tuple[Term, ...],
) -> Suggestion:
    expected = round(sum(e.amount.exact(facts) for e in offer.effects if e.verb is Verb.GAIN))
    left = facts.numbers.get(offer.trigger) if offer.trigger else None
    quiet = facts.numbers.get(Measure.DAYS_SINCE_PROPOSAL)
    urgent, now = False, None
    if offer.trigger is not None and left is not None and left <= URGENT_DAYS:
        urgent, now = True, Reason(offer.trigger, Op.AT_MOST, URGENT_DAYS, left)
    elif quiet is not None:
        now = Reason(Measure.DAYS_SINCE_PROPOSAL, Op.AT_LEAST, 0, quiet)
    score = _score(offer, expected, chance, urgent)
    return Suggestion(offer, why, chance, expected, score, urgent, now, terms)


def _score(offer: Offer, expected: int, chance: Chance, urgent: bool) -> int:
    """P × (contribution − cost if accepted) − cost of presenting; a quarter more when urgent.

    A surprise is given, not accepted: it is worth what it may keep, whatever its chance.
    """
    sure = _MILLION if offer.family is OfferFamily.SURPRISE else chance.ppm
    value = sure * (expected - offer.cost_minor) // _MILLION - offer.present_minor
    return value * _URGENT_PPM // _MILLION if urgent and value > 0 else value
