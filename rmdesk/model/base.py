"""What every kept row has, and how days, instants, words and codes are stored.

Days are stored as day numbers (`date.toordinal`) and instants as milliseconds since 1970 UTC, so
that sums and ranges over them are integer arithmetic in SQL.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from rmdesk.model.instants import from_milliseconds, to_milliseconds


class Day(TypeDecorator[date]):
    """A calendar day of the manager's place, kept as its day number."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """The day's number."""
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:
        """The day of a number."""
        return None if value is None else date.fromordinal(value)


class Instant(TypeDecorator[datetime]):
    """A moment, kept as milliseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Milliseconds since 1970."""
        return None if value is None else to_milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """The moment, in UTC."""
        return None if value is None else from_milliseconds(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """Several short texts in order, kept one a line; None stays apart from none at all."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """The texts, one a line."""
        return None if value is None else "\n".join(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...] | None:
        """The texts of the lines."""
        return None if value is None else tuple(value.split("\n")) if value else ()


class Code(TypeDecorator[StrEnum]):
    """A member of an enum, kept as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[StrEnum]) -> None:
        super().__init__()
        self.of = of

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The code."""
        return None if value is None else value.value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        """The member with that code."""
        return None if value is None else self.of(value)


class Kept(SQLModel):
    """A row of the manager's data: its id (a Snowflake), when it came and when it changed.

    Both instants and the id are set by the store when the row is written.
    """

    id: int = Field(default=0, primary_key=True, sa_type=BigInteger)
    created_at: datetime | None = Field(default=None, sa_type=Instant, nullable=False)
    updated_at: datetime | None = Field(default=None, sa_type=Instant, nullable=False)
