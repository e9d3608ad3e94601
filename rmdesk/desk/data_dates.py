"""Of when the bank's data is: when each account was last in an extract, and its newest figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rmdesk.desk import stored
from rmdesk.store.book import Book

if TYPE_CHECKING:
    from rmdesk.store.session import Writing

MOST_IMPORTS = 3


@dataclass(frozen=True, slots=True)
class AccountDates:
    """Of one account: the day of its last import, and of its last transaction or balance."""

    account_id: int
    customer_id: int
    number: str
    imported: date | None
    last_figure: date | None


@dataclass(frozen=True, slots=True)
class DataDates:
    """The day of the book's newest import, None where there was none, and its accounts' days."""

    imported: date | None
    accounts: tuple[AccountDates, ...]


def find_newest_import(book: Book) -> date | None:
    """Return the day of the book's newest import; None where there was none."""
    return stored.some_day(book.value("SELECT max(day) FROM account_imports"))


def load_data_dates(book: Book, customer_id: int | None = None) -> DataDates:
    """Return the dates of the book's data, with the accounts of a customer, or with all.

    A customer's accounts are those held alone, and those of which the customer owns a part.
    """
    own = (
        " WHERE a.customer_id = ?1"
        " OR a.id IN (SELECT account_id FROM account_holders WHERE customer_id = ?1)"
    )
    rows = book.rows(
        "SELECT a.id, a.customer_id, a.number,"
        " (SELECT max(day) FROM account_imports WHERE account_id = a.id),"
        " (SELECT max(coalesce(booked, day)) FROM transactions WHERE account_id = a.id),"
        " (SELECT max(day) FROM balances WHERE account_id = a.id)"
        f" FROM accounts a{own if customer_id is not None else ''} ORDER BY a.number",
        (customer_id,) if customer_id is not None else (),
    )
    accounts = tuple(
        AccountDates(
            account_id=stored.number(account),
            customer_id=stored.number(customer),
            number=stored.text(number),
            imported=stored.some_day(imported),
            last_figure=stored.some_day(_newer(posted, balance)),
        )
        for account, customer, number, imported, posted, balance in rows
    )
    return DataDates(find_newest_import(book), accounts)


def _newer(first: object, second: object) -> int | None:
    days = [day for day in (first, second) if isinstance(day, int)]
    return max(days, default=None)


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
