"""What value is computed from, read by the thousands: terms, holdings, sums of postings.

A read is narrowed by the temporary table `scope`, the accounts it is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from rmdesk.store.book import Book
from rmdesk.store.driver import Row


class AccountRow(NamedTuple):
    """An account as it is stored."""

    id: int
    customer_id: int
    product: str
    currency: str
    rate_ppm: int | None
    opened: int | None
    matures: int | None
    closed: int | None
    limit_minor: int | None
    status: str


def scope(book: Book, customers: Iterable[int] | None) -> None:
    """Narrow what follows to accounts of which these customers own or owned a part.

    None is the whole book.
    """
    with book.scratching():
        _make_scope(book)
        if customers is None:
            book.rows("INSERT INTO temp.scope SELECT id FROM accounts")
            return
        book.connection.executemany(
            "INSERT OR IGNORE INTO temp.scope SELECT id FROM accounts WHERE customer_id = ?1"
            " UNION SELECT account_id FROM account_holders WHERE customer_id = ?1",
            [(c,) for c in customers],
        )


def scope_accounts(book: Book, accounts: Iterable[int]) -> None:
    """Narrow what follows to these accounts, those included that are gone."""
    with book.scratching():
        _make_scope(book)
        book.connection.executemany(
            "INSERT OR IGNORE INTO temp.scope VALUES (?)", [(a,) for a in accounts]
        )


def _make_scope(book: Book) -> None:
    book.rows("CREATE TEMP TABLE IF NOT EXISTS scope (account_id INTEGER PRIMARY KEY)")
    book.rows("DELETE FROM temp.scope")


IN_SCOPE = "account_id IN (SELECT account_id FROM temp.scope)"


def accounts(book: Book) -> list[AccountRow]:
    """The accounts in scope, by id."""
    sql = (
        "SELECT id, customer_id, product, currency, rate_ppm, opened, matures, closed, limit_minor,"
        " status FROM accounts WHERE id IN (SELECT account_id FROM temp.scope) ORDER BY id"
    )
    return [AccountRow(*row) for row in book.rows(sql)]  # type: ignore[arg-type]


def holders(book: Book) -> list[Row]:
    """Who owns the accounts in scope where that is not one: account, day, customer, share."""
    return book.rows(
        "SELECT account_id, day, customer_id, share_ppm FROM account_holders"
        f" WHERE {IN_SCOPE} ORDER BY account_id, day, customer_id"
    )


def ratings(book: Book) -> list[Row]:
    """The own ratings of the accounts in scope: account, day, rating, collateral, class."""
    return book.rows(
        "SELECT account_id, day, rating, collateral, asset_class FROM account_ratings"
        f" WHERE {IN_SCOPE} ORDER BY account_id, day"
    )


def openings(book: Book, first: int) -> dict[int, int]:
    """What each account in scope held at the end of the day before `first`."""
    sql = (
        "SELECT account_id, sum(minor) FROM ("
        f"SELECT account_id, minor FROM transactions WHERE {IN_SCOPE} AND day < ?1"
        f" UNION ALL SELECT account_id, minor FROM adjustments WHERE {IN_SCOPE} AND day < ?1"
        ") GROUP BY account_id"
    )
    return dict(book.rows(sql, (first,)))  # type: ignore[arg-type]


# id, day, minor, kind, channel, whether it takes back another one, account.
Movement = tuple[int, int, int, str, str | None, bool, int]


def movements(book: Book, first: int, last: int) -> Iterator[tuple[int, list[Movement]]]:
    """Each account in scope on which something moved, with its movements by day.

    An account has at most one adjustment a day; its id is that day's number below zero.
    """
    adjusted = _adjusted(book, first, last)
    sql = (
        "SELECT id, day, minor, kind, channel, reverses_id IS NOT NULL, account_id"
        f" FROM transactions INDEXED BY ix_transactions_account_day WHERE {IN_SCOPE}"
        " AND day BETWEEN ? AND ? ORDER BY account_id, day"
    )
    rows: Iterable[Any] = book.connection.execute(sql, (first, last))
    for account, found in groupby(rows, key=itemgetter(6)):
        moved = list(found)
        if account in adjusted:
            moved = sorted([*moved, *adjusted.pop(account)], key=itemgetter(1))
        yield account, moved
    yield from adjusted.items()


def _adjusted(book: Book, first: int, last: int) -> dict[int, list[Movement]]:
    found: defaultdict[int, list[Movement]] = defaultdict(list)
    rows = book.rows(
        "SELECT -day, day, minor, cause, NULL, 0, account_id FROM adjustments"
        f" WHERE {IN_SCOPE} AND day BETWEEN ? AND ? ORDER BY account_id, day",
        (first, last),
    )
    for row in rows:
        found[int(row[6] or 0)].append(row)  # type: ignore[arg-type]
    return found


def activities(
    book: Book, customers: Iterable[int] | None, first_ms: int, end_ms: int
) -> list[Row]:
    """Interactions from one instant up to before another: id, customer, at, kind, minutes, text."""
    columns = "SELECT id, customer_id, at, kind, minutes, text FROM interactions"
    if customers is None:
        return book.rows(f"{columns} WHERE at >= ? AND at < ? ORDER BY id", (first_ms, end_ms))
    found: list[Row] = []
    for customer in customers:
        found += book.rows(
            f"{columns} WHERE customer_id = ? AND at >= ? AND at < ? ORDER BY id",
            (customer, first_ms, end_ms),
        )
    return found


def accepted(book: Book, customers: Iterable[int] | None, end_ms: int) -> list[Row]:
    """Accepted offers that cost something: id, customer, when, minor units, over how many days.

    Those that were accepted before an instant.
    """
    sql = (
        "SELECT id, customer_id, decided_at, cost_minor, cost_days FROM proposals"
        " WHERE status = 'accepted' AND cost_minor <> 0 AND decided_at < ?"
    )
    if customers is None:
        return book.rows(f"{sql} ORDER BY id", (end_ms,))
    found: list[Row] = []
    for customer in customers:
        found += book.rows(f"{sql} AND customer_id = ? ORDER BY id", (end_ms, customer))
    return found


def list_first_days(book: Book) -> dict[int, int]:
    """Return the first day on which anything moved on each account in scope, where it did."""
    sql = (
        "SELECT s.account_id,"
        " (SELECT min(day) FROM transactions t WHERE t.account_id = s.account_id),"
        " (SELECT min(day) FROM adjustments a WHERE a.account_id = s.account_id)"
        " FROM temp.scope s"
    )
    rows: Iterable[Any] = book.connection.execute(sql)
    found = ((account, [day for day in days if day is not None]) for account, *days in rows)
    return {account: min(days) for account, days in found if days}


def first_movement(book: Book) -> int:
    """The first day on which something in scope moved or could be drawn; 0 for none."""
    return book.number(
        "SELECT min(day) FROM ("
        f"SELECT min(day) AS day FROM transactions WHERE {IN_SCOPE}"
        f" UNION ALL SELECT min(day) FROM adjustments WHERE {IN_SCOPE}"
        " UNION ALL SELECT min(opened) FROM accounts WHERE limit_minor > 0"
        " AND id IN (SELECT account_id FROM temp.scope))"
    )


def first_work(book: Book) -> list[int]:
    """The instants of the first interaction and of the first yes to an offer; 0 for none."""
    return [
        book.number("SELECT min(at) FROM interactions"),
        book.number("SELECT min(decided_at) FROM proposals WHERE status = 'accepted'"),
    ]
