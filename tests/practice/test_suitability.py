"""How long a risk assessment holds."""

from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from rmdesk.practice.anniversaries import age_on, birthday_at
from rmdesk.practice.suitability import last_valid_day

DAYS = st.dates(date(1904, 1, 1), date(2100, 12, 31))


def test_the_end_date_of_an_assessment_decides_where_there_is_one() -> None:
    assert last_valid_day(date(2020, 1, 1), date(2027, 3, 1)) == date(2027, 3, 1)
    assert last_valid_day(None, date(2027, 3, 1)) == date(2027, 3, 1)


def test_an_assessment_without_any_date_holds_on_no_day() -> None:
    assert last_valid_day(None, None) is None


def test_an_assessment_of_29_february_holds_to_28_february() -> None:
    assert last_valid_day(date(2024, 2, 29), None) == date(2025, 2, 28)


@given(DAYS)
def test_an_assessment_without_end_date_holds_for_twelve_months(assessed: date) -> None:
    assert last_valid_day(assessed, None) == assessed + relativedelta(months=12)


@given(DAYS, st.integers(1, 99))
def test_the_day_on_which_one_turns_an_age_is_the_first_of_that_age(born: date, age: int) -> None:
    day = birthday_at(born, age)
    assert age_on(born, day) == age
    assert age_on(born, date.fromordinal(day.toordinal() - 1)) == age - 1
