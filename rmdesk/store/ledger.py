"""What value is computed from, read by the thousands: terms, holdings, sums of postings.

A read is narrowed by the temporary table `scope`, the accounts it is about; `span_day` says for
each day which span it belongs to.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from rmdesk.store.book import Book
from rmdesk.store.driver import Row


class AccountRow(NamedTuple):
    """An account as it is stored."""

    id: int
    customer_id: int
    product: str
    rate_ppm: int | None


class SumRow(NamedTuple):
    """An account's postings and adjustments in one span, summed; `span` is its first day."""

    account_id: int
    span: int
    net: int
    weighted: int
    interest: int
    fees: int


class PieceRow(NamedTuple):
    """How many postings of an account came by a channel in a span."""

    account_id: int
    span: int
    channel: str
    pieces: int


def scope(book: Book, customers: Iterable[int] | None) -> None:
    """Narrow what follows to these customers' accounts; None is the whole book."""
    _make_scope(book)
    if customers is None:
        book.rows("INSERT INTO temp.scope SELECT id FROM accounts")
        return
    book.connection.executemany(
        "INSERT OR IGNORE INTO temp.scope SELECT id FROM accounts WHERE customer_id = ?",
        [(c,) for c in customers],
    )


def scope_accounts(book: Book, accounts: Iterable[int]) -> None:
    """Narrow what follows to these accounts."""
    _make_scope(book)
    book.connection.executemany(
        "INSERT OR IGNORE INTO temp.scope SELECT id FROM accounts WHERE id = ?",
        [(a,) for a in accounts],
    )


def _make_scope(book: Book) -> None:
    book.rows("CREATE TEMP TABLE IF NOT EXISTS scope (account_id INTEGER PRIMARY KEY)")
    book.rows("DELETE FROM temp.scope")


def accounts(book: Book) -> list[AccountRow]:
    """The accounts in scope."""
    sql = (
        "SELECT id, customer_id, product, rate_ppm FROM accounts"
        " WHERE id IN (SELECT account_id FROM temp.scope) ORDER BY customer_id, id"
    )
    return [AccountRow(*row) for row in book.rows(sql)]  # type: ignore[arg-type]


_MOVEMENTS = (
    "SELECT account_id, day, minor, kind FROM transactions"
    " WHERE account_id IN (SELECT account_id FROM temp.scope) AND day {days}"
    " UNION ALL SELECT account_id, day, minor, cause FROM adjustments"
    " WHERE account_id IN (SELECT account_id FROM temp.scope) AND day {days}"
)


def openings(book: Book, first: int) -> dict[int, int]:
    """What each account in scope held at the end of the day before `first`."""
    movements = _MOVEMENTS.format(days="< :first")
    sql = f"SELECT account_id, sum(minor) FROM ({movements}) GROUP BY account_id"
    return dict(book.rows(sql, {"first": first}))  # type: ignore[arg-type]


def sums(book: Book, spans: Sequence[tuple[int, int]]) -> list[SumRow]:
    """The sums of each account in scope over each span (first, last) with postings in it."""
    _lay_out(book, spans)
    movements = _MOVEMENTS.format(days="BETWEEN :first AND :last")
    sql = (
        "SELECT account_id, d.first, sum(minor), sum(minor * (d.last - m.day + 1)),"
        " sum(CASE kind WHEN 'interest' THEN minor ELSE 0 END),"
        " sum(CASE WHEN kind IN ('fee', 'penalty') THEN minor ELSE 0 END)"
        f" FROM ({movements}) m JOIN temp.span_day d ON d.day = m.day GROUP BY 1, 2"
    )
    rows = book.rows(sql, {"first": spans[0][0], "last": spans[-1][1]})
    return [SumRow(*row) for row in rows]  # type: ignore[arg-type]


def pieces(book: Book, spans: Sequence[tuple[int, int]]) -> list[PieceRow]:
    """How many postings came by each channel, on products that have a cost for it."""
    if not book.number("SELECT count(*) FROM product_costs"):
        return []
    _lay_out(book, spans)
    sql = (
        "SELECT t.account_id, d.first, t.channel, count(*) FROM transactions t"
        " JOIN temp.span_day d ON d.day = t.day JOIN accounts a ON a.id = t.account_id"
        " WHERE t.account_id IN (SELECT account_id FROM temp.scope)"
        " AND t.day BETWEEN ? AND ? AND t.channel IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM product_costs c WHERE c.product = a.product"
        " AND c.channel = t.channel) GROUP BY 1, 2, 3"
    )
    rows = book.rows(sql, (spans[0][0], spans[-1][1]))
    return [PieceRow(*row) for row in rows]  # type: ignore[arg-type]


def _lay_out(book: Book, spans: Sequence[tuple[int, int]]) -> None:
    book.rows(
        "CREATE TEMP TABLE IF NOT EXISTS span_day"
        " (day INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)"
    )
    book.rows("DELETE FROM temp.span_day")
    book.connection.executemany(
        "INSERT INTO temp.span_day VALUES (?, ?, ?)",
        ((day, first, last) for first, last in spans for day in range(first, last + 1)),
    )


def postings(book: Book, account_id: int, first: int, last: int) -> list[Row]:
    """An account's postings and adjustments: id, day, minor, kind, channel, text, counterparty.

    An account has at most one adjustment a day; its id is that day's number below zero.
    """
    sql = (
        "SELECT id, day, minor, kind, coalesce(channel, ''), text, counterparty, reference"
        " FROM transactions WHERE account_id = :a AND day BETWEEN :first AND :last"
        " UNION ALL SELECT -day, day, minor, cause, '', '', '', ''"
        " FROM adjustments WHERE account_id = :a AND day BETWEEN :first AND :last ORDER BY 2, 1"
    )
    return book.rows(sql, {"a": account_id, "first": first, "last": last})


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


def first_days(book: Book) -> tuple[int, int]:
    """The day of the first posting or adjustment, and the instant of the first interaction.

    0 stands for none.
    """
    day = book.number(
        "SELECT min(day) FROM (SELECT min(day) AS day FROM transactions"
        " UNION ALL SELECT min(day) FROM adjustments)"
    )
    return day, book.number("SELECT min(at) FROM interactions")


def adjust(book: Book) -> None:
    """Make the adjustments of the accounts in scope anew.

    `snapshot`: the steps between the bank's balances where an account has no postings;
    `difference`: what those balances say beyond its postings; `closing`: what was left on the
    day it closed; `schedule`: a loan's draw and its instalments where nothing else is known.
    """
    book.rows("DELETE FROM adjustments WHERE account_id IN (SELECT account_id FROM temp.scope)")
    book.rows(_FROM_BALANCES)
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
