"""Working days: what falls on a free day moves to the next day that is none."""

from collections.abc import Collection
from datetime import date, timedelta

ONE = timedelta(days=1)


def on_or_after(day: date, week: Collection[int]) -> date:
    """The day itself where it is a working day (Monday 0 … Sunday 6), else the next one."""
    if not week:
        return day
    while day.weekday() not in week:
        day += ONE
    return day


def later(day: date, count: int, week: Collection[int]) -> date:
    """The working day that many working days after a day."""
    for _ in range(count):
        day = on_or_after(day + ONE, week)
    return day
