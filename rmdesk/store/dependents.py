"""What builds on an operation: later changes of its rows, and rows that refer to them.

Asked before an operation is taken back, so that the refusal can say which later operation it is.
"""

import re
from collections.abc import Iterator, Sequence

from rmdesk.errors import BuiltOn, ChangedSince
from rmdesk.model.instants import from_milliseconds
from rmdesk.store.book import Book
from rmdesk.store.driver import IntegrityError, Row, Value

_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")
GONE = (
    "EXISTS (SELECT 1 FROM temp.gone g WHERE g.\"table\" = '{table}'"
    " AND {column} BETWEEN g.first AND g.last)"
)
_SHOWN = (
    "t.id IN (SELECT s.id FROM temp.gone g JOIN showings s"
    " ON s.customer_id BETWEEN g.first AND g.last WHERE g.\"table\" = 'customers')"
)
_DRAFTED = (
    GONE.format(table="customers", column="t.customer_id")
    + " OR EXISTS (SELECT 1 FROM temp.gone g WHERE t.subject_id BETWEEN g.first AND g.last)"
)
_IMPORTED = "t.deed_id = :deed OR " + GONE.format(table="accounts", column="t.account_id")
# Which rows without an operation of their own go along with what an operation had added.
# So do complaints that were made of the log when they got records of their own.
_COMPLAINED = GONE.format(table="interactions", column="t.interaction_id")
ALONG = (
    *(("complaints", _COMPLAINED), ("showings", _SHOWN)),
    *(("drafts", _DRAFTED), ("account_imports", _IMPORTED)),
)
# What is estimated for each customer once a month.
ESTIMATED = ("lifetimes", "spending")
# The last operation in effect that changed a table after another operation.
_LATER = (
    "SELECT max(c.deed_id) FROM changes c JOIN deeds d ON d.id = c.deed_id"
    ' WHERE c."table" = ?1 AND c.deed_id > ?2 AND d.undone_by IS NULL'
    " AND d.act NOT IN ('undo', 'redo')"
)
_HOLDS = " AND c.row_id <= ?3 AND coalesce(c.last_row_id, c.row_id) >= ?3"


class Footprint:
    """Which rows went and which came, as ranges of ids in temporary tables."""

    def __init__(self, book: Book) -> None:
        self._book = book
        for name in ("gone", "came"):
            book.rows(
                f'CREATE TEMP TABLE IF NOT EXISTS {name} ("table" TEXT, first INTEGER,'
                ' last INTEGER, PRIMARY KEY ("table", first, last)) WITHOUT ROWID'
            )
            book.rows(f"DELETE FROM temp.{name}")

    def gone(self, table: str, first: int, last: int) -> None:
        """Note that rows went."""
        self._book.rows("INSERT OR IGNORE INTO temp.gone VALUES (?, ?, ?)", (table, first, last))

    def came(self, table: str, first: int, last: int) -> None:
        """Note that rows came, or changed."""
        self._book.rows("INSERT OR IGNORE INTO temp.came VALUES (?, ?, ?)", (table, first, last))


def refuse_dependents(book: Book, operation_id: int) -> None:
    """Raise BuiltOn or ChangedSince where rows refer to rows that are not there any more."""
    for child, column, parent, key in _references(book):
        if key == "id":
            left = (
                f'SELECT c.id FROM temp.gone g JOIN "{child}" c'
                f' ON c."{column}" BETWEEN g.first AND g.last WHERE g."table" = ?'
                f' AND NOT EXISTS (SELECT 1 FROM "{parent}" p WHERE p.id = c."{column}") LIMIT 1'
            )
        else:
            left = (
                f'SELECT c.id FROM "{child}" c WHERE c."{column}" IS NOT NULL AND EXISTS'
                ' (SELECT 1 FROM temp.gone WHERE "table" = ?) AND NOT EXISTS'
                f' (SELECT 1 FROM "{parent}" p WHERE p."{key}" = c."{column}") LIMIT 1'
            )
        for (row_id,) in book.rows(left, (parent,)):
            refuse(book, child, int(row_id or 0), operation_id)
            raise ChangedSince
        lost = (
            f'SELECT c."{column}" FROM temp.came k JOIN "{child}" c'
            ' ON c.id BETWEEN k.first AND k.last WHERE k."table" = ?'
            f' AND c."{column}" IS NOT NULL AND NOT EXISTS'
            f' (SELECT 1 FROM "{parent}" p WHERE p."{key}" = c."{column}") LIMIT 1'
        )
        for (value,) in book.rows(lost, (child,)):
            if key == "id":
                refuse(book, parent, int(value or 0), operation_id)
            raise ChangedSince


def _references(book: Book) -> Iterator[tuple[str, str, str, str]]:
    """The foreign keys: table, column, the table that it refers to, and by what."""
    for table, column, parent, key in book.rows(
        'SELECT m.name, f."from", f."table", coalesce(f."to", \'id\') FROM sqlite_master m,'
        " pragma_foreign_key_list(m.name) f"
        " WHERE m.type = 'table' AND m.name NOT IN ('changes')"
    ):
        yield str(table), str(column), str(parent), str(key)


def refuse(book: Book, table: str, row_id: int, operation_id: int) -> None:
    """Raise BuiltOn with the last operation after this one that changed a row, if there is one."""
    any_later = 'SELECT max(c.deed_id) FROM changes c WHERE c."table" = ?1 AND c.deed_id > ?2'
    _raise(book, any_later + _HOLDS, (table, operation_id, row_id))


def refuse_changed(book: Book, table: str, first: int, last: int, operation_id: int) -> None:
    """Raise BuiltOn where a later operation, not taken back, changed rows of a range."""
    where = " AND c.row_id BETWEEN ?3 AND ?4"
    _raise(book, _LATER + where, (table, operation_id, first, last))


def refuse_imported(book: Book, table: str, rows: Sequence[Row], operation_id: int) -> None:
    """Raise BuiltOn where a later operation, not taken back, added some of these rows."""
    if not book.value(
        'SELECT 1 FROM changes WHERE "table" = ? AND deed_id > ?', (table, operation_id)
    ):
        return
    for row in rows:
        _raise(book, _LATER + _HOLDS, (table, operation_id, row[0]))


def refuse_conflict(book: Book, error: IntegrityError, operation_id: int) -> None:
    """Raise ChangedSince: a row cannot come back where another one has its key by now."""
    found = _UNIQUE.search(str(error))
    if found is None:
        return
    table = found[1].split(", ")[0].partition(".")[0]
    _raise(book, _LATER, (table, operation_id))


def _raise(book: Book, sql: str, parameters: tuple[Value, ...]) -> None:
    later = book.value(sql, parameters)
    if later is None:
        return
    operation, at, act, label = book.rows(
        "SELECT id, at, act, label FROM deeds WHERE id = ?", (later,)
    )[0]
    raise BuiltOn(
        int(operation or 0), from_milliseconds(int(at or 0)).astimezone(), str(act), str(label)
    )
