"""How far the months of customers wander: what the interval of the months to come rests on.

A month is taken to be the one before it and a random step (a random walk), so that the sum of
the coming months is the less certain the further ahead it reaches. The variance of a customer's
steps is that of its own months, moderated towards what is usual for its size: (d₀·s₀² + Σ step²)
÷ (d₀ + steps), with d₀ and s₀² from the spread of the logarithms across customers. Source: Smyth,
“Linear models and empirical Bayes methods”, Statistical Applications in Genetics and Molecular
Biology 3 (2004). Amounts are minor units a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rmdesk.value.lifetime.credibility import OWN_MONTHS, Margin

# A step of 30 % of a month's size, believed as much as four own steps: so it was in the first
# year of the published extract of a Czech bank, for books too young to tell by themselves.
DEFAULT_RELATIVE = 0.09
DEFAULT_FREEDOM = 4.0
LEAST_STEPS = 3
LEAST_CUSTOMERS = 20
# A customer whose months are near zero has the size of a quarter of the typical one.
SMALLEST = 0.25
# The mean of two months of a random walk misses the last of them by half a step: ¼ of a variance.
_BEHIND = 0.25
# A single month may be off by its own size: accounts are filled after they are opened. In that
# extract the half-year after an account's first whole month had 0.8 to 3.3 times as much a month.
_SINGLE_MONTH = 1.0
_LEAST_RATIO = 1e-6
_LEAST_FREEDOM, _MOST_FREEDOM = 0.1, 100.0


@dataclass(frozen=True, slots=True)
class Spread:
    """What is uncertain of a customer's months.

    `step` is the variance from a month to the next, `level` that of the present level, both in
    squared minor units; `trend` by how much its like have been growing a month, in minor units,
    for `seen` months.
    """

    step: float = 0.0
    level: float = 0.0
    trend: float = 0.0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Wandering:
    """How the months of customers move, relative to their size.

    `relative` is the usual variance of a step over the squared size, `freedom` how many own steps
    weigh as much; `trend` the mean step over the size; `typical` the median size in minor units.
    """

    relative: float
    freedom: float
    trend: float
    typical: float

    def spread(self, own: Sequence[int], margin: Margin, used: int) -> Spread:
        """Return a customer's spread; `used` of its own months are in the margin's level."""
        size = _size(own, self.typical) or abs(margin.estimate)
        squares, count = _steps(own)
        step = (self.freedom * self.relative * size**2 + squares) / (self.freedom + count)
        if used:
            level = step * (_BEHIND + 1 / used - 1 / OWN_MONTHS)
            level += (_SINGLE_MONTH * size) ** 2 if len(own) == 1 else 0.0
        else:
            level = margin.variance + step * _BEHIND
        return Spread(step, level, self.trend * size, len(own))


def _size(own: Sequence[int], typical: float) -> float:
    """Return how large a customer's months are: the last two, and never nearly nothing."""
    last = own[-OWN_MONTHS:]
    return (abs(sum(last)) / len(last) if last else 0.0) + SMALLEST * typical


def _steps(own: Sequence[int]) -> tuple[int, int]:
    """Return the sum of the squared steps, and how many there are."""
    return sum((b - a) ** 2 for a, b in pairwise(own)), max(0, len(own) - 1)


def fit(months_of_customers: Sequence[Sequence[int]]) -> Wandering:
    """Return how these customers' months move; with too few of them the stated default."""
    known = [months for months in months_of_customers if months]
    typical = median(_size(months, 0) for months in known) if known else 0.0
    told = [m for m in known if len(m) > LEAST_STEPS and _size(m, typical) > 0]
    if len(told) < LEAST_CUSTOMERS:
        return Wandering(DEFAULT_RELATIVE, DEFAULT_FREEDOM, 0.0, typical)
    sizes = [_size(months, typical) for months in told]
    steps = [_steps(months) for months in told]
    ratios = [squares / size**2 for (squares, _n), size in zip(steps, sizes, strict=True)]
    counts = [count for _squares, count in steps]
    relative, freedom = _usual_variance(ratios, counts)
    # A customer's mean step is worth the less the more its months jump about.
    weights = [
        n * (freedom + n) / (freedom * relative + ratio)
        for ratio, n in zip(ratios, counts, strict=True)
    ]
    slopes = ((m[-1] - m[0]) / n / size for m, n, size in zip(told, counts, sizes, strict=True))
    trend = sum(w * slope for w, slope in zip(weights, slopes, strict=True)) / sum(weights)
    return Wandering(relative, freedom, trend, typical)


def _usual_variance(sums: Sequence[float], counts: Sequence[int]) -> tuple[float, float]:
    """Return s₀² and d₀ from sums of squares and how many squares are in each."""
    import numpy as np
    from scipy.optimize import brentq
    from scipy.special import digamma, polygamma

    n = np.asarray(counts, dtype=float)
    means = np.maximum(np.asarray(sums, dtype=float) / n, _LEAST_RATIO)
    logs = np.log(means) - digamma(n / 2) + np.log(n / 2)
    excess = float(logs.var(ddof=1) - polygamma(1, n / 2).mean())

    def miss(half: float) -> float:
        return float(polygamma(1, half)) - excess

    low, high = _LEAST_FREEDOM / 2, _MOST_FREEDOM / 2
    if miss(high) >= 0:
        half = high
    elif miss(low) <= 0:
        half = low
    else:
        half = float(brentq(miss, low, high))
    return float(np.exp(logs.mean() + digamma(half) - np.log(half))), 2 * half
