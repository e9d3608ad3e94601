"""What value is computed from, read by the thousands: terms, holdings, sums of postings.

A read is narrowed by the temporary table `scope`, the accounts it is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

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


_IN_SCOPE = "account_id IN (SELECT account_id FROM temp.scope)"


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
        f" WHERE {_IN_SCOPE} ORDER BY account_id, day, customer_id"
    )


def ratings(book: Book) -> list[Row]:
    """The own ratings of the accounts in scope: account, day, rating, collateral, class."""
    return book.rows(
        "SELECT account_id, day, rating, collateral, asset_class FROM account_ratings"
        f" WHERE {_IN_SCOPE} ORDER BY account_id, day"
    )


def openings(book: Book, first: int) -> dict[int, int]:
    """What each account in scope held at the end of the day before `first`."""
    sql = (
        "SELECT account_id, sum(minor) FROM ("
        f"SELECT account_id, minor FROM transactions WHERE {_IN_SCOPE} AND day < ?1"
        f" UNION ALL SELECT account_id, minor FROM adjustments WHERE {_IN_SCOPE} AND day < ?1"
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
        f" FROM transactions INDEXED BY ix_transactions_account_day WHERE {_IN_SCOPE}"
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
        f" WHERE {_IN_SCOPE} AND day BETWEEN ? AND ? ORDER BY account_id, day",
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
    return {
        account: min(day for day in days if day is not None)
        for account, *days in book.connection.execute(sql)
        if any(day is not None for day in days)
    }


def first_movement(book: Book) -> int:
    """The first day on which something in scope moved or could be drawn; 0 for none."""
    return book.number(
        "SELECT min(day) FROM ("
        f"SELECT min(day) AS day FROM transactions WHERE {_IN_SCOPE}"
        f" UNION ALL SELECT min(day) FROM adjustments WHERE {_IN_SCOPE}"
        " UNION ALL SELECT min(opened) FROM accounts WHERE limit_minor > 0"
        " AND id IN (SELECT account_id FROM temp.scope))"
    )


def first_work(book: Book) -> list[int]:
    """The instants of the first interaction and of the first yes to an offer; 0 for none."""
    return [
        book.number("SELECT min(at) FROM interactions"),
        book.number("SELECT min(decided_at) FROM proposals WHERE status = 'accepted'"),
    ]


def adjust(book: Book) -> dict[int, int]:
    """Rebuild the adjustments of the accounts in scope.

    Return the first day on which they differ from what they were, for each account where they do:
    a loan's first transaction ends its schedule and so changes its past from the first day.

    `snapshot`: the steps between the bank's balances where an account has no postings;
    `difference`: what those balances say beyond its postings; `closing`: what was left on the
    day it closed; `schedule`: a loan's draw and its instalments where nothing else is known.
    """
    book.rows("DROP TABLE IF EXISTS temp.adjusted_before")
    book.rows(f"CREATE TEMP TABLE adjusted_before AS SELECT * FROM adjustments WHERE {_IN_SCOPE}")
    book.rows(f"DELETE FROM adjustments WHERE {_IN_SCOPE}")
    book.rows(_FROM_BALANCES)
    _add_schedules(book)
    changed: dict[int, int] = dict(book.rows(_FIRST_CHANGE))  # type: ignore[arg-type]
    book.rows("DROP TABLE temp.adjusted_before")
    return changed


_FIRST_CHANGE = f"""
WITH now AS (SELECT * FROM adjustments WHERE {_IN_SCOPE})
SELECT account_id, min(day) FROM (
    SELECT * FROM (SELECT * FROM now EXCEPT SELECT * FROM temp.adjusted_before)
    UNION ALL SELECT * FROM (SELECT * FROM temp.adjusted_before EXCEPT SELECT * FROM now)
) GROUP BY account_id
"""


def _add_schedules(book: Book) -> None:
    sql = (
        "SELECT id, opened, matures, closed, principal_minor, instalment_minor FROM accounts a"
        " WHERE id IN (SELECT account_id FROM temp.scope) AND opened IS NOT NULL"
        " AND principal_minor > 0 AND instalment_minor > 0"
        " AND NOT EXISTS (SELECT 1 FROM transactions WHERE account_id = a.id)"
        " AND NOT EXISTS (SELECT 1 FROM balances WHERE account_id = a.id)"
    )
    steps: list[tuple[int, int, int]] = []
    for row in book.rows(sql):
        account, opened, matures, closed, principal, instalment = row
        assert isinstance(account, int) and isinstance(opened, int)
        assert isinstance(principal, int) and isinstance(instalment, int)
        end = min((d for d in (matures, closed) if isinstance(d, int)), default=None)
        steps += [(account, *s) for s in schedule(opened, end, principal, instalment)]
    book.connection.executemany(
        "INSERT OR REPLACE INTO adjustments VALUES (?, ?, 'schedule', ?)", steps
    )


_FROM_BALANCES = """
INSERT INTO adjustments
WITH stated AS (
    SELECT account_id, day, minor, NULL AS cause FROM balances
    WHERE account_id IN (SELECT account_id FROM temp.scope)
    UNION ALL SELECT id, closed, 0, 'closing' FROM accounts a
    WHERE id IN (SELECT account_id FROM temp.scope) AND closed IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM balances WHERE account_id = a.id AND day = a.closed)
    AND (EXISTS (SELECT 1 FROM balances WHERE account_id = a.id)
         OR EXISTS (SELECT 1 FROM transactions WHERE account_id = a.id))
), stepped AS (
    SELECT account_id, day, minor, cause,
        coalesce(lag(day) OVER w, -1) AS day_before, coalesce(lag(minor) OVER w, 0) AS minor_before
    FROM stated WINDOW w AS (PARTITION BY account_id ORDER BY day)
), explained AS (
    SELECT account_id, day, cause, minor - minor_before - coalesce((
        SELECT sum(t.minor) FROM transactions t WHERE t.account_id = s.account_id
        AND t.day <= s.day AND t.day > s.day_before), 0) AS minor
    FROM stepped s
)
SELECT account_id, day, coalesce(cause, CASE WHEN EXISTS (
    SELECT 1 FROM transactions t WHERE t.account_id = e.account_id)
    THEN 'difference' ELSE 'snapshot' END), minor
FROM explained e WHERE minor <> 0
"""


def schedule(
    opened: int, end: int | None, principal: int, instalment: int
) -> list[tuple[int, int]]:
    """A loan's movements by day: the draw (below zero), then principal paid back each month.

    The last payment is what is left; on the day it ends at the latest.
    """
    by_day: defaultdict[int, int] = defaultdict(int)
    by_day[opened] -= principal
    start, left, month = date.fromordinal(opened), principal, 0
    while left:
        month += 1
        day = (start + relativedelta(months=month)).toordinal()
        last = end is not None and day >= end
        paid = left if last else min(instalment, left)
        by_day[min(day, max(end, opened)) if last and end else day] += paid
        left -= paid
    return [(day, minor) for day, minor in sorted(by_day.items()) if minor]
