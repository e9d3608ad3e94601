"""How a loan is paid back: level payments, equal parts of principal, or all at the end.

Payments fall due each month on the day of the month on which the loan was opened, the last one when
it matures. A whole month bears a twelfth of a year's interest, whatever its days; where the last
period is not a whole month, it bears its days over the loan's basis. The level payment is that of
an annuity in arrears, P·i / (1 − (1+i)⁻ⁿ), rounded to the minor unit; the last payment settles what
is left. The rate is that of the day on which the loan was opened, also where it may float.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rmdesk.terms import Schedule
from rmdesk.value.parameters import RateStep
from rmdesk.value.scale import MILLION
from rmdesk.value.share import half_even
from rmdesk.value.span import months_between
from rmdesk.value.steps import kept_from

_YEAR = 12 * MILLION
# A hundred years: where no maturity is known and an instalment hardly pays anything back.
_MOST_MONTHS = 1_200


class Payment(NamedTuple):
    """What falls due on a day, in minor units: principal and interest apart."""

    day: int
    principal: int
    interest: int

    @property
    def total(self) -> int:
        """The whole payment."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as it was agreed; amounts in minor units of its currency, days as day numbers.

    `instalment` is the whole payment of a level schedule and the principal in each payment of any
    other one; 0 where it follows from the maturity. Without a `schedule` the instalment is paid
    back each month, and how much interest is due is not known. What is left is paid on the day on
    which the loan was `closed`. `rate_ppm` is a year's, `basis` 360 or 365 days.
    """

    principal: int
    opened: int
    matures: int | None = None
    instalment: int = 0
    rate_ppm: int = 0
    basis: int = 365
    schedule: Schedule | None = None
    closed: int | None = None


class _Period(NamedTuple):
    day: int
    since: int
    is_whole: bool
    is_last: bool


def plan_payments(loan: Loan) -> list[Payment]:
    """Return what falls due, in order of the days; empty where nothing can be calculated."""
    part = _instalment(loan)
    bullet = loan.schedule is Schedule.BULLET
    if not part and not bullet and loan.matures is None and loan.closed is None:
        return []
    payments, left = [], loan.principal
    for period in _periods(loan):
        interest = _interest(loan, period, left)
        paid = part - interest if loan.schedule is Schedule.LEVEL else part
        paid = left if period.is_last else 0 if bullet else min(max(0, paid), left)
        if paid or interest:
            payments.append(Payment(period.day, paid, interest))
        left -= paid
        if not left:
            break
    return payments if not left else _without_end(loan, payments)


def _without_end(loan: Loan, payments: list[Payment]) -> list[Payment]:
    """What is known where the principal is never paid back: the interest of a bullet alone."""
    return payments if loan.schedule is Schedule.BULLET else [p for p in payments if p.principal]


def list_movements(
    loan: Loan, unpaid: Sequence[tuple[int, int | None]] = ()
) -> list[tuple[int, int]]:
    """Return what moves on the account by day: the draw (below zero), then principal.

    Nothing is paid on days of the `unpaid` spans (first day, and the day after the last one; None
    is for good): nobody pays as agreed while the loan is in default. What was not paid then is paid
    with the last payment, if that is made.
    """
    by_day = {loan.opened: -loan.principal}
    payments = [p for p in plan_payments(loan) if p.principal]
    owed = 0
    for number, payment in enumerate(payments, 1):
        owed += payment.principal
        if any(_is_in(span, payment.day) for span in unpaid):
            continue
        paid = owed if number == len(payments) else payment.principal
        owed -= paid
        by_day[payment.day] = by_day.get(payment.day, 0) + paid
    return [(day, minor) for day, minor in sorted(by_day.items()) if minor]


def _is_in(span: tuple[int, int | None], day: int) -> bool:
    first, end = span
    return first <= day and (end is None or day < end)


def level_payment(principal: int, rate_ppm: int, count: int) -> int:
    """Return what is paid each month so that `count` payments settle a principal."""
    if rate_ppm == 0:
        return half_even(principal, count)
    grown, flat = (_YEAR + rate_ppm) ** count, _YEAR**count
    return half_even(principal * rate_ppm * grown, _YEAR * (grown - flat))


def find_agreed_rate(own_ppm: int | None, rates: Sequence[RateStep], opened: int) -> int:
    """Return the customer's rate a year in millionths, its own or the product's of the first day.

    Below zero counts as 0, and so does a rate that nobody knows.
    """
    step = kept_from(rates, opened)
    rate_ppm = own_ppm if own_ppm is not None else step.rate_ppm if step else None
    return max(0, rate_ppm or 0)


def _instalment(loan: Loan) -> int:
    if loan.instalment > 0 or loan.schedule is None or loan.matures is None:
        return max(0, loan.instalment)
    count = max(1, _count_payments(loan.opened, loan.matures))
    if loan.schedule is Schedule.LEVEL:
        return level_payment(loan.principal, loan.rate_ppm, count)
    return half_even(loan.principal, count)


def _count_payments(opened: int, matures: int) -> int:
    months = months_between(opened, matures)
    return months + (add_months(opened, months) < matures)


def _periods(loan: Loan) -> Iterator[_Period]:
    """The periods that end with a payment, up to the maturity or the day of closing."""
    ends = [day for day in (loan.matures, loan.closed) if day is not None]
    end = max(loan.opened, min(ends)) if ends else None
    since = loan.opened
    for month in range(1, _MOST_MONTHS + 1):
        day = add_months(loan.opened, month)
        if end is not None and day >= end:
            yield _Period(end, since, day == end, is_last=True)
            return
        yield _Period(day, since, is_whole=True, is_last=False)
        since = day


def _interest(loan: Loan, period: _Period, left: int) -> int:
    if loan.schedule is None:
        return 0
    if period.is_whole:
        return half_even(left * loan.rate_ppm, _YEAR)
    days = period.day - period.since
    return half_even(left * loan.rate_ppm * days, loan.basis * MILLION)


def add_months(day: int, count: int) -> int:
    """Return the same day of the month `count` months later, or that month's last day."""
    start = date.fromordinal(day)
    years, index = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(years, index + 1, min(start.day, monthrange(years, index + 1)[1])).toordinal()
