"""Postings that take back others, on their way into the book.

One counts from the day of what it takes back, with its kind and channel, so that nothing is left
of either: no margin, no fee, no cost. Its own day is kept as the day it was booked.
"""

from dataclasses import dataclass

from rmdesk.store.driver import Value
from rmdesk.store.session import Writing

Row = dict[str, Value]
_FIELDS = ("id", "day", "minor", "kind", "channel", "reverses_id")


@dataclass(frozen=True)
class NotTakenBack(Exception):
    """A posting names one to take back that is not there, or is not its opposite; a code."""

    code: str


class Reversals:
    """Settles reversals row by row; earlier rows of the same import are known."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._seen: dict[tuple[Value, Value], Row] = {}

    def settle(self, row: Row) -> None:
        """Complete a posting whose `reverses_id` still is a reference; raises NotTakenBack."""
        account = row["account_id"]
        if row.get("reference"):
            self._seen[account, row["reference"]] = row
        if (reference := row.get("reverses_id")) is None:
            return
        original = self._kept(account, reference) or self._seen.get((account, reference))
        if original is None or original is row:
            raise NotTakenBack("unknown_posting")
        if original.get("reverses_id") is not None or row["minor"] != _opposite(original):
            raise NotTakenBack("not_opposite")
        original["id"] = original.get("id") or self._writing.new_id()
        if row["day"] != original["day"]:
            row["booked"] = row.get("booked") or row["day"]
        row["day"], row["reverses_id"] = original["day"], original["id"]
        row["kind"], row["channel"] = original.get("kind"), original.get("channel")

    def _kept(self, account: Value, reference: Value) -> Row | None:
        rows = self._writing.book.rows(
            f"SELECT {', '.join(_FIELDS)} FROM transactions WHERE account_id = ? AND reference = ?",
            (account, reference),
        )
        return dict(zip(_FIELDS, rows[0], strict=True)) if rows else None


def _opposite(original: Row) -> int:
    minor = original["minor"]
    assert isinstance(minor, int)
    return -minor
