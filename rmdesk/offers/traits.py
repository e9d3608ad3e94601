"""What was learnt of outcomes, ready to be applied: what each trait of a customer is worth.

It is learnt in `rmdesk.offers.evidence`, kept, and applied here without NumPy: a look at a
customer adds up a few figures.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from rmdesk.offers.measures import BY_NAME, Facts, Measure, Unit, unit


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a chance: a trait, and what it adds to the log odds."""

    measure: Measure
    log_odds: float


@dataclass(frozen=True, slots=True)
class NumberWorth:
    """What a number is worth: by its distance from the middle, and by the quarter it falls in.

    `middle` is what an ordinary customer has; `unknown` is for whom the number is not known.
    """

    measure: str
    low: float
    high: float
    mean: float
    spread: float
    slope: float
    cuts: tuple[float, ...]
    parts: tuple[float, ...]
    unknown: float
    middle: float

    def of(self, value: float | None) -> float:
        """The log odds that a value adds."""
        if value is None:
            return self.unknown - self.middle
        away = (min(self.high, max(self.low, value)) - self.mean) / self.spread
        part = self.parts[bisect_right(self.cuts, value)] if self.parts else 0.0
        return self.slope * away + part - self.middle


@dataclass(frozen=True, slots=True)
class WordWorth:
    """What each level of a word is worth; one that was rare counts as nothing known."""

    measure: str
    levels: Mapping[str, float]
    middle: float

    def of(self, word: str) -> float:
        """The log odds that a word adds."""
        return self.levels.get(word, 0.0) - self.middle


@dataclass(frozen=True)
class Evidence:
    """What some outcomes taught: `level` for everybody, and each trait's worth."""

    outcomes: int = 0
    level: float = 0.0
    numbers: tuple[NumberWorth, ...] = ()
    words: tuple[WordWorth, ...] = ()

    def terms(self, facts: Facts) -> list[Term]:
        """What each trait of a customer adds, the strongest first."""
        found = [
            Term(BY_NAME[worth.measure], worth.of(facts.numbers.get(BY_NAME[worth.measure])))
            for worth in self.numbers
        ]
        found += [
            Term(BY_NAME[worth.measure], worth.of(word_of(facts, BY_NAME[worth.measure])))
            for worth in self.words
        ]
        return sorted(found, key=lambda term: (-abs(term.log_odds), term.measure))

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))


def from_json(text: str) -> Evidence:
    """What `to_json` gave; traits that are no measures any more are left out."""
    data = json.loads(text)
    return Evidence(
        data["outcomes"],
        data["level"],
        tuple(
            NumberWorth(**entry | {"cuts": tuple(entry["cuts"]), "parts": tuple(entry["parts"])})
            for entry in data["numbers"]
            if entry["measure"] in BY_NAME
        ),
        tuple(WordWorth(**entry) for entry in data["words"] if entry["measure"] in BY_NAME),
    )


def word_of(facts: Facts, measure: Measure) -> str:
    """The one word of a measure that has one, empty where it is not known."""
    return next(iter(facts.words.get(measure, ())), "")


def kept(facts: Facts, traits: Sequence[Measure]) -> dict[str, int | str]:
    """What is known of a customer, as it is kept with a proposal to learn from later."""
    found: dict[str, int | str] = {}
    for measure in traits:
        if unit(measure) is Unit.WORDS:
            if word := word_of(facts, measure):
                found[measure.value] = word
        elif measure in facts.numbers:
            found[measure.value] = facts.numbers[measure]
    return found
