"""What the manager's own work costs: activities on their day, offers spread over their term."""

from collections.abc import Iterable

from rmdesk.value.parameters import ActivityRate
from rmdesk.value.scale import SCALE
from rmdesk.value.steps import latest


def activity_numerator(rates: Iterable[ActivityRate], kind: str, day: int, minutes: int) -> int:
    """The exact (negative) value of one interaction's cost, over SCALE."""
    step = latest([r for r in rates if r.kind == kind], day)
    if step is None:
        return 0
    return -(step.piece_minor * SCALE + step.hour_minor * minutes * (SCALE // 60))


def offer_cost(minor: int, begins: int, days: int, first: int, last: int) -> int:
    """What of an offer's cost falls on the days first to last, in minor units (below zero).

    It is spread evenly over so many days; each day's end has the whole minor units up to then,
    so that the parts of any periods that follow each other sum to the cost.
    """
    return _until(minor, begins, days, first - 1) - _until(minor, begins, days, last)


def _until(minor: int, begins: int, days: int, day: int) -> int:
    passed = min(max(day - begins + 1, 0), max(days, 1))
    return minor * passed // max(days, 1)
