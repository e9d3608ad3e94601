"""Calculations that failed: what one wrote is undone, and it is named until it succeeds again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from rmdesk.store.book import Book

_PREFIX = "failed:"
_ALL = "name >= 'failed:' AND name < 'failed;'"
_OUT_OF_BOUNDS, _FAULT = 1, 2
_MONTH = "month_failed"


def list_failed(book: Book) -> dict[int, bool]:
    """Return the customers whose value could not be calculated, by id.

    True where the cause is a fault of the program, False where figures are out of bounds.
    """
    rows = book.rows(f"SELECT name, value FROM derived WHERE {_ALL}")
    return {int(str(name).removeprefix(_PREFIX)): value == _FAULT for name, value in sorted(rows)}


def mark_failed(book: Book, customer_id: int, by_fault: bool) -> None:
    """Note that a customer's value could not be calculated, and whether by a fault."""
    reason = _FAULT if by_fault else _OUT_OF_BOUNDS
    book.rows("INSERT OR REPLACE INTO derived VALUES (?, ?)", (f"{_PREFIX}{customer_id}", reason))


def clear_failed(book: Book, customers: Collection[int]) -> None:
    """Note that the value of these customers could be calculated."""
    book.connection.executemany(
        "DELETE FROM derived WHERE name = ?", [(f"{_PREFIX}{c}",) for c in customers]
    )


def get_failed_month_day(book: Book) -> int:
    """Return the day on which bringing the book to its month last failed; 0 where it did not."""
    return book.number("SELECT value FROM derived WHERE name = ?", (_MONTH,))


def mark_month_failed(book: Book, day: int) -> None:
    """Note that bringing everything derived to the month of a day failed on that day."""
    book.rows("INSERT OR REPLACE INTO derived VALUES (?, ?)", (_MONTH, day))


def clear_month_failed(book: Book) -> None:
    """Note that everything derived is of the current month."""
    book.rows("DELETE FROM derived WHERE name = ?", (_MONTH,))


@contextmanager
def savepoint(book: Book) -> Iterator[None]:
    """Undo in the store what happens inside when it raises; the transaction around it goes on.

    Except where SQLite ended that transaction itself, as it may on a full disk.
    """
    book.rows("SAVEPOINT derivation")
    try:
        yield
    except BaseException:
        if book.connection.in_transaction:
            book.rows("ROLLBACK TO derivation")
            book.rows("RELEASE derivation")
        raise
    book.rows("RELEASE derivation")
