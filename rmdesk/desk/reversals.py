"""Transactions that reverse others, wholly or in part, on their way into the book.

Each counts from its own value date, with the kind of what it reverses: a fee that is refunded by
half is half an income. One that reverses the whole takes back the handling cost as well, by the
original's channel, so that with the original's value date nothing is left of either. A partial
one is a piece of work of its own: the original's handling cost stays, and it has its own.
Several partial ones come to the original's amount at most.
"""

from collections import defaultdict
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
        # By account and original: what each reversal takes back of it, by its reference.
        self._reversed: defaultdict[tuple[Value, Value], dict[Value, int]] = defaultdict(dict)

    def settle(self, row: Row, existing: Row | None) -> None:
        """Complete a transaction whose `reverses_id` still is a reference; raises NotTakenBack.

        A transaction that is reversed keeps its amount and day, and a reversal its amount.
        """
        account, own = row["account_id"], row["reference"]
        if existing is not None:
            self._check_reversed(row, existing)
        if (reference := row.get("reverses_id")) is not None:
            self._reverse(row, account, reference)
        if existing is not None and existing["reverses_id"] is not None:
            _keep_earlier_day(row, existing)
        if existing is None and "reverses_id" in row:
            self._seen[account, own] = row

    def forget(self) -> None:
        """Forget the rows seen so far: they are in the book now."""
        self._seen.clear()

    def _reverse(self, row: Row, account: Value, reference: Value) -> None:
        original = self._kept(account, reference) or self._seen.get((account, reference))
        if original is None or reference == row["reference"]:
            raise NotTakenBack("unknown_posting")
        if original.get("reverses_id") is not None:
            raise NotTakenBack("is_reversal")
        whole, part = -_as_int(original["minor"]), _as_int(row["minor"])
        if part * whole <= 0:
            raise NotTakenBack("not_opposite")
        reversed_before = self._reversed[account, reference]
        for other, minor in self._reversals_of(original.get("id")):
            reversed_before.setdefault(other, minor)
        left = whole - sum(m for other, m in reversed_before.items() if other != row["reference"])
        if abs(part) > abs(left):
            raise NotTakenBack("over_reversed" if left else "reversed_twice")
        reversed_before[row["reference"]] = part
        original["id"] = original.get("id") or self._writing.new_id()
        row["reverses_id"], row["kind"] = original["id"], original.get("kind")
        if part == whole:
            row["channel"] = original.get("channel")

    def _check_reversed(self, row: Row, existing: Row) -> None:
        changed = row["minor"] != existing["minor"]
        if existing["reverses_id"] is not None:
            if changed:
                raise NotTakenBack("reversal_changed")
            if row.get("reverses_id") is None:
                row["kind"] = row["channel"] = None
        elif changed or row["day"] != existing["day"]:
            self._check_not_reversed(existing)

    def _check_not_reversed(self, existing: Row) -> None:
        if self._reversals_of(existing["id"]):
            raise NotTakenBack("is_reversed")

    def _reversals_of(self, number: Value) -> list[tuple[Value, int]]:
        """Return what reverses a transaction of the book: reference and minor units."""
        if number is None:
            return []
        sql = "SELECT reference, minor FROM transactions WHERE reverses_id = ?"
        rows = self._writing.book.rows(sql, (number,))
        return [(reference, _as_int(minor)) for reference, minor in rows]

    def _kept(self, account: Value, reference: Value) -> Row | None:
        rows = self._writing.book.rows(
            f"SELECT {', '.join(_FIELDS)} FROM transactions WHERE account_id = ? AND reference = ?",
            (account, reference),
        )
        return dict(zip(_FIELDS, rows[0], strict=True)) if rows else None


def _keep_earlier_day(row: Row, existing: Row) -> None:
    """Leave a stored reversal where it counts if the file brings only the day it was booked.

    An earlier rmdesk let each count from the day of its original, and stored its own as booked.
    """
    if row.get("booked") is None and row["day"] == existing["booked"]:
        row["day"] = None


def _as_int(value: Value) -> int:
    assert isinstance(value, int)
    return value
