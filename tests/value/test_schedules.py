"""Schedules: a level payment is an annuity, parts sum to the principal, the last payment settles.

The second computation is the closed form of an annuity, in decimals.
"""

from datetime import date
from decimal import Decimal, getcontext

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from rmdesk.terms import Schedule
from rmdesk.value.schedules import Loan, Payment, add_months, list_movements, plan_payments

getcontext().prec = 60
OPENED = date(2016, 3, 15).toordinal()


def months_later(count: int, opened: int = OPENED) -> int:
    return (date.fromordinal(opened) + relativedelta(months=count)).toordinal()


def mortgage(**more: object) -> Loan:
    fields = {
        "principal": 100_000_000,
        "opened": OPENED,
        "matures": months_later(360),
        "rate_ppm": 36_000,
        "basis": 360,
        "schedule": Schedule.LEVEL,
    }
    return Loan(**(fields | more))  # type: ignore[arg-type]


def owed_after(loan: Loan, count: int) -> int:
    return loan.principal - sum(p.principal for p in plan_payments(loan)[:count])


def test_a_mortgage_of_a_million_owes_777_024_after_ten_years() -> None:
    payments = plan_payments(mortgage())
    assert len(payments) == 360
    assert {p.total for p in payments[:-1]} == {454_645}
    assert abs(payments[-1].total - 454_645) < 300
    assert payments[0] == Payment(months_later(1), 154_645, 300_000)
    assert round(owed_after(mortgage(), 120) / 100) == 777_024


def test_straight_line_and_bullet_owe_what_they_say() -> None:
    straight = plan_payments(mortgage(schedule=Schedule.STRAIGHT))
    assert straight[0] == Payment(months_later(1), 277_778, 300_000)
    assert straight[120].interest == round((100_000_000 - 120 * 277_778) * 0.003)
    bullet = plan_payments(mortgage(schedule=Schedule.BULLET))
    assert len(bullet) == 360
    assert {(p.principal, p.interest) for p in bullet[:-1]} == {(0, 300_000)}
    assert bullet[-1] == Payment(months_later(360), 100_000_000, 300_000)


def test_an_instalment_that_is_given_is_the_whole_payment_of_a_level_schedule() -> None:
    given_one = plan_payments(mortgage(instalment=500_000, matures=None))
    assert {p.total for p in given_one[:-1]} == {500_000}
    assert 0 < given_one[-1].total <= 500_000
    balloon = plan_payments(mortgage(instalment=400_000, matures=months_later(24)))
    assert [p.total for p in balloon[:-1]] == [400_000] * 23
    assert sum(p.principal for p in balloon) == 100_000_000


def test_an_instalment_below_the_interest_pays_nothing_back_before_the_end() -> None:
    payments = plan_payments(mortgage(instalment=200_000, matures=months_later(3)))
    assert [p.principal for p in payments] == [0, 0, 100_000_000]
    assert plan_payments(mortgage(instalment=200_000, matures=None)) == []


def test_nothing_can_be_calculated_without_instalment_and_maturity() -> None:
    for schedule in (None, Schedule.LEVEL, Schedule.STRAIGHT):
        assert plan_payments(mortgage(schedule=schedule, matures=None)) == []
    assert list_movements(mortgage(matures=None)) == [(OPENED, -100_000_000)]


def test_a_last_period_that_is_no_whole_month_bears_its_days() -> None:
    short = mortgage(schedule=Schedule.BULLET, matures=months_later(1) + 10)
    first, last = plan_payments(short)
    assert (first.interest, last.interest) == (300_000, 100_000)
    of_365 = mortgage(schedule=Schedule.BULLET, matures=OPENED + 10, basis=365)
    assert [p.interest for p in plan_payments(of_365)] == [98_630]


def test_a_loan_that_is_closed_early_is_paid_back_then() -> None:
    closed = months_later(5) + 3
    movements = list_movements(mortgage(closed=closed))
    assert [day for day, _minor in movements] == [months_later(n) for n in range(6)] + [closed]
    assert sum(minor for _day, minor in movements) == 0


def test_a_loan_in_default_pays_nothing_and_settles_once_it_is_cured() -> None:
    loan = mortgage(principal=1_200, rate_ppm=0, matures=months_later(12))
    first, cured = months_later(3), months_later(6)
    paid = dict(list_movements(loan, [(first, cured)]))
    missing = {months_later(n) for n in (3, 4, 5)}
    assert missing.isdisjoint(paid)
    assert paid[months_later(12)] == 100 + 300
    for_good = list_movements(loan, [(first, None)])
    assert for_good == [(OPENED, -1_200), (months_later(1), 100), (months_later(2), 100)]


def test_what_is_not_stated_stays_as_it_was() -> None:
    plain = Loan(1_000, OPENED, instalment=300)
    assert plan_payments(plain) == [
        Payment(months_later(n), part, 0) for n, part in ((1, 300), (2, 300), (3, 300), (4, 100))
    ]
    cut = Loan(1_000, OPENED, OPENED + 40, instalment=300)
    assert plan_payments(cut) == [
        Payment(months_later(1), 300, 0),
        Payment(OPENED + 40, 700, 0),
    ]
    assert list_movements(Loan(1_000, OPENED, OPENED - 1, 300)) == []


@pytest.mark.parametrize("count", [1, 2, 11, 12, 13, 480])
def test_months_are_those_of_the_calendar(count: int) -> None:
    for day in (date(2024, 1, 31), date(2024, 2, 29), date(2023, 12, 30), date(2025, 6, 1)):
        later = (day + relativedelta(months=count)).toordinal()
        assert add_months(day.toordinal(), count) == later


loans = st.builds(
    Loan,
    principal=st.integers(1, 10**10),
    opened=st.integers(OPENED, OPENED + 400),
    matures=st.integers(OPENED + 400, OPENED + 12_000),
    instalment=st.sampled_from([0, 1, 5_000, 10**6, 10**9]),
    rate_ppm=st.sampled_from([0, 1, 36_000, 146_000, 1_000_000]),
    basis=st.sampled_from([360, 365]),
    schedule=st.sampled_from([None, *Schedule]),
    closed=st.one_of(st.none(), st.integers(OPENED + 400, OPENED + 12_000)),
)


@given(loans)
def test_parts_of_principal_sum_to_the_principal_and_the_last_settles(loan: Loan) -> None:
    payments = plan_payments(loan)
    ends = [day for day in (loan.matures, loan.closed) if day is not None]
    if loan.schedule is None and not loan.instalment:
        assert [p.principal for p in payments] == [loan.principal]
    assert sum(p.principal for p in payments) == loan.principal
    assert payments[-1].principal > 0
    assert all(p.principal >= 0 and p.interest >= 0 for p in payments)
    days = [p.day for p in payments]
    assert days == sorted(set(days)) and days[0] > loan.opened - 1 and days[-1] <= min(ends)
    movements = list_movements(loan)
    assert sum(minor for _day, minor in movements) == 0


@given(st.integers(1, 480), st.integers(10_000, 10**10), st.integers(0, 300_000))
def test_a_level_payment_is_that_of_an_annuity(count: int, principal: int, rate: int) -> None:
    loan = Loan(principal, OPENED, months_later(count), 0, rate, 360, Schedule.LEVEL)
    payments = plan_payments(loan)
    monthly = Decimal(rate) / 12_000_000
    exact = (
        principal * monthly / (1 - (1 + monthly) ** -count) if rate else Decimal(principal) / count
    )
    if count > 1:
        assert abs(payments[0].total - exact) <= 1
    # What is owed after k payments: each of them rounds to half a unit, and so may the payment.
    middle = count // 2
    growth = (1 + monthly) ** middle
    owed = principal * growth - (exact * (growth - 1) / monthly if rate else exact * middle)
    drift = growth * (middle + 1)
    assert abs(owed_after(loan, middle) - owed) <= drift


@given(loans, st.integers(0, 400), st.integers(0, 12_000))
def test_whatever_is_in_default_nothing_is_paid_twice(loan: Loan, first: int, length: int) -> None:
    span = (loan.opened + first, loan.opened + first + length)
    movements = list_movements(loan, [span])
    owed = -sum(minor for _day, minor in movements)
    assert 0 <= owed <= loan.principal
    paid = [day for day, minor in movements if minor > 0]
    assert not [day for day in paid if span[0] <= day < span[1] and day != loan.opened]
