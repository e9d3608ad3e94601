"""From what is known of a customer to figures that evidence can be weighed by.

A number becomes how far it lies from the middle, in standard deviations, and in which quarter of
the past it falls; a word becomes one figure for each level that is not rare. All figures are taken
from their average in the past, so that an ordinary customer has nothing that speaks for or
against.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rmdesk.offers.evidence.cases import Cases, Floats, Whole

MOST_FIGURES = 240
_PARTS = 4
_LEAST_OF_LEVEL = 10
_MOST_LEVELS = 30
_LEAST_LEVELS = 3
# Ends, middles and levels are taken from this number of the last cases, and as many of all before.
_RECENT = 5_000


@dataclass(frozen=True)
class NumberTrait:
    """How a number is read: the ends it is cut at, middle and spread, and the quarters' borders."""

    name: str
    column: int
    low: float
    high: float
    mean: float
    spread: float
    cuts: tuple[float, ...]
    may_miss: bool

    @property
    def figures(self) -> int:
        """Distance, quarters, and whether it is unknown."""
        return 1 + self._parts + self.may_miss

    @property
    def _parts(self) -> int:
        return len(self.cuts) + 1 if self.cuts else 0

    def labels(self) -> list[str]:
        """Return a name for each figure; two readings of one trait share the names."""
        missing = ["?"] * self.may_miss
        return ["away", *(f"quarter {part}" for part in range(self._parts)), *missing]

    def quarters(self) -> list[bool]:
        """Which figures say in which quarter the number falls."""
        return [False] + [True] * self._parts + [False] * self.may_miss

    def read(self, cases: Cases) -> Floats:
        """The figures of each case."""
        found = np.zeros((len(cases), self.figures))
        values = cases.numbers[:, self.column]
        unknown = np.isnan(values)
        known = np.where(unknown, self.mean, values)
        found[:, 0] = (np.clip(known, self.low, self.high) - self.mean) / self.spread
        if self.cuts:
            places = 1 + np.searchsorted(np.array(self.cuts), known, side="right")
            found[np.arange(len(cases)), places] = ~unknown
        if self.may_miss:
            found[:, -1] = unknown
        return found


@dataclass(frozen=True)
class WordTrait:
    """The levels of a word that are not rare, as places among all its levels."""

    name: str
    column: int
    levels: tuple[int, ...]

    @property
    def figures(self) -> int:
        """One for each level."""
        return len(self.levels)

    def labels(self) -> list[str]:
        """Return a name for each figure; two readings of one trait share the names."""
        return [f"level {level}" for level in self.levels]

    def quarters(self) -> list[bool]:
        """A word has none."""
        return [False] * len(self.levels)

    def read(self, cases: Cases) -> Floats:
        """1 where a case has a level."""
        chosen = np.array(self.levels, dtype=np.int64)
        return np.equal(cases.words[:, self.column, None], chosen[None]).astype(np.float64)


Trait = NumberTrait | WordTrait


class Encoding:
    """How cases are read, as far as the past can tell. Traits that never differ are left out."""

    def __init__(self, past: Cases) -> None:
        numbers = [_number(past, c) for c in range(len(past.number_names))]
        words = [_word(past, c) for c in range(len(past.word_names))]
        kept: list[Trait] = [t for t in (*numbers, *words) if t is not None]
        self.traits = tuple(kept)
        self.most_levels = _most_levels(past)
        self.least_of_level = _LEAST_OF_LEVEL
        self.known_levels = [
            frozenset(_frequent(past, column)) for column in range(len(past.word_names))
        ]
        by_column = {n.column: (n.low, n.high, n.may_miss) for n in numbers if n is not None}
        self.ends = [
            by_column.get(column) or _constant(past.numbers[:, column])
            for column in range(len(past.number_names))
        ]
        self._average = np.zeros(0)
        self._average = self.read(past).mean(axis=0) if self.traits else self._average

    def labels(self) -> list[tuple[str, str]]:
        """Return the trait's name and the figure's for each figure."""
        return [(trait.name, label) for trait in self.traits for label in trait.labels()]

    @property
    def average(self) -> Floats:
        """What each figure was in the past on average."""
        return self._average

    @property
    def figures(self) -> int:
        """How many figures there are."""
        return sum(trait.figures for trait in self.traits)

    def quarters(self) -> npt.NDArray[np.bool_]:
        """Which figures bend the straight line of a number."""
        return np.array([q for trait in self.traits for q in trait.quarters()], dtype=bool)

    def read(self, cases: Cases) -> Floats:
        """The figures of each case, taken from the average of the past."""
        if not self.traits:
            return np.zeros((len(cases), 0))
        figures = np.concatenate([trait.read(cases) for trait in self.traits], axis=1)
        return figures - self._average if len(self._average) else figures


def _number(past: Cases, column: int) -> NumberTrait | None:
    values = past.numbers[:, column]
    known = values[~np.isnan(values)]
    may_miss = len(known) < len(values)
    if not len(known) or known.min() == known.max():
        return None
    low, high = (float(v) for v in np.quantile(known, (0.01, 0.99)))
    if low == high:
        low, high = float(known.min()), float(known.max())
    cut = np.clip(known, low, high)
    with np.errstate(over="ignore", invalid="ignore"):
        spread = float(cut.std())
    if not 0 < spread < np.inf:
        return None
    few = len(past.number_names) * (_PARTS + 1) > MOST_FIGURES
    borders = () if few else np.unique(np.quantile(known, np.arange(1, _PARTS) / _PARTS))
    name = past.number_names[column]
    cuts = tuple(float(b) for b in borders if b > known.min())
    return NumberTrait(name, column, low, high, float(cut.mean()), spread, cuts, may_miss)


def _constant(values: Floats) -> tuple[float, float, bool]:
    """The ends of a number that tells nothing, and whether it may be unknown."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.inf, -np.inf, True
    return float(known.min()), float(known.max()), len(known) < len(values)


def _most_levels(past: Cases) -> int:
    room = max(0, MOST_FIGURES - len(past.number_names) * (_PARTS + 1))
    return min(_MOST_LEVELS, max(_LEAST_LEVELS, room // max(1, len(past.word_names))))


def _frequent(past: Cases, column: int) -> tuple[int, ...]:
    """The levels of a word that are not rare, the most frequent first."""
    counts = np.bincount(past.words[:, column], minlength=1)
    order = np.argsort(-counts, kind="stable")[: _most_levels(past)]
    return tuple(int(place) for place in order if counts[place] >= _LEAST_OF_LEVEL)


def _word(past: Cases, column: int) -> WordTrait | None:
    levels = _frequent(past, column)
    if not levels or (past.words[:, column] == levels[0]).all():
        return None
    return WordTrait(past.word_names[column], column, levels)


def sample(past: Cases) -> Cases:
    """Return the cases that tell how to read: the last ones, and evenly some of all before them."""
    early = len(past) - _RECENT
    if early <= _RECENT:
        return past
    places: Whole = np.r_[0 : early : -(-early // _RECENT), early : len(past)]
    return past.of(places)


def figure_starts(old: Encoding, worth: Floats, new: Encoding) -> Floats:
    """Return level and worths of one reading for another, 0 where it has a figure more."""
    known = dict(zip(old.labels(), worth[1:], strict=True))
    return np.array([worth[0], *(known.get(label, 0.0) for label in new.labels())])
