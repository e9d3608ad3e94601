"""Cases: proposals of the past in the order in which they ended, and what was known beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    is what an outcome counts against the others: more the later it came.
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
        )


def words_of(texts: Sequence[str]) -> tuple[Whole, tuple[str, ...]]:
    """A column of words as places among its levels, which are in the order of their coming."""
    levels = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return np.fromiter((levels[t] for t in texts), np.int64, len(texts)), tuple(levels)
