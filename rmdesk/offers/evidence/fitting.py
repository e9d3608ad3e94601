"""From the manager's own outcomes to what each trait is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from rmdesk.offers.acceptance import HALF_LIFE_DAYS
from rmdesk.offers.evidence.cases import Cases, Floats, words_of
from rmdesk.offers.evidence.encoding import Encoding, NumberTrait, WordTrait
from rmdesk.offers.evidence.learner import LEAST_CASES, Learner
from rmdesk.offers.evidence.running_rates import RunningRates
from rmdesk.offers.measures import TRAITS, Unit, unit
from rmdesk.offers.pooling import POOLING, PRIOR
from rmdesk.offers.traits import Evidence, NumberWorth, WordWorth
from rmdesk.terms import OfferFamily

_NUMBERS = tuple(m for m in TRAITS if unit(m) is not Unit.WORDS)
_WORDS = tuple(m for m in TRAITS if unit(m) is Unit.WORDS)

_MILLION = 1_000_000


@dataclass(frozen=True)
class Ended:
    """A proposal that ended: what was offered, what was known of the customer, how it ended.

    `start_ppm` is the offer's own chance to begin with, where it has one.
    """

    offer: str
    family: OfferFamily
    day: date
    yes: bool
    traits: Mapping[str, int | str]
    start_ppm: int | None = None


def cases_of(ended: Sequence[Ended]) -> Cases:
    """The proposals as cases, in the order given."""
    offers = {e.offer: e.family for e in ended}
    places = {offer: place for place, offer in enumerate(offers)}
    families = tuple(list(OfferFamily).index(family) for family in offers.values())
    numbers = np.full((len(ended), len(_NUMBERS)), np.nan)
    for column, measure in enumerate(_NUMBERS):
        for row, case in enumerate(ended):
            value = case.traits.get(measure.value)
            if isinstance(value, int):
                numbers[row, column] = value
    coded = [words_of([str(e.traits.get(m.value, "")) for e in ended]) for m in _WORDS]
    last = ended[-1].day if ended else date.min
    return Cases(
        tuple(m.value for m in _NUMBERS),
        numbers,
        tuple(m.value for m in _WORDS),
        np.stack([column for column, _ in coded], axis=1),
        tuple(levels for _, levels in coded),
        np.array([float(e.yes) for e in ended]),
        np.array([places[e.offer] for e in ended], dtype=np.int64),
        families,
        np.array([2.0 ** ((e.day - last).days / HALF_LIFE_DAYS) for e in ended]),
        np.array([float(e.day.toordinal()) for e in ended]),
    )


def own_rates(ended: Sequence[Ended]) -> RunningRates:
    """Return the running rates of the offers of some proposals, before any outcome."""
    offers = {e.offer: e for e in ended}
    families = tuple(list(OfferFamily).index(e.family) for e in offers.values())
    starts = [None if e.start_ppm is None else e.start_ppm / _MILLION for e in offers.values()]
    return RunningRates(families, PRIOR, POOLING, starts=starts)


def fit(ended: Sequence[Ended]) -> Evidence:
    """What the outcomes teach; nothing where there are too few of them."""
    if len(ended) < LEAST_CASES or len({e.yes for e in ended}) < 2:
        return Evidence(len(ended))
    cases = cases_of(ended)
    learner = Learner(own_rates(ended))
    learner.begin(cases)
    encoding = learner.encoding
    if encoding is None or not encoding.traits:
        return Evidence(len(ended))
    level, worth = learner.sum()
    return _told(len(ended), level, worth, encoding, cases)


def _told(
    count: int,
    level: float,
    worth: Floats,
    encoding: Encoding,
    cases: Cases,
) -> Evidence:
    numbers, words, first = list[NumberWorth](), list[WordWorth](), 0
    for trait in encoding.traits:
        part = slice(first, first + trait.figures)
        first += trait.figures
        own, middle = worth[part], float(worth[part] @ encoding.average[part])
        if isinstance(trait, NumberTrait):
            numbers.append(_number(trait, [float(w) for w in own], middle))
        else:
            words.append(_word(trait, [float(w) for w in own], middle, cases))
    return Evidence(count, level, tuple(numbers), tuple(words))


def _number(trait: NumberTrait, own: list[float], middle: float) -> NumberWorth:
    unknown = own.pop() if trait.may_miss else middle
    return NumberWorth(
        *(trait.name, trait.low, trait.high, trait.mean, trait.spread, own[0]),
        *(trait.cuts, tuple(own[1:]), unknown, middle),
    )


def _word(trait: WordTrait, own: list[float], middle: float, cases: Cases) -> WordWorth:
    names = cases.levels[trait.column]
    levels = {names[level]: w for level, w in zip(trait.levels, own, strict=True)}
    return WordWorth(trait.name, levels, middle)
