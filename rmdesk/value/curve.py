"""The curve of funds transfer prices: what money of a currency costs by how long it is bound.

Matched maturity: a contract with a term takes the curve of the day it began, at its term, and
keeps that. Money without a term takes the rate of a replicating portfolio: tranches that are
renewed month by month, each at the mean of its node over as many months as it is long
(VALUE section 1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rmdesk.value.scale import MILLION
from rmdesk.value.share import half_even
from rmdesk.value.span import next_month
from rmdesk.value.steps import kept_from, latest

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
    def months(self) -> int:
        """Over how many months it is renewed."""
        return max(1, half_even(self.days * 12, YEAR_DAYS))


@dataclass(frozen=True, slots=True)
class Curve:
    """The curves of a currency, the oldest first."""

    steps: tuple[CurveOfDay, ...]

    def matched(self, day: int, days: int) -> int | None:
        """The rate for a contract of so many days that began on a day; None without a curve.

        A contract older than the first curve takes that one.
        """
        step = kept_from(self.steps, day)
        return None if step is None else step.at(days)

    def replicated(self, tranches: Sequence[Tranche], month: int) -> int | None:
        """The rate in a month for money without a term; None where no curve is known yet.

        A tranche whose months reach back before the first curve takes the mean of those that
        are known.
        """
        total = 0
        for tranche in tranches:
            mean = self._mean(tranche, month)
            if mean is None:
                return None
            total += mean * tranche.share_ppm
        return half_even(total, MILLION) if tranches else None

    def _mean(self, tranche: Tranche, month: int) -> int | None:
        rates = [
            step.at(tranche.days)
            for back in range(tranche.months)
            if (step := latest(self.steps, next_month(month, -back))) is not None
        ]
        if not rates and (step := latest(self.steps, next_month(month) - 1)) is not None:
            rates = [step.at(tranche.days)]
        return half_even(sum(rates), len(rates)) if rates else None
