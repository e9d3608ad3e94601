"""The history: every change goes in with the change itself.

A `HistorySession` writes one Change for each row that a flush adds, alters or deletes, so no
desk function can forget to. Values are written as they are stored, which makes taking back plain
SQL and independent of the classes of the day.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, event, inspect
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session

from rmdesk.model.base import Code, Day, Instant, Kept, Words
from rmdesk.model.instants import to_milliseconds
from rmdesk.store.driver import Value
from rmdesk.store.ids import IdSource
from rmdesk.store.journal import Journal, Stored
from rmdesk.store.touched import Touched

DIALECT = DefaultDialect()


class HistorySession(Session):
    """A session that gives ids, sets the instants and writes the history of what it flushes."""

    now: datetime
    ids: IdSource
    touched: Touched
    journal: Journal


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
    journal = session.journal
    for row in [r for r in session.new if isinstance(r, Kept)]:
        row.id = row.id or session.ids.next()
        row.created_at = row.updated_at = session.now
        new = stored_row(row)
        journal.add(str(row.__tablename__), row.id, None, new)
        session.touched.note(str(row.__tablename__), new)
    for row in [r for r in session.dirty if isinstance(r, Kept) and session.is_modified(r)]:
        old, new = _differences(row)
        if not new:
            continue
        stamp = to_milliseconds(row.updated_at) if row.updated_at else None
        row.updated_at = session.now
        journal.add(str(row.__tablename__), row.id, old, new, stamp)
        whole = stored_row(row)
        session.touched.note(str(row.__tablename__), whole)
        session.touched.note(str(row.__tablename__), whole | old)
    for row in [r for r in session.deleted if isinstance(r, Kept)]:
        old = stored_row(row)
        journal.add(str(row.__tablename__), row.id, old, None)
        session.touched.note(str(row.__tablename__), old)


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
