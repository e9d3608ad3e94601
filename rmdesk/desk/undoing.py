"""Undo: the last deed is taken back from the history, whole, and nothing newer is lost."""

from dataclasses import dataclass

from rmdesk.desk import stored
from rmdesk.errors import NothingToUndo
from rmdesk.store import history
from rmdesk.store.book import Book
from rmdesk.terms import Act

_LASTING = (Act.UNDO, Act.SET_UP, Act.EXPORT)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the deed, whom or what it was about, and how many entries it was."""

    act: Act
    customer_id: int | None
    label: str
    rows: int


def undo(book: Book) -> Undone:
    """Take back the last deed that still stands. Raises NothingToUndo and ChangedSince."""
    marks = ", ".join("?" * len(_LASTING))
    rows = book.rows(
        "SELECT id, act, customer_id, label FROM deeds WHERE undone_by IS NULL"
        f" AND act NOT IN ({marks}) ORDER BY id DESC LIMIT 1",
        tuple(act.value for act in _LASTING),
    )
    if not rows:
        raise NothingToUndo
    deed_id, act, customer_id, label = rows[0]
    with book.deed(Act.UNDO, stored.some(customer_id), str(label)) as writing:
        count = history.take_back(book.connection, stored.number(deed_id), writing.touched)
        book.rows("UPDATE deeds SET undone_by = ? WHERE id = ?", (writing.deed_id, deed_id))
    return Undone(Act(str(act)), stored.some(customer_id), str(label), count)
