"""Which accounts came of which accepted proposal, and what they contributed so far.

An account belongs to the proposal that the manager tied it to; else to the customer's last accepted
proposal of just that product (or kind of product) that was presented before it was opened, and
accepted no more than 180 days before. So nothing is counted for two.
"""

from rmdesk.store.book import Book
from rmdesk.store.local_days import parameters

WINDOW_DAYS = 180

_CAME = """
SELECT a.id AS account, a.customer_id AS customer, coalesce(a.proposal_id, (
    SELECT p.id FROM proposals p JOIN offers o ON o.code = p.offer
    JOIN products k ON k.code = a.product
    WHERE p.customer_id = a.customer_id AND p.status = 'accepted' AND o.sells <> ''
    AND o.sells IN (a.product, k.kind)
    AND p.presented_at + :offset < (a.opened + 1 - :epoch) * :day
    AND p.decided_at + :offset >= (a.opened - :window - :epoch) * :day
    ORDER BY p.decided_at DESC, p.id DESC LIMIT 1)) AS proposal
FROM accounts a WHERE (a.opened IS NOT NULL OR a.proposal_id IS NOT NULL){who}
"""


def accounts(book: Book, customer_id: int | None = None) -> dict[int, int]:
    """The proposal of each account that came of one, of a customer or of the book."""
    who = "" if customer_id is None else " AND a.customer_id = :customer"
    sql = f"SELECT account, proposal FROM ({_CAME.format(who=who)}) WHERE proposal IS NOT NULL"
    return {
        int(a or 0): int(p or 0) for a, p in book.rows(sql, parameters(WINDOW_DAYS, customer_id))
    }


def contributed(book: Book, customer_id: int | None = None) -> dict[int, int]:
    """What the accounts of each proposal contributed in complete months, in minor units.

    Counted from the month on in which it was presented: an account may be older.
    """
    who = "" if customer_id is None else " AND a.customer_id = :customer"
    rows = book.rows(
        # From the few accounts to their months: the rollup is found by its customer.
        f"WITH came AS MATERIALIZED ({_CAME.format(who=who)})"
        " SELECT c.proposal, coalesce(sum(r.minor), 0) FROM came c"
        " CROSS JOIN proposals p ON p.id = c.proposal"
        " LEFT JOIN rollup r ON r.customer_id = c.customer AND r.account_id = c.account"
        " AND date((r.month - :epoch) * 86400, 'unixepoch')"
        " >= date((p.presented_at + :offset) / 1000, 'unixepoch', 'start of month') GROUP BY 1",
        parameters(WINDOW_DAYS, customer_id),
    )
    return {int(proposal or 0): int(minor or 0) for proposal, minor in rows}


def postings(book: Book, customer_id: int | None = None) -> dict[int, tuple[int, int]]:
    """The proposal and the customer of each posting that was tied to one by hand."""
    rows = book.rows(
        "SELECT t.id, t.proposal_id, a.customer_id FROM transactions t"
        " INDEXED BY ix_transactions_proposal_id CROSS JOIN accounts a ON a.id = t.account_id"
        " WHERE t.proposal_id IS NOT NULL"
    )
    return {
        int(posting or 0): (int(proposal or 0), int(owner or 0))
        for posting, proposal, owner in rows
        if customer_id in (None, owner)
    }
