"""Whose value cannot be calculated, so that it is left out and named until it can be again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from rmdesk.store.book import Book

_PREFIX = "failed:"
_ALL = "name >= 'failed:' AND name < 'failed;'"
TURN = "turn_failed"


def list_failed(book: Book) -> list[int]:
    """Return the customers whose value could not be calculated, by id."""
    rows = book.rows(f"SELECT name FROM derived WHERE {_ALL}")
    return sorted(int(str(row[0]).removeprefix(_PREFIX)) for row in rows)


def mark_failed(book: Book, customer_id: int) -> None:
    """Note that a customer's value could not be calculated."""
    book.rows("INSERT OR REPLACE INTO derived VALUES (?, 1)", (f"{_PREFIX}{customer_id}",))


def clear_failed(book: Book, customers: Collection[int]) -> None:
    """Note that the value of these customers could be calculated."""
    book.connection.executemany(
        "DELETE FROM derived WHERE name = ?", [(f"{_PREFIX}{c}",) for c in customers]
    )


def has_turn_failed(book: Book) -> bool:
    """Return whether bringing everything derived to the current month failed."""
    return bool(book.value("SELECT 1 FROM derived WHERE name = ?", (TURN,)))


def note_turn(book: Book, failed: bool) -> None:
    """Note whether bringing everything derived to the current month failed."""
    if failed:
        book.rows("INSERT OR REPLACE INTO derived VALUES (?, 1)", (TURN,))
    else:
        book.rows("DELETE FROM derived WHERE name = ?", (TURN,))


@contextmanager
def savepoint(book: Book) -> Iterator[None]:
    """Undo in the store what happens inside when it raises; the transaction around it goes on."""
    book.rows("SAVEPOINT derivation")
    try:
        yield
    except BaseException:
        book.rows("ROLLBACK TO derivation")
        book.rows("RELEASE derivation")
        raise
    book.rows("RELEASE derivation")
