"""How accounts stand on a day: class, rating, status, what is owed. Narrowed by `ledger.scope`."""

from collections.abc import Iterable
from typing import NamedTuple

from rmdesk.store.book import Book


class CreditRow(NamedTuple):
    """An account on a day: what its latest rating row says, its status now, and its balance.

    `default_ppm` is the default probability of its own rating, 0 without one. `matures` is set
    for loans alone; the balance is in minor units of the account's currency. `said` is the day of
    that row.
    """

    account_id: int
    status: str
    matures: int | None
    asset_class: str
    default_ppm: int
    balance: int
    said: int | None


_STANDINGS = """
SELECT a.id, a.status, iif(p.kind = 'loan', a.matures, NULL), coalesce(r.asset_class, ''),
    coalesce((SELECT default_ppm FROM ratings WHERE code = r.rating AND valid_from <= :day
        ORDER BY valid_from DESC LIMIT 1), 0),
    iif(p.kind = 'loan' AND a.matures < :day,
        (SELECT coalesce(sum(minor), 0) FROM transactions
         WHERE account_id = a.id AND day <= :day)
        + (SELECT coalesce(sum(minor), 0) FROM adjustments
           WHERE account_id = a.id AND day <= :day), 0),
    r.day
FROM temp.scope s JOIN accounts a ON a.id = s.account_id
JOIN products p ON p.code = a.product
LEFT JOIN account_ratings r ON r.account_id = a.id AND r.day = (
    SELECT max(day) FROM account_ratings WHERE account_id = a.id AND day <= :day)
WHERE (a.opened IS NULL OR a.opened <= :day) AND (a.status = 'written_off'
    OR (a.status <> 'closed' AND (a.closed IS NULL OR a.closed > :day)))
    AND (r.day IS NOT NULL OR a.status IN ('in_arrears', 'written_off')
         OR (p.kind = 'loan' AND a.matures < :day))
ORDER BY a.id
"""


def list_standings(book: Book, day: int) -> list[CreditRow]:
    """Return the accounts in scope of which anything is said on a day, by id.

    Those that are closed are left out, unless they were written off.
    """
    return [CreditRow(*row) for row in book.rows(_STANDINGS, {"day": day})]  # type: ignore[arg-type]


_OWNERS = """
SELECT a.id, iif(h.day IS NULL, a.customer_id, h.customer_id)
FROM temp.scope s JOIN accounts a ON a.id = s.account_id
LEFT JOIN account_holders h ON h.account_id = a.id AND h.share_ppm > 0 AND h.day = (
    SELECT max(day) FROM account_holders WHERE account_id = a.id AND day <= :day)
"""


def list_owners(book: Book, accounts: Iterable[int], day: int) -> list[tuple[int, int]]:
    """Return who owns a part of these accounts in scope on a day: account and customer."""
    wanted = set(accounts)
    rows = book.rows(_OWNERS, {"day": day}) if wanted else []
    return [(int(a or 0), int(c or 0)) for a, c in rows if a in wanted]
