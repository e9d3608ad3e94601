"""Periods cut into calendar months, and months where a rate changes inside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """Days first to last (both in), in one month (`month`: its first day), at the same rates."""

    first: int
    last: int
    month: int

    @property
    def days(self) -> int:
        """How many days."""
        return self.last - self.first + 1


def month_of(day: int) -> int:
    """The first day of a day's month."""
    return date.fromordinal(day).replace(day=1).toordinal()


def next_month(month: int, step: int = 1) -> int:
    """The first day of the month so many months after one given by its first day."""
    first = date.fromordinal(month)
    years, index = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(years, index + 1, 1).toordinal()


def months(first: int, last: int) -> list[Span]:
    """The period by months; the first and the last may be parts of one."""
    spans = []
    month = month_of(first)
    while month <= last:
        after = next_month(month)
        spans.append(Span(max(first, month), min(last, after - 1), month))
        month = after
    return spans


def cut(spans: Iterable[Span], cuts: Iterable[int]) -> list[Span]:
    """The spans, cut before each day from which a rate changes."""
    days = sorted(set(cuts))
    pieces = []
    for span in spans:
        first = span.first
        for day in days:
            if first < day <= span.last:
                pieces.append(Span(first, day - 1, span.month))
                first = day
        pieces.append(Span(first, span.last, span.month))
    return pieces


def months_between(first: int, last: int) -> int:
    """Return how many calendar months lie between the months of two days."""
    one, other = date.fromordinal(first), date.fromordinal(last)
    return (other.year - one.year) * 12 + other.month - one.month
