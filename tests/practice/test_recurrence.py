from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from rmdesk.practice.anniversaries import age_on, next_anniversary
from rmdesk.practice.recurrence import next_due
from rmdesk.terms import Recurrence

days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("recurrence", "first", "after", "following"),
    [
        (Recurrence.DAILY, date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 25)),
        (Recurrence.WEEKDAYS, date(2026, 11, 27), date(2026, 11, 27), date(2026, 11, 30)),
        (Recurrence.WEEKLY, date(2026, 11, 24), date(2026, 11, 24), date(2026, 12, 1)),
        (Recurrence.WEEKLY, date(2026, 11, 24), date(2026, 12, 20), date(2026, 12, 22)),
        (Recurrence.MONTHLY, date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 28)),
        (Recurrence.MONTHLY, date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
        (Recurrence.MONTHLY, date(2028, 1, 30), date(2028, 1, 30), date(2028, 2, 29)),
        (Recurrence.MONTH_END, date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 30)),
        (Recurrence.QUARTERLY, date(2026, 8, 31), date(2026, 8, 31), date(2026, 11, 30)),
        (Recurrence.YEARLY, date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28)),
        (Recurrence.YEARLY, date(2024, 2, 29), date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_the_next_day_of_a_series(
    recurrence: Recurrence, first: date, after: date, following: date
) -> None:
    assert next_due(recurrence, first, after) == following


def test_what_comes_once_does_not_come_again() -> None:
    assert next_due(Recurrence.NONE, date(2026, 1, 1), date(2026, 1, 1)) is None


@given(st.sampled_from([r for r in Recurrence if r]), days, st.integers(0, 800))
def test_a_series_always_goes_on_and_never_stands_still(
    recurrence: Recurrence, first: date, later: int
) -> None:
    after = first + timedelta(days=later)
    following = next_due(recurrence, first, after)
    assert following is not None and following > after
    assert (following - after).days <= 366


@given(days, days)
def test_an_anniversary_is_within_the_coming_year(day: date, today: date) -> None:
    found = next_anniversary(day, today)
    assert today <= found <= today + timedelta(days=366)
    assert found.month == day.month


def test_age_counts_whole_years() -> None:
    assert age_on(date(1980, 11, 25), date(2026, 11, 24)) == 45
    assert age_on(date(1980, 11, 24), date(2026, 11, 24)) == 46
