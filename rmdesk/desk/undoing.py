"""Undo and redo: an operation is taken back from the history, whole, and nothing newer is lost.

Taking one back is an operation itself (UNDO, or REDO where an UNDO is taken back), so the two
alternate as often as one likes. What was redone is in effect again, at its old place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from rmdesk.desk import stored
from rmdesk.errors import (
    AlreadyTakenBack,
    CannotTakeBack,
    ChangedSince,
    Gone,
    NothingToRedo,
    NothingToUndo,
    PurgedSince,
    PurgeIsFinal,
)
from rmdesk.store.book import Book
from rmdesk.store.driver import IntegrityError, Value
from rmdesk.terms import Act

if TYPE_CHECKING:
    from rmdesk.store.session import Writing

# More rows than this are asked about before they are taken back.
ASK_ABOVE = 20
_REVERSALS = (Act.UNDO, Act.REDO)
_LASTING = (*_REVERSALS, Act.SET_UP, Act.EXPORT)
_COLUMNS = "id, at, act, customer_id, label, row_count, change_count, undone_by, takes_back, purged"


@dataclass(frozen=True, slots=True)
class Undoable:
    """What can be taken back, or redone: what, when, its customer or object, how many rows.

    With `redoes` it was taken back, and what takes back `operation_id` brings it back.
    """

    operation_id: int
    at: datetime
    act: Act
    customer_id: int | None
    label: str
    rows: int
    redoes: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or redone: the operation, its customer or object, how many rows."""

    act: Act
    customer_id: int | None
    label: str
    rows: int
    operation_id: int = 0


@dataclass(frozen=True, slots=True)
class _Operation:
    id: int
    at: datetime
    act: Act
    customer_id: int | None
    label: str
    rows: int
    changes: int
    undone_by: int | None
    takes_back: int | None
    purged: int | None


def describe_next(book: Book) -> Undoable | None:
    """Return the operation that `undo` would take back; None where there is none."""
    operation = _last_in_effect(book)
    return None if operation is None or operation.act is Act.PURGE else _undoable(book, operation)


def describe_redo(book: Book) -> Undoable | None:
    """Return the operation that `redo` would bring back; None where there is none."""
    reversal = _last_undo(book)
    if reversal is None or reversal.takes_back is None:
        return None
    return replace(_undoable(book, reversal), operation_id=reversal.takes_back)


def describe(book: Book, operation_id: int) -> Undoable:
    """Return what `take_back` of an operation would take back. Raises what `take_back` raises."""
    return _undoable(book, _checked(book, operation_id))


def undo(book: Book, expected: int | None = None) -> Undone:
    """Take back the last operation that is in effect.

    `expected` is the one that the manager was asked about. Raises NothingToUndo, PurgeIsFinal,
    ChangedSince, BuiltOn, PurgedSince.
    """
    with _reversing(book, Act.UNDO) as writing:
        operation = _last_in_effect(book)
        if operation is None:
            raise NothingToUndo
        if operation.act is Act.PURGE:
            raise PurgeIsFinal
        if expected is not None and operation.id != expected:
            raise ChangedSince
        return _reverse(writing, operation)


def redo(book: Book, expected: int | None = None) -> Undone:
    """Bring back what the last undo took back, unless something new was done since.

    `expected` is the one that the manager was asked about. Raises NothingToRedo, ChangedSince.
    """
    with _reversing(book, Act.REDO) as writing:
        reversal = _last_undo(book)
        if reversal is None or reversal.takes_back is None:
            raise NothingToRedo
        if expected is not None and reversal.takes_back != expected:
            raise ChangedSince
        return _reverse(writing, reversal)


def take_back(book: Book, operation_id: int) -> Undone:
    """Take back any operation; of an undo, that brings back what it took back.

    Raises Gone, AlreadyTakenBack, CannotTakeBack, PurgeIsFinal, PurgedSince, BuiltOn with the
    later operation that builds on it, and ChangedSince.
    """
    act = Act.REDO if _checked(book, operation_id).act is Act.UNDO else Act.UNDO
    with _reversing(book, act) as writing:
        return _reverse(writing, _checked(book, operation_id))


@contextmanager
def _reversing(book: Book, act: Act) -> "Iterator[Writing]":
    """An operation that takes another one back; what the store refuses is a change made since."""
    try:
        with book.deed(act) as writing:
            yield writing
    except IntegrityError:
        raise ChangedSince from None


def _reverse(writing: "Writing", operation: _Operation) -> Undone:
    """Take an operation back inside another, and say of both which is in effect."""
    from rmdesk.store import undo

    book, by = writing.book, writing.deed_id
    writing.takes_back, writing.sign_empty = operation.id, True
    writing.customer_id, writing.label = operation.customer_id, operation.label
    undo.take_back(writing, operation.id)
    base = _taken_back_by(book, operation) or operation
    if operation.act is Act.UNDO:
        book.rows("UPDATE deeds SET undone_by = ? WHERE id = ?", (by, operation.id))
        book.rows("UPDATE deeds SET undone_by = NULL WHERE id = ?", (base.id,))
    else:
        book.rows(
            "UPDATE deeds SET undone_by = ?1 WHERE id = ?2 OR (act = 'redo' AND undone_by IS NULL"
            " AND takes_back IN (SELECT id FROM deeds WHERE takes_back = ?2))",
            (by, operation.id),
        )
    return Undone(base.act, base.customer_id, base.label, base.rows, base.id)


def _last_in_effect(book: Book) -> _Operation | None:
    marks = ", ".join("?" * len(_LASTING))
    return _first(
        book,
        f"undone_by IS NULL AND act NOT IN ({marks}) AND change_count > 0",
        tuple(act.value for act in _LASTING),
    )


def _last_undo(book: Book) -> _Operation | None:
    """Return the last undo that is in effect, where nothing but undo and redo was done since."""
    last = _first(book, "act = 'undo' AND undone_by IS NULL", ())
    if last is None or not last.changes:
        return None
    since = "SELECT 1 FROM deeds WHERE id > ? AND act NOT IN ('undo', 'redo') AND change_count > 0"
    return None if book.value(f"{since} LIMIT 1", (last.id,)) else last


def _checked(book: Book, operation_id: int) -> _Operation:
    """Return an operation that can be taken back; of a redo, what was redone.

    Raises what `take_back` raises.
    """
    operation = _operation(book, operation_id)
    while operation.act is Act.REDO and operation.takes_back is not None:
        operation = _operation(
            book, stored.number(_operation(book, operation.takes_back).takes_back)
        )
    if operation.act is Act.PURGE:
        raise PurgeIsFinal
    if operation.undone_by is not None:
        raise AlreadyTakenBack
    if operation.act is Act.SET_UP or not operation.changes:
        raise CannotTakeBack
    if operation.purged is not None:
        raise PurgedSince
    return operation


def _taken_back_by(book: Book, operation: _Operation) -> _Operation | None:
    """Return what an undo took back; None for any other operation."""
    if operation.act is not Act.UNDO:
        return None
    return _operation(book, stored.number(operation.takes_back))


def _first(book: Book, where: str, parameters: tuple[Value, ...]) -> _Operation | None:
    sql = f"SELECT {_COLUMNS} FROM deeds WHERE {where} ORDER BY id DESC LIMIT 1"
    rows = book.rows(sql, parameters)
    if not rows:
        return None
    operation_id, at, act, customer_id, label, row_count, changes, *links = rows[0]
    return _Operation(
        *(stored.number(operation_id), stored.moment(at), Act(str(act)), stored.some(customer_id)),
        *(str(label), stored.number(row_count), stored.number(changes)),
        *(stored.some(link) for link in links),
    )


def _operation(book: Book, operation_id: int) -> _Operation:
    found = _first(book, "id = ?", (operation_id,))
    if found is None:
        raise Gone
    return found


def _undoable(book: Book, operation: _Operation) -> Undoable:
    undone = _taken_back_by(book, operation)
    base = undone or operation
    return Undoable(
        *(operation.id, base.at, base.act, base.customer_id, base.label, base.rows),
        redoes=undone is not None,
    )
