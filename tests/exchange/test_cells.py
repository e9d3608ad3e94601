import pytest
from hypothesis import given, strategies as st

from rmdesk.exchange.cells import BadCell, parse_day, parse_decimal, parse_time, parser, write
from rmdesk.exchange.column import Column, Kind


@given(st.integers(-(2**61), 2**61), st.integers(0, 4))
def test_money_is_read_as_it_is_written(minor: int, digits: int) -> None:
    column = Column("amount", Kind.MONEY)
    assert parser(column, digits)(write(column, minor, digits)) == minor


@given(st.integers(1, 3_652_059))
def test_days_are_read_as_they_are_written(day: int) -> None:
    assert parse_day(write(Column("day", Kind.DAY), day, 2)) == day


@given(st.integers(0, 4_000_000_000_000))
def test_instants_are_read_as_they_are_written(milliseconds: int) -> None:
    column = Column("at", Kind.MOMENT)
    assert parser(column, 2)(write(column, milliseconds, 2)) == milliseconds


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [("1,234.5", 2, 123_450), ("-0.05", 2, -5), (".5", 2, 50), ("7", 0, 7), ("1.500", 2, 150)],
)
def test_numbers_as_people_write_them(text: str, places: int, value: int) -> None:
    assert parse_decimal(text, places) == value


@pytest.mark.parametrize("text", ["", "-", "1e5", "1.234", "twelve", "1 2x", "--1"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        parse_decimal(text, 2)


def test_times_of_day() -> None:
    assert parse_time("14:30") == 870
    for text in ("24:00", "14:60", "2pm"):
        with pytest.raises(BadCell):
            parse_time(text)
