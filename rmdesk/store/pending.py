"""How far everybody's value has been reckoned anew since prices changed."""

from rmdesk.store.book import Book

_AFTER = "pending_after"


def begin(book: Book) -> None:
    """Everybody is to be reckoned anew."""
    book.rows("INSERT OR REPLACE INTO derived VALUES (?, 0)", (_AFTER,))


def place(book: Book) -> int | None:
    """Up to which customer's id it has come; None when nothing is to be done."""
    after = book.value("SELECT value FROM derived WHERE name = ?", (_AFTER,))
    return None if after is None else int(after)


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
    book.rows("DELETE FROM derived WHERE name = ?", (_AFTER,))
