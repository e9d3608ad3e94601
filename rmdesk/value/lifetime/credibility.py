"""Credibility: how far a customer's own months are believed, against those of its like.

The estimate is z · own + (1 − z) · mean of the like, z = n ÷ (n + κ), κ the variance within
customers over that between them (Bühlmann). With few months, or months that jump about, the like
weigh more. Amounts are minor units a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Segment:
    """Customers that are alike: how many, their mean month, and the two variances."""

    customers: int
    mean: float
    within: float
    between: float

    @property
    def kappa(self) -> float:
        """How many own months weigh as much as the whole segment; infinite where all are alike."""
        return self.within / self.between if self.between > 0 else inf


@dataclass(frozen=True, slots=True)
class Margin:
    """A customer's estimated month: own months and segment, blended by `weight` (z, 0 to 1).

    `variance` is what remains unknown of the true monthly mean.
    """

    own: float
    segment: float
    weight: float
    variance: float

    @property
    def estimate(self) -> float:
        """The blended month."""
        return self.weight * self.own + (1 - self.weight) * self.segment


def segment(months_of_customers: Sequence[Sequence[int]]) -> Segment:
    """A segment from its customers' months, each with the same number of months (two or more)."""
    count = len(months_of_customers)
    if not count:
        return Segment(0, 0.0, 0.0, 0.0)
    length = len(months_of_customers[0])
    means = [sum(months) / length for months in months_of_customers]
    whole = sum(means) / count
    within = sum(
        sum((month - mean) ** 2 for month in months) / (length - 1)
        for months, mean in zip(months_of_customers, means, strict=True)
    )
    within /= count
    spread = sum((mean - whole) ** 2 for mean in means) / (count - 1) if count > 1 else 0.0
    return Segment(count, whole, within, max(0.0, spread - within / length))


def margin(own_months: Sequence[int], like: Segment) -> Margin:
    """A customer's month from its last own months (none at all: the segment's alone)."""
    count = len(own_months)
    own = sum(own_months) / count if count else 0.0
    weight = count / (count + like.kappa) if count else 0.0
    return Margin(own, like.mean, weight, like.between * (1 - weight))
