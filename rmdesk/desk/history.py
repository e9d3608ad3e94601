"""The history as it is looked at: operations, newest first, and what each of them changed.

Everything is read a page at a time, so that an operation of a million rows is like any other.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from rmdesk.desk import stored
from rmdesk.desk.history_names import NO_NAMES, NameReader, RowNames
from rmdesk.errors import Gone
from rmdesk.store.book import Book
from rmdesk.store.driver import Row, Value
from rmdesk.terms import Act, AssetClass, ChangeKind, Schedule

Shown = str | int | float | bool | date | datetime | tuple[str, ...] | None

_OPERATIONS = (
    "SELECT d.id, d.at, d.act, d.actor, d.customer_id, d.label, d.row_count, d.undone_by,"
    " d.takes_back, d.purged, d.change_count, coalesce(c.name, '') FROM deeds d"
    " LEFT JOIN customers c ON c.id = d.customer_id"
)
_UNSAID = ("id", "created_at", "updated_at")
_LASTING = (Act.SET_UP, Act.PURGE)


@dataclass(frozen=True, slots=True)
class OperationLine:
    """An operation: when, what, by whom, about which customer (if one) and what, how many rows.

    `undone_by` is the operation that took it back, while it is taken back; `takes_back` the one
    that it took back. `can_take_back` is False where that is refused in any case; a later change
    that builds on it is found only when it is tried.
    """

    id: int
    at: datetime
    act: Act
    actor: str
    customer_id: int | None
    customer_name: str
    label: str
    rows: int
    undone_by: int | None
    takes_back: int | None
    purged: bool
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class OperationPage:
    """Operations, newest first; `older` is where the next page begins, None at the end."""

    lines: tuple[OperationLine, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a row: its column, and what it held before and after.

    Days, instants, flags, codes and lists of words are what they are; amounts and rates are as
    they are stored (minor units, millionths).
    """

    field: str
    old: Shown
    new: Shown


@dataclass(frozen=True, slots=True)
class RowChange:
    """What an operation did to one row; of one added or removed, the fields that hold something."""

    table: str
    row_id: int
    kind: ChangeKind
    fields: tuple[FieldChange, ...]
    names: RowNames = NO_NAMES


@dataclass(frozen=True, slots=True)
class Place:
    """How far an operation's changes have been read: up to which change, and which row of it."""

    change_id: int
    row: int


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes of an operation in the order in which they were made; `rest` None at the end."""

    rows: tuple[RowChange, ...]
    rest: Place | None


def list_operations(
    book: Book, customer_id: int | None = None, limit: int = 50, before: int | None = None
) -> OperationPage:
    """Return operations, newest first: all, or those that touched a customer or anything of it.

    `before` is `OperationPage.older` of the page before.
    """
    where, parameters = ["d.id < ?"], [before or (1 << 63) - 1]
    if customer_id is not None:
        where.append("d.id IN (SELECT deed_id FROM deed_customers WHERE customer_id = ?)")
        parameters.append(customer_id)
    sql = f"{_OPERATIONS} WHERE {' AND '.join(where)} ORDER BY d.id DESC LIMIT ?"
    rows = book.rows(sql, (*parameters, limit + 1))
    lines = tuple(_line(row) for row in rows[:limit])
    return OperationPage(lines, lines[-1].id if len(rows) > limit else None)


def get_operation(book: Book, operation_id: int) -> OperationLine:
    """Return one operation. Raises Gone."""
    rows = book.rows(f"{_OPERATIONS} WHERE d.id = ?", (operation_id,))
    if not rows:
        raise Gone
    return _line(rows[0])


def _line(row: Row) -> OperationLine:
    act, undone_by, purged = Act(str(row[2])), stored.some(row[7]), row[9] is not None
    changes = stored.number(row[10])
    return OperationLine(
        *(stored.number(row[0]), stored.moment(row[1]), act, str(row[3]), stored.some(row[4])),
        *(str(row[11]), str(row[5]), stored.number(row[6]), undone_by, stored.some(row[8])),
        purged,
        can_take_back=undone_by is None and not purged and act not in _LASTING and changes > 0,
    )


def list_changes(
    book: Book, operation_id: int, limit: int = 100, after: Place | None = None
) -> ChangePage:
    """Return what an operation changed, row by row.

    `after` is `ChangePage.rest` of the page before.
    """
    place = after or Place(0, -1)
    found: list[RowChange] = []
    names = NameReader(book)
    sql = (
        'SELECT id, "table", row_id, last_row_id, old, new, purged FROM changes'
        " WHERE deed_id = ? AND id >= ? ORDER BY id LIMIT ?"
    )
    first = place.change_id
    while page := book.rows(sql, (operation_id, first, limit + 1)):
        for row in page:
            change_id = stored.number(row[0])
            done = place.row if change_id == place.change_id else -1
            for number, change in _rows(book, operation_id, row, done, limit + 1 - len(found)):
                if len(found) == limit:
                    return ChangePage(tuple(found), place)
                found.append(_with_names(names, change))
                place = Place(change_id, number)
        first = stored.number(page[-1][0]) + 1
    return ChangePage(tuple(found), None)


def _with_names(names: NameReader, change: RowChange) -> RowChange:
    if change.kind is ChangeKind.PURGED:
        return change
    content = {f.field: f.old if f.new is None else f.new for f in change.fields}
    return replace(change, names=names.read(change.table, change.row_id, content))


def _rows(
    book: Book, operation_id: int, row: Row, done: int, limit: int
) -> Iterator[tuple[int, RowChange]]:
    """The rows of one change that come after one of them, each with its place in the change."""
    _id, table, row_id, last, old_text, new_text, purged = row
    name, first = str(table), stored.number(row_id)
    old = json.loads(str(old_text)) if old_text else None
    new = json.loads(str(new_text)) if new_text else None
    if purged is not None or name == "history" or (last is not None and "purged" in (new or {})):
        count = (FieldChange("count", new["purged"], None),) if new and "purged" in new else ()
        single = RowChange(name, first, ChangeKind.PURGED, count)
    elif last is None:
        single = _change(name, first, old, new)
    else:
        chunk = old or new
        if chunk is not None and "columns" in chunk:
            yield from _listed(name, chunk, done, limit, removed=new is None)
        else:
            within = (max(first, done + 1), stored.number(last), limit)
            yield from _added(book, operation_id, name, _range(book, name, within, new))
        return
    if done < 0:
        yield 0, single


def _range(
    book: Book, table: str, within: tuple[int, int, int], new: Mapping[str, Sequence[int]] | None
) -> list[int]:
    """The next ids of a range: those that are listed, else those that are there."""
    if new is not None:
        return [i for i in new["ids"] if i >= within[0]][: within[2]]
    sql = f"SELECT id FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
    return [stored.number(r[0]) for r in book.rows(sql, within)]


def _listed(
    table: str, chunk: Mapping[str, Sequence[object]], done: int, limit: int, removed: bool
) -> Iterator[tuple[int, RowChange]]:
    """Rows whose content the change holds itself."""
    names = [str(n) for n in chunk["columns"]]
    for number, values in list(enumerate(chunk["rows"]))[done + 1 : done + 1 + limit]:
        assert isinstance(values, list)
        content: dict[str, Value] = dict(zip(names, values, strict=True))
        row_id = stored.number(values[0])
        yield number, _change(table, row_id, *((content, None) if removed else (None, content)))


def _added(
    book: Book, operation_id: int, table: str, ids: Sequence[int]
) -> Iterator[tuple[int, RowChange]]:
    """Rows of an import, as they came: what changed them later is taken off again."""
    names = [str(r[1]) for r in book.rows(f"PRAGMA table_info({table})")]
    for row_id in ids:
        rows = book.rows(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        if not rows:
            continue
        content = dict(zip(names, rows[0], strict=True))
        later = book.rows(
            'SELECT old FROM changes WHERE "table" = ? AND row_id = ? AND last_row_id IS NULL'
            " AND old IS NOT NULL AND new IS NOT NULL AND deed_id > ? ORDER BY id DESC",
            (table, row_id, operation_id),
        )
        for (old,) in later:
            content |= json.loads(str(old))
        yield row_id, _change(table, row_id, None, content)


def _change(
    table: str, row_id: int, old: dict[str, Value] | None, new: dict[str, Value] | None
) -> RowChange:
    if old is not None and new is not None:
        names, kind = [n for n in new if n not in _UNSAID], ChangeKind.CHANGED
    else:
        whole = old or new or {}
        names = [n for n, v in whole.items() if n not in _UNSAID and v not in (None, "")]
        kind = ChangeKind.REMOVED if new is None else ChangeKind.ADDED
    read = _readers(table)
    fields = tuple(
        FieldChange(
            name,
            read(name, old[name]) if old is not None else None,
            read(name, new[name]) if new is not None else None,
        )
        for name in names
    )
    return RowChange(table, row_id, kind, fields)


class _Readers:
    """Reads stored values of a table's columns as what they are."""

    def __init__(self, table: str) -> None:
        from sqlalchemy import inspect

        from rmdesk.model.tables import BY_NAME

        self._columns = dict(inspect(BY_NAME[table]).columns) if table in BY_NAME else {}

    def __call__(self, name: str, value: Value) -> Shown:
        from sqlalchemy import Boolean

        from rmdesk.model.base import Code, Day, Instant, Words

        column = self._columns.get(name)
        if column is None or value is None:
            return value
        if isinstance(column.type, Boolean):
            return bool(value)
        try:
            if isinstance(column.type, Day):
                return stored.day(value)
            if isinstance(column.type, Instant):
                return stored.moment(value)
            if isinstance(column.type, Code):
                return column.type.of(str(value))
            if value and name in _CODES_OR_EMPTY:
                return _CODES_OR_EMPTY[name](str(value))
        except (ValueError, OverflowError, OSError):
            return value
        return stored.words(value) if isinstance(column.type, Words) else value


# Columns of codes that may be empty, and are texts to the store.
_CODES_OR_EMPTY: Mapping[str, type[StrEnum]] = {"asset_class": AssetClass, "schedule": Schedule}
_READERS: dict[str, _Readers] = {}


def _readers(table: str) -> _Readers:
    if table not in _READERS:
        _READERS[table] = _Readers(table)
    return _READERS[table]
