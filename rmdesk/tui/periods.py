"""Periods as one steps through them: months, quarters, years, twelve months, own dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from rmdesk.i18n import _, dates
from rmdesk.practice.when import FIRST_DAY, LAST_DAY


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TWELVE = "twelve"
    OWN = "own"


KINDS = {
    "m": PeriodKind.MONTH,
    "q": PeriodKind.QUARTER,
    "y": PeriodKind.YEAR,
    "t": PeriodKind.TWELVE,
}
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12, PeriodKind.TWELVE: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Days `first` to `end`, both in."""

    kind: PeriodKind
    first: date
    end: date

    @classmethod
    def last(cls, kind: PeriodKind, today: date) -> "Period":
        """The period of a kind that holds today; for twelve months those before this month."""
        start = today.replace(day=1)
        if kind is PeriodKind.TWELVE:
            return cls._from(kind, start - relativedelta(months=12))
        if kind is PeriodKind.QUARTER:
            start = start.replace(month=(today.month - 1) // 3 * 3 + 1)
        elif kind is PeriodKind.YEAR:
            start = start.replace(month=1)
        return cls._from(kind, start)

    @classmethod
    def _from(cls, kind: PeriodKind, first: date) -> "Period":
        after = first + relativedelta(months=_MONTHS[kind])
        return cls(kind, first, after - timedelta(days=1))

    def as_kind(self, kind: PeriodKind) -> "Period":
        """The period of another kind in which this one ends."""
        if kind is PeriodKind.TWELVE:
            return self._from(kind, self.end.replace(day=1) - relativedelta(months=11))
        return self.last(kind, self.end)

    def before(self) -> "Period":
        """The whole period that ends where this one begins."""
        if self.kind is PeriodKind.OWN:
            return self._moved(-1)
        return self._from(self.kind, self.first - relativedelta(months=_MONTHS[self.kind]))

    def shifted(self, step: int) -> "Period":
        """Return the one before or after, or this one at the ends of time.

        Own dates move by their own length.
        """
        try:
            moved = self._moved(step)
        except (OverflowError, ValueError):
            return self
        return moved if moved.first >= FIRST_DAY and moved.end <= LAST_DAY else self

    def _moved(self, step: int) -> "Period":
        if self.kind is PeriodKind.OWN:
            days = timedelta(days=((self.end - self.first).days + 1) * step)
            return Period(self.kind, self.first + days, self.end + days)
        months = 1 if self.kind is PeriodKind.TWELVE else _MONTHS[self.kind]
        return self._from(self.kind, self.first + relativedelta(months=months * step))


def period_name(period: Period) -> str:
    """What a period is called."""
    if period.kind is PeriodKind.MONTH:
        return dates.month(period.first)
    if period.kind is PeriodKind.QUARTER:
        quarter = (period.first.month + 2) // 3
        return _("quarter {n} of {year}").format(n=quarter, year=period.first.year)
    if period.kind is PeriodKind.YEAR:
        return str(period.first.year)
    return _("{first} to {last}").format(
        first=dates.full(period.first), last=dates.full(period.end)
    )
