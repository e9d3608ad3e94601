"""The credit quality of accounts on a day: class, rating, status, what is owed.

Nothing is written for it, not even to a temporary table: whoever looks at a customer asks, and a
write would make the book forget what it remembers between looks.
"""

import json
from collections.abc import Iterable
from typing import NamedTuple

from rmdesk.store.book import Book
from rmdesk.store.driver import Value


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


_OF_CUSTOMERS = """a.id IN (
    SELECT id FROM accounts WHERE customer_id IN (SELECT value FROM json_each(:customers))
    UNION SELECT account_id FROM account_holders
    WHERE customer_id IN (SELECT value FROM json_each(:customers)))"""
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
FROM accounts a CROSS JOIN products p ON p.code = a.product
LEFT JOIN account_ratings r ON r.account_id = a.id AND r.day = (
    SELECT max(day) FROM account_ratings WHERE account_id = a.id AND day <= :day)
WHERE {scope} AND (a.opened IS NULL OR a.opened <= :day) AND (a.status = 'written_off'
    OR (a.status <> 'closed' AND (a.closed IS NULL OR a.closed > :day)))
    AND (r.day IS NOT NULL OR a.status IN ('in_arrears', 'written_off')
         OR (p.kind = 'loan' AND a.matures < :day))
ORDER BY a.id
"""


def list_standings(book: Book, day: int, customers: Iterable[int] | None) -> list[CreditRow]:
    """Return the accounts of which anything is said on a day, by id.

    They are those of which some customers (None: all) own or owned a part. Those that are closed
    are left out, unless they were written off.
    """
    parameters: dict[str, Value] = {"day": day}
    if customers is not None:
        parameters["customers"] = json.dumps(list(customers))
    sql = _STANDINGS.format(scope="1" if customers is None else _OF_CUSTOMERS)
    return [CreditRow(*row) for row in book.rows(sql, parameters)]  # type: ignore[arg-type]


_OWNERS = """
SELECT a.id, iif(h.day IS NULL, a.customer_id, h.customer_id)
FROM json_each(:accounts) s CROSS JOIN accounts a ON a.id = s.value
LEFT JOIN account_holders h ON h.account_id = a.id AND h.share_ppm > 0 AND h.day = (
    SELECT max(day) FROM account_holders WHERE account_id = a.id AND day <= :day)
"""


def list_owners(book: Book, accounts: Iterable[int], day: int) -> list[tuple[int, int]]:
    """Return who owns a part of these accounts on a day: account and customer."""
    rows = book.rows(_OWNERS, {"day": day, "accounts": json.dumps(list(accounts))})
    return [(int(account or 0), int(customer or 0)) for account, customer in rows]
