"""Discounted sums over the months ahead, and the draws that intervals are made from.

The draws are the same for every customer and on every run, and evenly spread (stratified): a
thousand of them say more than twice as many random ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray

    Floats = NDArray[float64]
    Months = NDArray[intp]

LONGEST = 60
DRAWS = 1_000
_SEED = 20_140_523
_LOW, _HIGH = DRAWS // 10, DRAWS - DRAWS // 10


class Sums:
    """Discounted sums over 0, 1 … months: of 1, of a trend's growth, of a random walk's variance.

    `annuity[T]` is Σ v^t to T, and `walk[T]` Σ (annuity[T] − annuity[j])² over j < T: what a step
    in month j + 1 moves until T.
    """

    def __init__(self, yearly_discount: float) -> None:
        import numpy as np

        months = np.arange(1, LONGEST + 1)
        self.discounts: Floats = (1 + yearly_discount) ** (-months / 12)
        self.annuity = self.add_up(np.ones(LONGEST))
        self._growth = self.add_up(months.astype(float))
        first = np.concatenate([[0.0], np.cumsum(self.annuity[:-1])])
        squares = np.concatenate([[0.0], np.cumsum(self.annuity[:-1] ** 2)])
        count = np.arange(LONGEST + 1)
        self.walk: Floats = count * self.annuity**2 - 2 * self.annuity * first + squares

    def add_up(self, monthly: Floats) -> Floats:
        """Return the discounted sum of amounts month by month within 0, 1 … months."""
        import numpy as np

        found: Floats = np.zeros(LONGEST + 1)
        np.cumsum(monthly * self.discounts, out=found[1:])
        return found

    def grown(self, seen: int) -> Floats:
        """Return Σ v^t·min(t, seen) to 0, 1 … months: a trend goes on as long as it was seen."""
        import numpy as np

        last = min(seen, LONGEST)
        flat = self._growth[last] + last * (self.annuity - self.annuity[last])
        return np.where(np.arange(LONGEST + 1) <= last, self._growth, flat)


@lru_cache(maxsize=4)
def get_sums(yearly_discount: float) -> Sums:
    """Return the sums at a yearly discount rate (0.08 for 8 %)."""
    return Sums(yearly_discount)


class Draws:
    """The draws: of leaving, renewing and how far a trend goes on from 0 to 1, and a normal one."""

    def __init__(self) -> None:
        import numpy as np
        from scipy.special import ndtri

        random = np.random.default_rng(_SEED)

        def even() -> Floats:
            return (random.permutation(DRAWS) + 0.5) / DRAWS

        self.leaving: Floats = even()
        self.renewing: Floats = even()
        self.trend: Floats = even()
        self.wandering: Floats = ndtri(even())


@lru_cache(maxsize=1)
def get_draws() -> Draws:
    """Return the draws."""
    return Draws()


def bound_draws(sample: Floats) -> tuple[float, float]:
    """Return the bounds of the middle 80 % of some draws, which are put in another order."""
    sample.partition((_LOW - 1, _LOW, _HIGH - 1, _HIGH))
    low, high = sample[_LOW - 1] + sample[_LOW], sample[_HIGH - 1] + sample[_HIGH]
    return float(low) / 2, float(high) / 2
