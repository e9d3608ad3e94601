"""Credibility: how far a customer's own months are believed, against those of its like.

The estimate is z · own + (1 − z) · mean of the like, z = n ÷ (n + κ), κ the variance within
customers over that between them (Bühlmann). With few months, or months that jump about, the like
weigh more. Amounts are minor units a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

# The last one or two months, shrunk, beat all longer windows (VALUE section 2, Berka).
OWN_MONTHS = 2
# A book too young to tell κ takes the one measured there, in months (VALUE section 2).
DEFAULT_KAPPA = 0.67


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


def young_segment(months_of_customers: Sequence[Sequence[int]]) -> Segment:
    """Return the segment of a book too young to tell how its customers differ.

    Its months are the customers' own means; that κ is the default one makes it a weak prior, so
    that a customer's own months count from the first.
    """
    known = [months for months in months_of_customers if months]
    if not known:
        return Segment(0, 0.0, 0.0, 0.0)
    means = [sum(months) / len(months) for months in known]
    whole = sum(means) / len(means)
    spread = sum((mean - whole) ** 2 for mean in means) / len(means)
    # One customer alone says nothing of the others: they may differ by as much as it brings.
    between = spread or whole**2
    return Segment(len(known), whole, DEFAULT_KAPPA * between, between)


def margin(own_months: Sequence[int], like: Segment) -> Margin:
    """A customer's month from its last own months (none at all: the segment's alone)."""
    count = len(own_months)
    own = sum(own_months) / count if count else 0.0
    weight = count / (count + like.kappa) if count else 0.0
    return Margin(own, like.mean, weight, like.between * (1 - weight))
