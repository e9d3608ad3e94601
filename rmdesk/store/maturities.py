"""Which accounts are contracts that run until a day, and which have ended."""

from typing import NamedTuple

from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, ProductKind

_BOUND_KINDS = (
    ProductKind.TERM_DEPOSIT, ProductKind.LOAN, ProductKind.WEALTH, ProductKind.INSURANCE,
)  # fmt: skip


class TermRow(NamedTuple):
    """An account with an end: its product's kind and its days, all numbers of days.

    `ends` is its maturity, or where it has none the day on which its schedule has paid it off.
    `balance` is what was on it when the asked month began, in minor units. A loan that
    `runs_by_schedule` has its coming payments in the ledger already; of another one `schedule`
    and `instalment` say how it is paid back.
    """

    account_id: int
    kind: str
    ends: int
    opened: int
    balance: int
    runs_by_schedule: bool
    schedule: str
    instalment: int


_TERMS = """
SELECT a.id, p.kind, coalesce(a.matures, s.ends) AS ends, coalesce(a.opened, ?1 - 1),
    (SELECT coalesce(sum(minor), 0) FROM transactions WHERE account_id = a.id AND day < ?1)
    + (SELECT coalesce(sum(minor), 0) FROM adjustments WHERE account_id = a.id AND day < ?1),
    s.ends IS NOT NULL, a.schedule, coalesce(a.instalment_minor, 0)
FROM accounts a JOIN products p ON p.code = a.product
LEFT JOIN (SELECT account_id, max(day) AS ends FROM adjustments WHERE cause = 'schedule'
    GROUP BY 1) s ON s.account_id = a.id
WHERE p.kind IN ({kinds}) AND coalesce(a.matures, s.ends) IS NOT NULL
    AND coalesce(a.opened, 0) < ?1 AND (a.closed IS NULL OR a.closed > ?2)
    AND a.status NOT IN ({ended})
ORDER BY a.id
"""


def list_terms(book: Book, month: int, day: int) -> list[TermRow]:
    """Return the accounts with an end that were opened before a month and run on a later day."""
    kinds = ", ".join(f"'{kind.value}'" for kind in _BOUND_KINDS)
    rows = book.rows(_TERMS.format(kinds=kinds, ended=_ended()), (month, day))
    return [TermRow(*row) for row in rows]  # type: ignore[arg-type]


def list_ended(book: Book, day: int) -> list[int]:
    """Return the accounts that are closed or written off on a day."""
    sql = f"SELECT id FROM accounts WHERE closed <= ? OR status IN ({_ended()})"
    return [int(row[0] or 0) for row in book.rows(sql, (day,))]


def _ended() -> str:
    return f"'{AccountStatus.CLOSED.value}', '{AccountStatus.WRITTEN_OFF.value}'"
