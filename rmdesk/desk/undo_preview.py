"""What the next undo would take back, to be asked about before a large one is done."""

from dataclasses import dataclass

from rmdesk.desk import stored, undoing
from rmdesk.desk.names import name_of
from rmdesk.desk.undoing import Undone
from rmdesk.errors import ChangedSince, NothingToUndo
from rmdesk.store.book import Book
from rmdesk.terms import Act

# From more rows on, undo is asked about first.
ASK_ABOVE_ROWS = 20
_LASTING = (Act.UNDO, Act.SET_UP)


@dataclass(frozen=True, slots=True)
class NextUndo:
    """The change that would be taken back, whom or what it was about, and its number of rows."""

    operation_id: int
    act: Act
    customer_name: str
    label: str
    rows: int

    @property
    def is_large(self) -> bool:
        """Whether it is to be asked about."""
        return self.rows > ASK_ABOVE_ROWS


def find_next_undo(book: Book) -> NextUndo:
    """Return what the next undo would take back. Raises NothingToUndo."""
    marks = ", ".join("?" * len(_LASTING))
    rows = book.rows(
        "SELECT id, act, customer_id, label FROM deeds WHERE undone_by IS NULL"
        f" AND act NOT IN ({marks}) ORDER BY id DESC LIMIT 1",
        tuple(act.value for act in _LASTING),
    )
    if not rows:
        raise NothingToUndo
    operation, act, customer, label = rows[0]
    name = name_of(book, stored.some(customer))
    number = stored.number(operation)
    return NextUndo(number, Act(str(act)), name, str(label), _count_rows(book, number))


def _count_rows(book: Book, operation_id: int) -> int:
    """The rows that it added, changed and deleted; a bulk insertion counts each of its rows."""
    sql = "SELECT count(*) FROM changes WHERE deed_id = ? AND last_row_id IS NULL"
    count = book.number(sql, (operation_id,))
    ranges = book.rows(
        'SELECT "table", row_id, last_row_id FROM changes'
        " WHERE deed_id = ? AND last_row_id IS NOT NULL",
        (operation_id,),
    )
    for table, first, last in ranges:
        within = f'SELECT count(*) FROM "{table}" WHERE id BETWEEN ? AND ?'
        count += book.number(within, (first, last))
    return count


def undo_expected(book: Book, operation_id: int) -> Undone:
    """Take back the last change, if it still is the one that was asked about.

    Raises NothingToUndo, and ChangedSince where something newer was done meanwhile.
    """
    if find_next_undo(book).operation_id != operation_id:
        raise ChangedSince
    return undoing.undo(book)
