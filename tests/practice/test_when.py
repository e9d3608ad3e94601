from datetime import date

import pytest

from rmdesk.errors import BadDate
from rmdesk.practice.when import When, read

TUESDAY = date(2026, 11, 24)
WEEK = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3d", date(2026, 11, 27)),
        ("+3d", date(2026, 11, 27)),
        ("4d", date(2026, 11, 30)),
        ("0d", TUESDAY),
        ("2w", date(2026, 12, 8)),
        ("1m", date(2026, 12, 24)),
        ("1y", date(2027, 11, 24)),
        ("5wd", date(2026, 12, 1)),
        ("today", TUESDAY),
        ("tomorrow", date(2026, 11, 25)),
        ("明天", date(2026, 11, 25)),
        ("fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("tue", date(2026, 12, 1)),
        ("周五", date(2026, 11, 27)),
        ("2026-12-05", date(2026, 12, 5)),
        ("2026/12/1", date(2026, 12, 1)),
        ("12-01", date(2026, 12, 1)),
        ("02-03", date(2027, 2, 3)),
    ],
)
def test_days_as_they_are_typed(text: str, day: date) -> None:
    assert read(text, TUESDAY, WEEK) == When(day)


def test_a_time_of_day_comes_last() -> None:
    assert read("fri 14:30", TUESDAY, WEEK) == When(date(2026, 11, 27), 870)
    assert read("9:05", TUESDAY, WEEK) == When(TUESDAY, 545)


def test_a_step_that_ends_on_a_free_day_moves_on_but_a_named_day_stays() -> None:
    assert read("5d", TUESDAY, WEEK).day == date(2026, 11, 30)
    assert read("sun", TUESDAY, WEEK).day == date(2026, 11, 29)


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "31-02", "25:00", "3d fri", "99999y"])
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadDate):
        read(text, TUESDAY, WEEK)
