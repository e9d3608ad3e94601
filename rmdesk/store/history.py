"""The history: every change goes in with the change itself, and can be taken back.

A `HistorySession` writes one Change for each row that a flush adds, alters or deletes, so no
desk function can forget to. Values are kept as they are stored, which makes taking back plain
SQL and independent of the classes of the day.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, event, inspect
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session

from rmdesk.errors import ChangedSince
from rmdesk.model.base import Code, Day, Instant, Kept, Words
from rmdesk.model.history import Change
from rmdesk.store.driver import Connection, Value
from rmdesk.store.ids import IdSource
from rmdesk.store.touched import Touched

Stored = dict[str, Value]
DIALECT = DefaultDialect()


class HistorySession(Session):
    """A session that gives ids, sets the instants and writes the history of what it flushes."""

    deed_id: int
    now: datetime
    ids: IdSource
    touched: Touched
    changes: int


def stored_value(column: "Column[object]", value: object) -> Value:
    """A value as the column keeps it."""
    if value is None:
        return None
    if isinstance(column.type, Day | Instant | Words | Code):
        kept = column.type.process_bind_param(value, DIALECT)  # type: ignore[arg-type]
        assert kept is None or isinstance(kept, int | str)
        return kept
    if isinstance(value, StrEnum):
        return value.value
    assert isinstance(value, int | str | float)
    return int(value) if isinstance(value, bool) else value


def stored_row(row: Kept) -> Stored:
    """All columns of a row as they are kept."""
    columns = inspect(type(row)).columns
    return {c.key: stored_value(c, getattr(row, c.key)) for c in columns}


@event.listens_for(HistorySession, "before_flush")
def _write_history(session: HistorySession, _context: UOWTransaction, _rows: object) -> None:
    changes: list[Change] = []
    for row in [r for r in session.new if isinstance(r, Kept)]:
        row.id = row.id or session.ids.next()
        row.created_at = row.updated_at = session.now
        new = stored_row(row)
        changes.append(_change(session, row, None, new))
        session.touched.note(str(row.__tablename__), new)
    for row in [r for r in session.dirty if isinstance(r, Kept) and session.is_modified(r)]:
        old, new = _differences(row)
        if not new:
            continue
        row.updated_at = session.now
        changes.append(_change(session, row, old, new))
        whole = stored_row(row)
        session.touched.note(str(row.__tablename__), whole)
        session.touched.note(str(row.__tablename__), whole | old)
    for row in [r for r in session.deleted if isinstance(r, Kept)]:
        old = stored_row(row)
        changes.append(_change(session, row, old, None))
        session.touched.note(str(row.__tablename__), old)
    for change in changes:
        change.id = session.ids.next()
        session.add(change)
    session.changes += len(changes)


def _differences(row: Kept) -> tuple[Stored, Stored]:
    state = inspect(row)
    columns = {c.key: c for c in inspect(type(row)).columns}
    old: Stored = {}
    new: Stored = {}
    for attribute in state.attrs:
        history = attribute.history
        if attribute.key not in columns or not history.has_changes():
            continue
        column = columns[attribute.key]
        before = stored_value(column, history.deleted[0] if history.deleted else None)
        after = stored_value(column, attribute.value)
        if before != after:
            old[attribute.key], new[attribute.key] = before, after
    return old, new


def _change(session: HistorySession, row: Kept, old: Stored | None, new: Stored | None) -> Change:
    return Change(
        id=0,
        deed_id=session.deed_id,
        table=str(row.__tablename__),
        row_id=row.id,
        old=None if old is None else json.dumps(old, ensure_ascii=False),
        new=None if new is None else json.dumps(new, ensure_ascii=False),
    )


def take_back(connection: Connection, deed_id: int, touched: Touched) -> int:
    """Undo a deed's changes, newest first, and give how many rows that were.

    Raises ChangedSince, and leaves everything to the caller's rollback, when a row no longer
    holds what the deed left in it.
    """
    rows = connection.execute(
        'SELECT "table", row_id, last_row_id, old, new FROM changes WHERE deed_id = ?'
        " ORDER BY id DESC",
        (deed_id,),
    ).fetchall()
    count = 0
    for table, row_id, last, old, new in rows:
        name = _table(str(table))
        if last is not None:
            count += _take_back_many(connection, name, row_id, last, touched)
            continue
        before: Stored = json.loads(str(old)) if old else {}
        after: Stored = json.loads(str(new)) if new else {}
        current = _current(connection, name, row_id)
        if current is not None:
            touched.note(name, current)
        if not old:
            _delete(connection, name, row_id, current, after)
        elif not new:
            _insert(connection, name, before)
        else:
            _restore(connection, name, row_id, current, before, after)
        touched.note(name, (current or {}) | before)
        count += 1
    return count


def _table(name: str) -> str:
    from rmdesk.model.tables import BY_NAME

    if name not in BY_NAME:
        raise ValueError(f"no kept table {name}")
    return name


def _current(connection: Connection, table: str, row_id: Value) -> Stored | None:
    names = [str(r[1]) for r in connection.execute(f"PRAGMA table_info({table})").fetchall()]
    row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,)).fetchone()
    return None if row is None else dict(zip(names, row, strict=True))


def _delete(
    connection: Connection, table: str, row_id: Value, current: Stored | None, new: Stored
) -> None:
    ignored = {"updated_at"}
    if current is None or any(current[k] != v for k, v in new.items() if k not in ignored):
        raise ChangedSince
    connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))


def _insert(connection: Connection, table: str, old: Stored) -> None:
    names = ", ".join(f'"{n}"' for n in old)
    marks = ", ".join("?" * len(old))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(old.values()))


def _restore(
    connection: Connection,
    table: str,
    row_id: Value,
    current: Stored | None,
    old: Stored,
    new: Stored,
) -> None:
    if current is None or any(current[k] != v for k, v in new.items()):
        raise ChangedSince
    names = ", ".join(f'"{n}" = ?' for n in old)
    connection.execute(f"UPDATE {table} SET {names} WHERE id = ?", (*old.values(), row_id))


def _take_back_many(
    connection: Connection, table: str, first: Value, last: Value, touched: Touched
) -> int:
    names: Iterable[str] = [
        str(r[1]) for r in connection.execute(f"PRAGMA table_info({table})").fetchall()
    ]
    within = (first, last)
    if table in ("transactions", "balances"):
        rows = connection.execute(
            f"SELECT account_id, min(day) FROM {table} WHERE id BETWEEN ? AND ? GROUP BY 1", within
        ).fetchall()
        for account, day in rows:
            assert isinstance(account, int) and isinstance(day, int)
            touched.account(account, day)
    else:
        sql = f"SELECT * FROM {table} WHERE id BETWEEN ? AND ?"
        for row in connection.execute(sql, within).fetchall():
            touched.note(table, dict(zip(names, row, strict=True)))
    return connection.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", within).rowcount
