"""How far everybody's value has been reckoned anew since prices changed."""

from dataclasses import dataclass

from rmdesk.store.book import Book

_AFTER, _DEED = "pending_after", "pending_deed"


@dataclass(frozen=True, slots=True)
class Place:
    """Customers up to this id are done; the deed is what changed the prices."""

    after: int
    deed_id: int


def begin(book: Book, deed_id: int) -> None:
    """Everybody is to be reckoned anew, because of a deed."""
    sql = "INSERT OR REPLACE INTO derived VALUES (?, ?)"
    book.connection.executemany(sql, [(_AFTER, 0), (_DEED, deed_id)])


def place(book: Book) -> Place | None:
    """How far it has come; None when nothing is to be done."""
    sql = "SELECT value FROM derived WHERE name = ?"
    after = book.value(sql, (_AFTER,))
    return None if after is None else Place(int(after), book.number(sql, (_DEED,)))


def customers(book: Book, after: int, at_most: int) -> list[int]:
    """The next customers, by id."""
    rows = book.rows("SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?", (after, at_most))
    return [int(row[0] or 0) for row in rows]


def go_on(book: Book, after: int) -> None:
    """Customers up to this id are done."""
    book.rows("UPDATE derived SET value = ? WHERE name = ?", (after, _AFTER))


def done(book: Book, after: int) -> int:
    """How many customers that are."""
    return book.number("SELECT count(*) FROM customers WHERE id <= ?", (after,))


def end(book: Book) -> None:
    """Everybody is done."""
    book.rows("DELETE FROM derived WHERE name IN (?, ?)", (_AFTER, _DEED))
