"""Which offers to put forward: at most three, at most one of a family, the best first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rmdesk.offers.acceptance import Chance, Rates
from rmdesk.offers.approach import Approach, list_channels, plan_approach
from rmdesk.offers.catalogue import Catalogue
from rmdesk.offers.conditions import Op, Reason, reasons
from rmdesk.offers.effects import Source
from rmdesk.offers.eligibility import Block, Gate, Standing, block
from rmdesk.offers.expectation import Expectation, NoPrices, Prices, expect
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
    """An offer put forward. Amounts in minor units.

    `expectation` is what a yes brings in its first year, and of what that consists.
    `now` says why now: what runs out soon where it is `urgent`, else how long nothing was proposed.
    `terms` are what moves the chance of this customer; `standing` is what its gates looked at.
    """

    offer: Offer
    reasons: tuple[Reason, ...]
    chance: Chance
    expectation: Expectation
    score: int
    urgent: bool
    now: Reason | None
    terms: tuple[Term, ...]
    standing: Standing

    @property
    def approach(self) -> Approach:
        """Return how it may be put to the customer; few of all that fit are."""
        channels = list_channels(self.expectation.facts, self.standing)
        return plan_approach(self.offer, self.standing, channels)

    @property
    def expected_minor(self) -> int:
        """Return the first year's value after a yes, less that before, less the cost of a yes."""
        return self.expectation.minor


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer that would fit, and why not now; what it comes to, where that is why."""

    offer: Offer
    block: Block
    expectation: Expectation | None = None


def suggest(
    catalogue: Sequence[Offer],
    facts: Facts,
    standing: Standing,
    rates: Rates,
    prices: Prices = NoPrices(),  # noqa: B008 - it has no state
) -> tuple[list[Suggestion], list[Waiting]]:
    """What to put forward to one customer, and what must wait, in a fixed order.

    At most one offer of a family, and at most one for the same money: what matures can be put
    on a ladder or into a certificate, and is to be talked of once.
    """
    fitting, waiting = fits(catalogue, facts, standing, rates, prices)
    best: list[Suggestion] = []
    families: set[OfferFamily] = set()
    moved: set[Source] = set()
    for suggestion in fitting:
        sources = suggestion.offer.sources
        if suggestion.offer.family in families or sources & moved or len(best) == AT_MOST:
            continue
        families.add(suggestion.offer.family)
        moved |= sources
        best.append(suggestion)
    return best, waiting


def fits(
    catalogue: Iterable[Offer],
    facts: Facts,
    standing: Standing,
    rates: Rates,
    prices: Prices = NoPrices(),  # noqa: B008 - it has no state
) -> tuple[list[Suggestion], list[Waiting]]:
    """All offers that fit a customer and pay, the best first; and those that must wait.

    One whose yes would cost the bank waits as well, and says so.
    """
    fitting: list[Suggestion] = []
    waiting: list[Waiting] = []
    terms: tuple[Term, ...] | None = None
    for offer, why in _list_matching(catalogue, facts):
        shut = block(offer, standing)
        if shut is not None:
            waiting.append(Waiting(offer, shut))
            continue
        expectation = expect(offer, facts, prices)
        shut = _block_by_value(offer, expectation)
        if shut is not None:
            waiting.append(Waiting(offer, shut, expectation))
            continue
        terms = tuple(rates.evidence.terms(facts)) if terms is None else terms
        chance = rates.weighed(offer.code, terms)
        found = _weighed(offer, why, chance, expectation, terms, standing)
        if found.score > 0:
            fitting.append(found)
        else:
            waiting.append(Waiting(offer, _unprofitable(expectation), expectation))
    fitting.sort(key=lambda s: (-s.score, s.offer.code))
    return fitting, waiting


def _list_matching(
    catalogue: Iterable[Offer], facts: Facts
) -> Iterator[tuple[Offer, tuple[Reason, ...]]]:
    """Yield the offers whose conditions a customer meets, with the reasons they give."""
    if isinstance(catalogue, Catalogue):
        catalogue = catalogue.list_possible(facts)
    for offer in catalogue:
        why = reasons(offer.conditions, facts)
        if why is not None:
            yield offer, why


def _block_by_value(offer: Offer, expectation: Expectation) -> Block | None:
    """Return why a yes is worth nothing, however likely it is; None where it is worth something."""
    if expectation.is_too_small:
        return Block(Gate.BELOW_MINIMUM, minor=offer.minimum_minor)
    if not expectation.is_known:
        return Block(Gate.NO_PRICES)
    return _unprofitable(expectation) if expectation.minor <= 0 else None


def _unprofitable(expectation: Expectation) -> Block:
    """Return why an offer is not worth proposing: a yes costs the bank, or brings too little."""
    minor = expectation.minor
    return Block(Gate.LOSES if minor < 0 else Gate.TOO_LITTLE, minor=minor)


def _weighed(
    offer: Offer,
    why: tuple[Reason, ...],
    chance: Chance,
    expectation: Expectation,
    terms: tuple[Term, ...],
    standing: Standing,
) -> Suggestion:
    facts = expectation.facts
    left = facts.numbers.get(offer.trigger) if offer.trigger else None
    quiet = facts.numbers.get(Measure.DAYS_SINCE_PROPOSAL)
    urgent, now = False, None
    if offer.trigger is not None and left is not None and left <= URGENT_DAYS:
        urgent, now = True, Reason(offer.trigger, Op.AT_MOST, URGENT_DAYS, left)
    elif quiet is not None:
        now = Reason(Measure.DAYS_SINCE_PROPOSAL, Op.AT_LEAST, 0, quiet)
    score = _score(offer, expectation.minor, chance, urgent)
    return Suggestion(offer, why, chance, expectation, score, urgent, now, terms, standing)


def _score(offer: Offer, expected: int, chance: Chance, urgent: bool) -> int:
    """P × what a yes brings after its cost − cost of presenting; a quarter more when urgent.

    A surprise is given, not accepted: it is worth what it may keep, whatever its chance.
    """
    sure = _MILLION if offer.family is OfferFamily.SURPRISE else chance.ppm
    value = sure * expected // _MILLION - offer.present_minor
    return value * _URGENT_PPM // _MILLION if urgent and value > 0 else value
