"""How likely a yes is: pooled rates of the past, then what is known of the customer, line by line.

θ0 is the offer's own rate pooled towards its family's, that towards the book's; outcomes count
half after 180 days (VALUE section 3). Then each trait adds its log odds: logit P = logit θ0 + what
the traits add. The interval holds the chance 8 times of 10; it is that of a Beta distribution with
as many outcomes as θ0 rests on, reckoned in log odds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import exp, log, sqrt

from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.pooling import POOLING, PRIOR, pooled, reach
from rmdesk.offers.sharing import share_out
from rmdesk.offers.traits import Evidence, Term
from rmdesk.terms import OfferFamily

HALF_LIFE_DAYS = 180
UNTRIED_BELOW = 5
# What adds less than this to the chance, in millionths, goes into the line of all others, and so
# does what is beyond the first lines.
LEAST_PUSH_PPM = 5_000
MOST_PUSHES = 4
# With less, the sum of all terms says nothing about how steep the chance is.
_LEAST_SUM = 1e-3
_POINT_PPM = 10_000
_INTERVAL_SPREADS = 1.2816
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many proposals of an offer ended on a day, and how many of them with a yes."""

    offer: str
    day: date
    count: int
    yes: int


@dataclass(frozen=True, slots=True)
class Push:
    """A trait, and by how much it moves the offer's usual chance; no trait for all others.

    Together the lines lead from the usual chance to the customer's, in millionths (`ppm`) as in
    the whole percentage points that are shown (`points`).
    """

    measure: Measure | None
    ppm: int
    points: int


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of a yes, all in millionths; `low` to `high` holds it 8 times of 10.

    `usual_ppm` is that of an ordinary customer: the pooled rate, with what the evidence has learnt
    of everybody. Outcomes are whole numbers, of the offer and of its family.
    """

    ppm: int
    low_ppm: int
    high_ppm: int
    usual_ppm: int
    outcomes: int
    accepted: int
    family_outcomes: int
    family_accepted: int

    @property
    def untried(self) -> bool:
        """Whether there are too few outcomes to speak of."""
        return self.outcomes < UNTRIED_BELOW


@dataclass(slots=True)
class _Sum:
    yes: float = 0.0
    count: float = 0.0
    whole_yes: int = 0
    whole_count: int = 0

    def add(self, outcomes: Outcomes, weight: float) -> None:
        self.yes += weight * outcomes.yes
        self.count += weight * outcomes.count
        self.whole_yes += outcomes.yes
        self.whole_count += outcomes.count


@dataclass(frozen=True)
class Rates:
    """The usual chance of each offer, and what it rests on."""

    evidence: Evidence
    _usual: Mapping[str, float]
    _single: Mapping[str, _Sum]
    _of_family: Mapping[OfferFamily, _Sum]
    _families: Mapping[str, OfferFamily] = field(default_factory=dict)
    _started: frozenset[str] = frozenset()

    def of(self, offer: str, facts: Facts) -> Chance:
        """The chance that a customer accepts an offer."""
        return self.weighed(offer, self.evidence.terms(facts))

    def weighed(self, offer: str, terms: Sequence[Term]) -> Chance:
        """The chance of a customer whose terms were reckoned before: they hold for all offers."""
        usual, single = self._usual[offer], self._single[offer]
        family = self._of_family[self._families[offer]]
        part = reach(single.count) if offer in self._started else 1.0
        ordinary = log(usual / (1 - usual)) + part * self.evidence.level
        odds = ordinary + sum(t.log_odds for t in terms)
        likely = _chance(odds)
        wide = _INTERVAL_SPREADS / sqrt((single.count + POOLING) * likely * (1 - likely))
        return Chance(
            *(_ppm(likely), _ppm(_chance(odds - wide)), _ppm(_chance(odds + wide))),
            _ppm(_chance(ordinary)),
            *(single.whole_count, single.whole_yes, family.whole_count, family.whole_yes),
        )


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def pushes(chance: Chance, terms: Iterable[Term]) -> tuple[Push, ...]:
    """Return what moves a customer's chance from what it usually is, line by line.

    Each trait gets its part of the difference, in proportion to the log odds it adds (Aumann and
    Shapley's values of a function of a sum). What is small is one line.
    """
    found = sorted(terms, key=lambda term: -abs(term.log_odds))
    steep = _steepness(chance, sum(term.log_odds for term in found))
    named = [t for t in found[:MOST_PUSHES] if abs(t.log_odds * steep) >= LEAST_PUSH_PPM]
    measures: list[Measure | None] = [term.measure for term in named]
    parts = [term.log_odds * steep for term in named]
    if len(found) > len(named):
        measures.append(None)
        parts.append(sum(term.log_odds for term in found[len(named) :]) * steep)
    elif not found:
        return ()
    ppm = share_out(parts, chance.ppm - chance.usual_ppm)
    shown = share_out(
        [part / _POINT_PPM for part in parts], _percent(chance.ppm) - _percent(chance.usual_ppm)
    )
    return tuple(map(Push, measures, ppm, shown))


def _steepness(chance: Chance, total: float) -> float:
    """By how many millionths the chance moves for one in log odds."""
    if abs(total) >= _LEAST_SUM:
        return (chance.ppm - chance.usual_ppm) / total
    usual = chance.usual_ppm / _MILLION
    return usual * (1 - usual) * _MILLION


def _percent(ppm: int) -> int:
    """Whole percent, rounded as they are shown."""
    return round(ppm / _POINT_PPM)


def _ppm(share: float) -> int:
    return round(share * _MILLION)


def rates(
    outcomes: Iterable[Outcomes],
    families: Mapping[str, OfferFamily],
    today: date,
    evidence: Evidence | None = None,
    own: Mapping[str, int] | None = None,
) -> Rates:
    """The rates of some offers, from all outcomes of the book.

    `own` are the chances to begin with of offers that have one, in millionths.
    """
    book = _Sum()
    of_family = {family: _Sum() for family in OfferFamily}
    single = {offer: _Sum() for offer in families}
    for outcome in outcomes:
        if outcome.offer not in families:
            continue
        weight = 0.5 ** (max(0, (today - outcome.day).days) / HALF_LIFE_DAYS)
        for total in (book, of_family[families[outcome.offer]], single[outcome.offer]):
            total.add(outcome, weight)
    of_book = pooled(book.yes, book.count, PRIOR)
    family = {name: pooled(s.yes, s.count, of_book) for name, s in of_family.items()}
    usual = {}
    for offer, total in single.items():
        first = (own or {}).get(offer)
        towards = family[families[offer]] if first is None else first / _MILLION
        usual[offer] = pooled(total.yes, total.count, towards)
    return Rates(evidence or Evidence(), usual, single, of_family, families, frozenset(own or ()))
