"""What moved on accounts where no transaction says so: adjustments, derived from the data.

`snapshot`: the steps between the bank's balances where an account has no transactions;
`difference`: what those balances say beyond its transactions; `closing`: what was left on the day
on which it closed; `schedule`: a loan's draw and its payments of principal where nothing else is
known.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rmdesk.store.book import Book
from rmdesk.store.ledger import IN_SCOPE, scope_accounts
from rmdesk.terms import AUTOMATIC_KINDS

# An account, a day, and what moved on it, in minor units of the account.
Step = tuple[int, int, int]
_NO_PRINCIPAL = ", ".join(f"'{kind.value}'" for kind in AUTOMATIC_KINDS)


class ScheduledLoan(NamedTuple):
    """An account that runs by its schedule, as it is stored."""

    id: int
    product: str
    currency: str
    status: str
    opened: int
    matures: int | None
    closed: int | None
    principal: int
    instalment: int
    rate_ppm: int | None
    schedule: str


# Interest, fees and taxes that were posted say nothing of the principal.
BY_SCHEDULE = f"""
a.opened IS NOT NULL AND a.principal_minor > 0
    AND (a.instalment_minor > 0 OR a.schedule <> '')
    AND NOT EXISTS (SELECT 1 FROM transactions
        WHERE account_id = a.id AND kind NOT IN ({_NO_PRINCIPAL}))
    AND NOT EXISTS (SELECT 1 FROM balances WHERE account_id = a.id)
"""


def list_scheduled(book: Book) -> list[ScheduledLoan]:
    """Return the accounts in scope that run by their schedule, by id."""
    rows = book.rows(
        "SELECT id, product, currency, status, opened, matures, closed, principal_minor,"
        " coalesce(instalment_minor, 0), rate_ppm, schedule FROM accounts a"
        f" WHERE id IN (SELECT account_id FROM temp.scope) AND {BY_SCHEDULE} ORDER BY id"
    )
    return [ScheduledLoan(*row) for row in rows]  # type: ignore[arg-type]


def scope_loans(book: Book, customers: Iterable[int]) -> bool:
    """Narrow what follows to loans of which a principal is known and these customers own a part.

    Return whether there is one.
    """
    rows = [
        int(row[0] or 0)
        for customer in customers
        for row in book.rows(
            "SELECT id FROM accounts WHERE principal_minor > 0 AND (customer_id = ?1 OR id IN"
            " (SELECT account_id FROM account_holders WHERE customer_id = ?1))",
            (customer,),
        )
    ]
    scope_accounts(book, rows)
    return bool(rows)


def adjust(book: Book, plan: Callable[[Book], Iterable[Step]]) -> dict[int, int]:
    """Rebuild the adjustments of the accounts in scope; `plan` says what moves by schedule.

    Return the first day on which they differ from what they were, for each account where they do:
    a loan's first transaction ends its schedule and so changes its past from the first day.
    """
    book.rows("DROP TABLE IF EXISTS temp.adjusted_before")
    book.rows(f"CREATE TEMP TABLE adjusted_before AS SELECT * FROM adjustments WHERE {IN_SCOPE}")
    book.rows(f"DELETE FROM adjustments WHERE {IN_SCOPE}")
    book.rows(_FROM_BALANCES)
    book.connection.executemany(
        "INSERT INTO adjustments VALUES (?, ?, 'schedule', ?)", list(plan(book))
    )
    changed: dict[int, int] = dict(book.rows(_FIRST_CHANGE))  # type: ignore[arg-type]
    book.rows("DROP TABLE temp.adjusted_before")
    return changed


_FIRST_CHANGE = f"""
WITH now AS (SELECT * FROM adjustments WHERE {IN_SCOPE})
SELECT account_id, min(day) FROM (
    SELECT * FROM (SELECT * FROM now EXCEPT SELECT * FROM temp.adjusted_before)
    UNION ALL SELECT * FROM (SELECT * FROM temp.adjusted_before EXCEPT SELECT * FROM now)
) GROUP BY account_id
"""


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
