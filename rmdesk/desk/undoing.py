"""Undo and redo: a deed is taken back from the history, whole, and nothing newer is lost.

Taking a deed back is a deed itself (UNDO, or REDO where an UNDO is taken back), so the two
alternate as often as one likes. A deed that was redone is in effect again, at its old place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from rmdesk.store.driver import IntegrityError
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
    """A deed that can be taken back: what, when, about whom or what, and how many rows it is."""

    deed_id: int
    at: datetime
    act: Act
    customer_id: int | None
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or redone: the deed, whom or what it was about, how many rows."""

    act: Act
    customer_id: int | None
    label: str
    rows: int
    deed_id: int = 0


@dataclass(frozen=True, slots=True)
class _Deed:
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
    """Return the deed that `undo` would take back; None where there is none."""
    deed = _last_in_effect(book)
    return None if deed is None or deed.act is Act.PURGE else _undoable(deed)


def describe_redo(book: Book) -> Undoable | None:
    """Return the deed that `redo` would bring back; None where there is none."""
    reversal = _last_undo(book)
    if reversal is None or reversal.takes_back is None:
        return None
    return _undoable(_deed(book, reversal.takes_back))


def describe(book: Book, deed_id: int) -> Undoable:
    """Return what `take_back` of a deed would take back. Raises what `take_back` raises."""
    return _undoable(_checked(book, deed_id))


def undo(book: Book, expected: int | None = None) -> Undone:
    """Take back the last deed that is in effect.

    `expected` is the deed that the manager was asked about. Raises NothingToUndo, PurgeIsFinal,
    ChangedSince, BuiltOn, PurgedSince.
    """
    with _reversing(book, Act.UNDO) as writing:
        deed = _last_in_effect(book)
        if deed is None:
            raise NothingToUndo
        if deed.act is Act.PURGE:
            raise PurgeIsFinal
        if expected is not None and deed.id != expected:
            raise ChangedSince
        return _reverse(writing, deed)


def redo(book: Book, expected: int | None = None) -> Undone:
    """Bring back what the last undo took back, unless something new was done since.

    `expected` is the deed that the manager was asked about. Raises NothingToRedo, ChangedSince.
    """
    with _reversing(book, Act.REDO) as writing:
        reversal = _last_undo(book)
        if reversal is None or reversal.takes_back is None:
            raise NothingToRedo
        if expected is not None and reversal.takes_back != expected:
            raise ChangedSince
        return _reverse(writing, reversal)


def take_back(book: Book, deed_id: int) -> Undone:
    """Take back any deed; of an undo, that brings back what it took back.

    Raises Gone, AlreadyTakenBack, CannotTakeBack, PurgeIsFinal, PurgedSince, BuiltOn with the
    later deed that builds on it, and ChangedSince.
    """
    act = Act.REDO if _checked(book, deed_id).act is Act.UNDO else Act.UNDO
    with _reversing(book, act) as writing:
        return _reverse(writing, _checked(book, deed_id))


@contextmanager
def _reversing(book: Book, act: Act) -> "Iterator[Writing]":
    """A deed that takes another one back; what the store refuses is a change made since."""
    try:
        with book.deed(act) as writing:
            yield writing
    except IntegrityError:
        raise ChangedSince from None


def _reverse(writing: "Writing", deed: _Deed) -> Undone:
    """Take a deed back inside another, and say of both which is in effect."""
    from rmdesk.store import undo

    book, by = writing.book, writing.deed_id
    writing.takes_back, writing.sign_empty = deed.id, True
    writing.customer_id, writing.label = deed.customer_id, deed.label
    undo.take_back(writing, deed.id)
    base = _deed(book, stored.number(deed.takes_back)) if deed.act is Act.UNDO else deed
    if deed.act is Act.UNDO:
        book.rows("UPDATE deeds SET undone_by = ? WHERE id = ?", (by, deed.id))
        book.rows("UPDATE deeds SET undone_by = NULL WHERE id = ?", (base.id,))
    else:
        book.rows(
            "UPDATE deeds SET undone_by = ?1 WHERE id = ?2 OR (act = 'redo' AND undone_by IS NULL"
            " AND takes_back IN (SELECT id FROM deeds WHERE takes_back = ?2))",
            (by, deed.id),
        )
    return Undone(base.act, base.customer_id, base.label, base.rows, base.id)


def _last_in_effect(book: Book) -> _Deed | None:
    marks = ", ".join("?" * len(_LASTING))
    return _first(
        book,
        f"undone_by IS NULL AND act NOT IN ({marks}) AND change_count > 0",
        tuple(act.value for act in _LASTING),
    )


def _last_undo(book: Book) -> _Deed | None:
    """The last undo that is in effect, where nothing but undo and redo was done since."""
    last = _first(book, "act = 'undo' AND undone_by IS NULL", ())
    if last is None or not last.changes:
        return None
    since = "SELECT 1 FROM deeds WHERE id > ? AND act NOT IN ('undo', 'redo') AND change_count > 0"
    return None if book.value(f"{since} LIMIT 1", (last.id,)) else last


def _checked(book: Book, deed_id: int) -> _Deed:
    """A deed that can be taken back; the one redone for a redo. Raises what `take_back` raises."""
    deed = _deed(book, deed_id)
    while deed.act is Act.REDO and deed.takes_back is not None:
        deed = _deed(book, stored.number(_deed(book, deed.takes_back).takes_back))
    if deed.act is Act.PURGE:
        raise PurgeIsFinal
    if deed.undone_by is not None:
        raise AlreadyTakenBack
    if deed.act is Act.SET_UP or not deed.changes:
        raise CannotTakeBack
    if deed.purged is not None:
        raise PurgedSince
    return deed


def _first(book: Book, where: str, parameters: tuple[str, ...]) -> _Deed | None:
    sql = f"SELECT {_COLUMNS} FROM deeds WHERE {where} ORDER BY id DESC LIMIT 1"
    rows = book.rows(sql, parameters)
    if not rows:
        return None
    deed_id, at, act, customer_id, label, row_count, changes, *links = rows[0]
    return _Deed(
        *(stored.number(deed_id), stored.moment(at), Act(str(act)), stored.some(customer_id)),
        *(str(label), stored.number(row_count), stored.number(changes)),
        *(stored.some(link) for link in links),
    )


def _deed(book: Book, deed_id: int) -> _Deed:
    found = _first(book, "id = ?", (deed_id,))  # type: ignore[arg-type]
    if found is None:
        raise Gone
    return found


def _undoable(deed: _Deed) -> Undoable:
    return Undoable(deed.id, deed.at, deed.act, deed.customer_id, deed.label, deed.rows)
