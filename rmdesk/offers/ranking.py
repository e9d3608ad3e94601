"""Which offers to put forward: at most three, at most one of a family, the best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rmdesk.offers.acceptance import Chance
from rmdesk.offers.conditions import Facts, Reason, reasons
from rmdesk.offers.eligibility import Block, Standing, block
from rmdesk.offers.offer import Offer
from rmdesk.terms import OfferFamily

AT_MOST = 3
URGENT_DAYS = 14
_URGENT_PPM = 1_250_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer put forward. Amounts in minor units; `expected_minor` is the first year's."""

    offer: Offer
    reasons: tuple[Reason, ...]
    chance: Chance
    expected_minor: int
    score: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer that would fit, and why not now."""

    offer: Offer
    block: Block


def suggest(
    catalogue: Sequence[Offer], facts: Facts, standing: Standing, chances: Mapping[str, Chance]
) -> tuple[list[Suggestion], list[Waiting]]:
    """What to put forward to one customer, and what must wait, in a fixed order."""
    fitting: list[Suggestion] = []
    waiting: list[Waiting] = []
    for offer in catalogue:
        why = reasons(offer.conditions, facts)
        if why is None:
            continue
        shut = block(offer, standing)
        if shut is not None:
            waiting.append(Waiting(offer, shut))
            continue
        expected = offer.expected.of(facts)
        chance = chances[offer.code]
        score = _score(offer, expected, chance, _urgent(offer, facts))
        fitting.append(Suggestion(offer, why, chance, expected, score))
    fitting.sort(key=lambda s: (-s.score, s.offer.code))
    best: list[Suggestion] = []
    families: set[OfferFamily] = set()
    for suggestion in fitting:
        if suggestion.offer.family not in families and len(best) < AT_MOST:
            families.add(suggestion.offer.family)
            best.append(suggestion)
    return best, waiting


def _urgent(offer: Offer, facts: Facts) -> bool:
    days = facts.numbers.get(offer.trigger) if offer.trigger else None
    return days is not None and days <= URGENT_DAYS


def _score(offer: Offer, expected: int, chance: Chance, urgent: bool) -> int:
    """P × (contribution − cost if accepted) − cost of presenting; a quarter more when urgent."""
    value = chance.ppm * (expected - offer.cost_minor) // _MILLION - offer.present_minor
    return value * _URGENT_PPM // _MILLION if urgent and value > 0 else value
