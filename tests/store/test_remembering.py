"""What an open store remembers: until somebody writes, and not only until somebody looks."""

from itertools import count

from rmdesk.store import ledger
from rmdesk.store.book import Book


def test_what_is_remembered_outlives_a_look_at_accounts(book: Book) -> None:
    made = count(1)

    def remember() -> int:
        return book.remembered("a thing", lambda: next(made))

    assert remember() == 1
    ledger.scope(book, [1, 2, 3])
    ledger.scope_accounts(book, [4, 5])
    ledger.scope(book, None)
    assert remember() == 1
    book.rows("UPDATE book SET demo = demo")
    assert remember() == 2
    ledger.scope_accounts(book, [6])
    assert remember() == 2
