"""The changes of one operation on their way into the history: digested, written in batches."""

import json
from collections.abc import Mapping

from rmdesk.store import chain
from rmdesk.store.chain import ChangeRow, Digests
from rmdesk.store.driver import Connection, Value
from rmdesk.store.ids import IdSource

_TOGETHER = 1_000
_SQL = f"INSERT INTO changes ({chain.CHANGE_COLUMNS}, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
Stored = dict[str, Value]


class Journal:
    """What an operation changed; `changes` and `rows` count what came so far."""

    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._connection = connection
        self._ids = ids
        self._waiting: list[tuple[Value, ...]] = []
        self._size = 0
        self._digests = Digests()
        self.deed_id = 0
        self.changes = 0
        self.rows = 0

    def add(
        self,
        table: str,
        row_id: int,
        old: Mapping[str, object] | None = None,
        new: Mapping[str, object] | None = None,
        stamp: int | None = None,
    ) -> None:
        """Add the change of one row."""
        self._put(table, row_id, None, old, new, stamp)
        # The book's currency is not an entry that a manager would count.
        self.rows += table != "book"

    def add_many(
        self,
        table: str,
        first: int,
        last: int,
        rows: int,
        old: Mapping[str, object] | None = None,
        new: Mapping[str, object] | None = None,
    ) -> None:
        """Add the change of many rows, in one of the forms that `Change` describes."""
        self._put(table, first, last, old, new, None)
        self.rows += rows

    def _put(
        self,
        table: str,
        row_id: int,
        last: int | None,
        old: Mapping[str, object] | None,
        new: Mapping[str, object] | None,
        stamp: int | None,
    ) -> None:
        before, after = _json(old), _json(new)
        change = ChangeRow(
            self._ids.next(), self.deed_id, table, row_id, last, before, after, stamp
        )
        digest = chain.digest_of(change)
        self._digests.add(digest)
        self._waiting.append((*change, digest))
        self._size += len(before or "") + len(after or "")
        self.changes += 1
        if len(self._waiting) >= _TOGETHER or self._size > 1 << 20:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        if self._waiting:
            self._connection.executemany(_SQL, self._waiting)
        self._waiting, self._size = [], 0

    def digest(self) -> str:
        """Return the digest of all changes' digests."""
        return self._digests.whole()


def _json(values: Mapping[str, object] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)
