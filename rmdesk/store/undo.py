"""Take an operation back: its changes are reversed, newest first, and the reversal is recorded.

The reversal is an operation like any other, so it can be taken back in turn. Nothing newer is lost:
a row that no longer holds what the operation left in it, or that later rows refer to, stops it all.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rmdesk.errors import ChangedSince, PurgedSince
from rmdesk.store import dependents
from rmdesk.store.dependents import Footprint
from rmdesk.store.driver import IntegrityError, Value
from rmdesk.store.journal import Stored
from rmdesk.store.session import Writing

PAGE = 1_000
# Tables of rows without an operation of their own, beside those of `rmdesk.model.tables`.
_OBSERVED = ("book", "drafts", "account_imports")


class _Change(NamedTuple):
    id: int
    table: str
    row_id: int
    last_row_id: int | None
    old: str | None
    new: str | None
    stamp: int | None
    purged: int | None


def take_back(writing: Writing, operation_id: int) -> None:
    """Reverse an operation's changes inside another operation.

    Raises ChangedSince, BuiltOn and PurgedSince, and leaves everything to the caller's rollback.
    """
    writing.flush()
    reversal = _Reversal(writing, operation_id)
    try:
        for change in reversal.changes():
            reversal.reverse(change)
    except IntegrityError as error:
        dependents.refuse_conflict(writing.book, error, operation_id)
        raise ChangedSince from None
    reversal.take_along()
    dependents.refuse_dependents(writing.book, operation_id)


class _Reversal:
    def __init__(self, writing: Writing, operation_id: int) -> None:
        self._book = writing.book
        self._connection = writing.book.connection
        self._writing = writing
        self._journal = writing.journal
        self._operation_id = operation_id
        sql = "SELECT at FROM deeds WHERE id = ? AND act NOT IN ('undo', 'redo')"
        self._left_at = self._book.value(sql, (operation_id,))
        self._names: dict[str, list[str]] = {}
        self._prints = Footprint(self._book)

    def changes(self) -> Iterator[_Change]:
        """The operation's changes, newest first, some at a time."""
        before = (1 << 63) - 1
        sql = (
            'SELECT id, "table", row_id, last_row_id, old, new, stamp, purged FROM changes'
            " WHERE deed_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
        )
        while page := self._book.rows(sql, (self._operation_id, before, PAGE)):
            for row in page:
                yield _Change(*row)  # type: ignore[arg-type]
            before = int(page[-1][0] or 0)

    def reverse(self, change: _Change) -> None:
        """Reverse one change, and record that."""
        if change.purged is not None:
            raise PurgedSince
        table = _known(change.table)
        old = json.loads(change.old) if change.old else None
        new = json.loads(change.new) if change.new else None
        if table == "book":
            self._restore_currency(old, new)
        elif change.last_row_id is not None:
            self._reverse_many(table, change.row_id, change.last_row_id, old, new)
        elif old is None:
            self._remove(table, change.row_id, new or {})
        elif new is None:
            self._insert(table, list(old), [tuple(old.values())])
        else:
            self._restore(table, change.row_id, old, new, change.stamp)

    def _reverse_many(
        self,
        table: str,
        first: int,
        last: int,
        old: Mapping[str, Sequence[Value]] | None,
        new: Mapping[str, Sequence[Value]] | None,
    ) -> None:
        if old is not None:
            self._insert(table, list(map(str, old["columns"])), list(map(tuple, old["rows"])))  # type: ignore[arg-type]
        elif new is not None and "ids" in new:
            for row_id in new["ids"]:
                self._remove_range(table, int(row_id or 0), int(row_id or 0))
        elif new is not None:
            self.remove_rows(table, list(map(str, new["columns"])), list(map(tuple, new["rows"])))  # type: ignore[arg-type]
        else:
            self._remove_range(table, first, last)

    def _restore_currency(self, old: Stored | None, new: Stored | None) -> None:
        """Put the book's currency back, unless there are accounts in it now."""
        before, after = (old or {}).get("currency"), (new or {}).get("currency")
        if self._book.card().currency != after:
            raise ChangedSince
        if not self._book.number("SELECT EXISTS (SELECT 1 FROM accounts)"):
            self._book.set_currency(str(before))

    def _columns(self, table: str) -> list[str]:
        if table not in self._names:
            rows = self._book.rows(f"PRAGMA table_info({table})")
            self._names[table] = [str(r[1]) for r in rows]
        return self._names[table]

    def _current(self, table: str, row_id: int) -> Stored | None:
        rows = self._book.rows(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        return dict(zip(self._columns(table), rows[0], strict=True)) if rows else None

    def _note(self, table: str, row: Stored) -> None:
        if table not in _OBSERVED:
            self._writing.touched.note(table, row)

    def _remove(self, table: str, row_id: int, left: Stored) -> None:
        current = self._current(table, row_id)
        self._check(table, row_id, current, left)
        assert current is not None
        self._note(table, current)
        self._prints.gone(table, row_id, row_id)
        self._journal.add(table, row_id, current, None)
        self._book.rows(f"DELETE FROM {table} WHERE id = ?", (row_id,))

    def _check(self, table: str, row_id: int, current: Stored | None, left: Stored) -> None:
        """Raise BuiltOn or ChangedSince where a row is not as the operation left it."""
        same = current is not None and all(
            k in current and current[k] == v for k, v in left.items() if k != "updated_at"
        )
        if not same:
            dependents.refuse(self._book, table, row_id, self._operation_id)
            raise ChangedSince

    def _restore(
        self, table: str, row_id: int, old: Stored, new: Stored, stamp: int | None
    ) -> None:
        current = self._current(table, row_id)
        self._check(table, row_id, current, new)
        assert current is not None
        have = current["updated_at"]
        assert isinstance(have, int)
        # An operation leaves its own instant in the row, one that takes back leaves an older one.
        later = self._left_at is not None and have != self._left_at
        then = have if stamp is None or later else stamp
        names = ", ".join(f'"{n}" = ?' for n in (*old, "updated_at"))
        self._book.rows(f"UPDATE {table} SET {names} WHERE id = ?", (*old.values(), then, row_id))
        self._journal.add(table, row_id, new, old, have)
        self._prints.came(table, row_id, row_id)
        self._note(table, current)
        self._note(table, current | old)

    def _insert(self, table: str, names: list[str], rows: list[tuple[Value, ...]]) -> None:
        if not set(names) <= set(self._columns(table)):
            # An update of the program renamed or dropped a column since.
            raise ChangedSince
        columns = ", ".join(f'"{n}"' for n in names)
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        self._connection.executemany(sql, rows)
        for row in rows:
            self._note(table, dict(zip(names, row, strict=True)))
        if "id" not in names:
            keys = [int(row[0] or 0) for row in rows]
            new = {"columns": names, "rows": rows}
            self._journal.add_many(table, min(keys), max(keys), len(rows), None, new)
            return
        place = names.index("id")
        ids = [int(row[place] or 0) for row in rows]
        self._prints.came(table, min(ids), max(ids))
        if len(rows) == 1:
            self._journal.add(table, ids[0], None, dict(zip(names, rows[0], strict=True)))
            return
        within = f"SELECT count(*) FROM {table} WHERE id BETWEEN ? AND ?"
        exact = self._book.number(within, (min(ids), max(ids))) == len(ids)
        listed = None if exact else {"ids": ids}
        self._journal.add_many(table, min(ids), max(ids), len(ids), None, listed)

    def _remove_range(self, table: str, first: int, last: int) -> None:
        dependents.refuse_changed(self._book, table, first, last, self._operation_id)
        self._prints.gone(table, first, last)
        names = self._columns(table)
        sql = f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT {PAGE}"
        while page := self._book.rows(sql, (first, last)):
            self.remove_rows(table, names, page)

    def remove_rows(self, table: str, names: list[str], rows: Sequence[Sequence[Value]]) -> None:
        """Remove these rows, known by their first column or columns, and record them."""
        for row in rows:
            self._note(table, dict(zip(names, row, strict=True)))
        keys = [int(row[0] or 0) for row in rows]
        old = {"columns": names, "rows": list(rows)}
        self._journal.add_many(table, min(keys), max(keys), len(rows), old)
        key = names[: 1 if "id" in names else 2]
        where = " AND ".join(f'"{n}" = ?' for n in key)
        self._connection.executemany(
            f"DELETE FROM {table} WHERE {where}", [tuple(row[: len(key)]) for row in rows]
        )

    def take_along(self) -> None:
        """Remove what has no operation of its own and is about rows that are gone."""
        for table, where in dependents.ALONG:
            names = self._columns(table)
            sql = f"SELECT t.* FROM {table} t WHERE {where} LIMIT {PAGE}"
            while page := self._book.rows(sql, {"deed": self._operation_id}):
                dependents.refuse_imported(self._book, table, page, self._operation_id)
                self.remove_rows(table, names, page)
        for table in dependents.ESTIMATED:
            gone = dependents.GONE.format(table="customers", column=f"{table}.customer_id")
            self._book.rows(f"DELETE FROM {table} WHERE {gone}")


def _known(name: str) -> str:
    from rmdesk.model.tables import BY_NAME

    if name not in BY_NAME and name not in _OBSERVED:
        raise ValueError(f"no table {name} in the history")
    return name
