"""What stored values mean: day numbers, milliseconds, lines of words; and what TOML gave."""

from collections.abc import Mapping
from datetime import date, datetime

from rmdesk.model.instants import from_milliseconds
from rmdesk.store.driver import Value


def number(value: Value) -> int:
    """A whole number; 0 where there is none."""
    assert value is None or isinstance(value, int)
    return value or 0


def some(value: Value) -> int | None:
    """A whole number, or none."""
    assert value is None or isinstance(value, int)
    return value


def text(value: Value) -> str:
    """A text; empty where there is none."""
    return "" if value is None else str(value)


def words(value: Value) -> tuple[str, ...]:
    """Several short texts, kept one a line."""
    return tuple(str(value).split("\n")) if value else ()


def day(value: Value) -> date:
    """The day of a number."""
    return date.fromordinal(number(value))


def some_day(value: Value) -> date | None:
    """The day of a number, or none."""
    return None if value is None else day(value)


def moment(value: Value) -> datetime:
    """The moment of so many milliseconds, on the manager's clock."""
    return from_milliseconds(number(value)).astimezone()


def texts(value: object) -> tuple[str, ...]:
    """A list of texts in a data file. Raises ValueError."""
    if not isinstance(value, list):
        raise ValueError("not a list")
    return tuple(str(item) for item in value)


def table(value: object) -> Mapping[str, object]:
    """A table in a data file. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("not a table")
    return value
