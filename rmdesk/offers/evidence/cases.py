"""Cases: proposals of the past in the order in which they ended, and what was known beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cases:
    """Some cases; all arrays have a row a case.

    `numbers` has a column for each of `number_names`, NaN where nothing is known; `words` a column
    of places in `levels` for each of `word_names`. `yes` is 1 or 0. `groups` is the place of what
    was offered, among as many as `families` has; that says to which family each belongs. `weight`
    is what an outcome counts against the others in the base rate: more the later it came. `days`
    are days of the calendar, counted from any one, where they are known; else None: then memories
    count cases.
    """

    number_names: tuple[str, ...]
    numbers: Floats
    word_names: tuple[str, ...]
    words: Whole
    levels: tuple[tuple[str, ...], ...]
    yes: Floats
    groups: Whole
    families: tuple[int, ...]
    weight: Floats
    days: Floats | None = None

    def __len__(self) -> int:
        return len(self.yes)

    def rows(self, first: int, end: int) -> "Cases":
        """The cases from `first` up to `end`."""
        part = slice(first, end)
        return Cases(
            self.number_names,
            self.numbers[part],
            self.word_names,
            self.words[part],
            self.levels,
            self.yes[part],
            self.groups[part],
            self.families,
            self.weight[part],
            None if self.days is None else self.days[part],
        )

    def of(self, places: Whole) -> "Cases":
        """Return the cases at some places, in that order."""
        return replace(
            self,
            numbers=self.numbers[places],
            words=self.words[places],
            yes=self.yes[places],
            groups=self.groups[places],
            weight=self.weight[places],
            days=None if self.days is None else self.days[places],
        )

    def ages(self) -> Floats:
        """Return how long before the last one each case was, in days or, without them, in cases."""
        if self.days is None:
            return np.arange(len(self) - 1, -1, -1, dtype=np.float64)
        ages: Floats = self.days[-1] - self.days
        return ages

    def span_after(self, before: "Cases | None") -> float:
        """Return how long before the last of these cases the last one of `before` was."""
        if before is None or not len(before) or self.days is None or before.days is None:
            return float(len(self))
        return float(self.days[-1] - before.days[-1])


def words_of(texts: Sequence[str]) -> tuple[Whole, tuple[str, ...]]:
    """A column of words as places among its levels, which are in the order of their coming."""
    levels = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return np.fromiter((levels[t] for t in texts), np.int64, len(texts)), tuple(levels)
