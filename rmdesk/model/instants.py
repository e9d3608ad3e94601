"""Instants as they are kept: milliseconds since 1970 in UTC."""

from datetime import UTC, datetime


def to_milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware moment."""
    return round(moment.timestamp() * 1000)


def from_milliseconds(value: int) -> datetime:
    """The moment, in UTC."""
    return datetime.fromtimestamp(value / 1000, UTC)
