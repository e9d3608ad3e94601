"""The day of the bank's data: when each account was last in an extract."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from rmdesk.desk import stored
from rmdesk.store.book import Book

if TYPE_CHECKING:
    from rmdesk.store.session import Writing

MOST_IMPORTS = 3


def find_newest_import(book: Book) -> date | None:
    """Return the day of the book's newest import; None where there was none."""
    return stored.some_day(book.value("SELECT max(day) FROM account_imports"))


def record_imports(writing: "Writing", accounts: Collection[int]) -> None:
    """Store that these accounts were in today's extract; of each the newest three are stored."""
    book = writing.book
    today = book.clock.today().toordinal()
    book.connection.executemany(
        "INSERT OR REPLACE INTO account_imports (account_id, deed_id, day) VALUES (?, ?, ?)",
        [(account, writing.deed_id, today) for account in accounts],
    )
    book.connection.executemany(
        "DELETE FROM account_imports WHERE account_id = ?1 AND deed_id NOT IN"
        " (SELECT deed_id FROM account_imports WHERE account_id = ?1"
        f" ORDER BY deed_id DESC LIMIT {MOST_IMPORTS})",
        [(account,) for account in accounts],
    )
