"""Transactions that reverse others, on their way into the book.

One counts from the day of what it reverses, with its kind and channel, so that nothing is left
of either: no margin, no fee, no cost. Its own day is stored as the day it was booked.
"""

from dataclasses import dataclass

from rmdesk.desk.import_rules import Row
from rmdesk.store.driver import Value
from rmdesk.store.session import Writing

_FIELDS = ("id", "day", "minor", "kind", "channel", "reverses_id")


@dataclass(frozen=True)
class NotTakenBack(Exception):
    """A transaction cannot reverse the one that it names; a code."""

    code: str


class Reversals:
    """Settles reversals row by row; earlier rows of the same import are known."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._seen: dict[tuple[Value, Value], Row] = {}
        self._reversed: dict[tuple[Value, Value], Value] = {}

    def settle(self, row: Row, existing: Row | None) -> None:
        """Complete a transaction whose `reverses_id` still is a reference; raises NotTakenBack.

        A transaction that is reversed keeps its amount, and is reversed once only.
        """
        account, own = row["account_id"], row["reference"]
        if existing is not None:
            self._check_reversed(row, existing)
        if (reference := row.get("reverses_id")) is not None:
            self._reverse(row, account, reference)
        if existing is None and "reverses_id" in row:
            self._seen[account, own] = row

    def forget(self) -> None:
        """Forget the rows seen so far: they are in the book now."""
        self._seen.clear()

    def _reverse(self, row: Row, account: Value, reference: Value) -> None:
        original = self._kept(account, reference) or self._seen.get((account, reference))
        if original is None or reference == row["reference"]:
            raise NotTakenBack("unknown_posting")
        if original.get("reverses_id") is not None or row["minor"] != _opposite(original):
            raise NotTakenBack("not_opposite")
        other = self._reversed.get((account, reference)) or self._reversal_of(original.get("id"))
        if other is not None and other != row["reference"]:
            raise NotTakenBack("reversed_twice")
        self._reversed[account, reference] = row["reference"]
        original["id"] = original.get("id") or self._writing.new_id()
        if row["day"] != original["day"]:
            row["booked"] = row.get("booked") or row["day"]
        row["day"], row["reverses_id"] = original["day"], original["id"]
        row["kind"], row["channel"] = original.get("kind"), original.get("channel")

    def _check_reversed(self, row: Row, existing: Row) -> None:
        changed = row["minor"] != existing["minor"]
        if existing["reverses_id"] is not None and row.get("reverses_id") is None:
            if changed:
                raise NotTakenBack("not_opposite")
            # It goes on counting from the day of what it reverses.
            row["day"] = row["kind"] = row["channel"] = None
        elif existing["reverses_id"] is None and (changed or row["day"] != existing["day"]):
            self._check_not_reversed(existing)

    def _check_not_reversed(self, existing: Row) -> None:
        if self._reversal_of(existing["id"]) is not None:
            raise NotTakenBack("is_reversed")

    def _reversal_of(self, number: Value) -> Value:
        """The reference of what reverses a transaction of the book."""
        if number is None:
            return None
        sql = "SELECT reference FROM transactions WHERE reverses_id = ?"
        return self._writing.book.value(sql, (number,))

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
