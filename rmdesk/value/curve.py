"""The curve of funds transfer prices: what money of a currency costs by how long it is bound.

Matched maturity: a contract with a term takes the curve of the day it began, at its term, and
keeps that. Money without a term takes the rate of a replicating portfolio: tranches that are
renewed on the first of a month, each at the mean of its node over as many months as it is long;
an overnight tranche follows the curve of each day (VALUE section 1).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from rmdesk.value.scale import MILLION
from rmdesk.value.share import half_even
from rmdesk.value.span import month_of, next_month
from rmdesk.value.steps import kept_from

OVERNIGHT_DAYS = 1
_VALID_FROM = attrgetter("valid_from")

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Node:
    """A rate a year in millionths for money that is bound so many days."""

    days: int
    ppm: int


@dataclass(frozen=True, slots=True)
class CurveOfDay:
    """The nodes in force from a day on, the shortest first; at least one."""

    valid_from: int
    nodes: tuple[Node, ...]

    def at(self, days: int) -> int:
        """The rate for a term: linear between two nodes, and beyond the last ones like these."""
        before = self.nodes[0]
        for node in self.nodes:
            if node.days >= days:
                if node.days == days or node is before:
                    return node.ppm
                rise = (node.ppm - before.ppm) * (days - before.days)
                return before.ppm + half_even(rise, node.days - before.days)
            before = node
        return before.ppm


@dataclass(frozen=True, slots=True)
class Tranche:
    """A part (millionths) of money without a term that is replicated at so many days."""

    days: int
    share_ppm: int

    @property
    def is_overnight(self) -> bool:
        """Whether it is renewed each day."""
        return self.days <= OVERNIGHT_DAYS

    @property
    def months(self) -> int:
        """Over how many months it is renewed."""
        return max(1, half_even(self.days * 12, YEAR_DAYS))


@dataclass(frozen=True, slots=True)
class Curve:
    """The curves of a currency, the oldest first."""

    steps: tuple[CurveOfDay, ...]
    # Means by tranche and month: of a curve that changes daily they are asked for each day.
    _means: dict[tuple[int, int], int | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def matched(self, day: int, days: int) -> int | None:
        """The rate for a contract of so many days that began on a day; None without a curve.

        A contract older than the first curve takes that one.
        """
        step = kept_from(self.steps, day)
        return None if step is None else step.at(days)

    def replicated(self, tranches: Sequence[Tranche], day: int) -> int | None:
        """The rate on a day for money without a term; None where no curve is known yet.

        A tranche whose months reach back before the first curve takes the mean of those that
        are known; a month that has no curve before its first day takes its own.
        """
        month, total = month_of(day), 0
        for tranche in tranches:
            overnight = tranche.is_overnight
            rate = self._of_day(tranche, day) if overnight else self._mean(tranche, month)
            if rate is None:
                return None
            total += rate * tranche.share_ppm
        return half_even(total, MILLION) if tranches else None

    def list_changes(self, days: int) -> Iterator[int]:
        """Yield the days from which the rate for a term differs from the one before."""
        before: int | None = None
        for step in self.steps:
            if (rate := step.at(days)) != before:
                yield step.valid_from
            before = rate

    def _of_day(self, tranche: Tranche, day: int) -> int | None:
        step = self._find_step(day) or (self.steps[0] if self.steps else None)
        if step is None or step.valid_from >= next_month(month_of(day)):
            return None
        return step.at(tranche.days)

    def _mean(self, tranche: Tranche, month: int) -> int | None:
        key = (tranche.days, month)
        if key not in self._means:
            self._means[key] = self._compute_mean(tranche, month)
        return self._means[key]

    def _compute_mean(self, tranche: Tranche, month: int) -> int | None:
        rates = [
            step.at(tranche.days)
            for back in range(tranche.months)
            if (step := self._find_step(next_month(month, -back))) is not None
        ]
        if not rates and (step := self._find_step(next_month(month) - 1)) is not None:
            rates = [step.at(tranche.days)]
        return half_even(sum(rates), len(rates)) if rates else None

    def _find_step(self, day: int) -> CurveOfDay | None:
        place = bisect_right(self.steps, day, key=_VALID_FROM)
        return self.steps[place - 1] if place else None
