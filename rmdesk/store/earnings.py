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


_OF_MONTHS = (
    # From the few accounts to their months: both tables are found by their customer.
    "WITH came AS MATERIALIZED ({came})"
    " SELECT c.proposal, coalesce(sum(r.{minor}), 0) FROM came c"
    " CROSS JOIN proposals p ON p.id = c.proposal"
    " LEFT JOIN {table} r ON r.customer_id = c.customer AND r.account_id = c.account"
    " AND date((r.month - :epoch) * 86400, 'unixepoch')"
    " >= date((p.presented_at + :offset) / 1000, 'unixepoch', 'start of month')"
    " AND date((r.month - :epoch) * 86400, 'unixepoch')"
    " < date((p.decided_at + :offset) / 1000, 'unixepoch', 'start of month', '+12 months')"
    " GROUP BY 1"
)


def contributed(book: Book, customer_id: int | None = None) -> dict[int, int]:
    """What the accounts of each proposal contributed after capital charge, in minor units.

    Counted are complete months, from the one in which it was presented (an account may be older)
    to the last one before that in which the yes is a year old.
    """
    came = _CAME.format(who="" if customer_id is None else " AND a.customer_id = :customer")
    found: dict[int, int] = {}
    for table, minor in (("rollup", "minor"), ("capital", "charge")):
        sql = _OF_MONTHS.format(came=came, table=table, minor=minor)
        for proposal, total in book.rows(sql, parameters(WINDOW_DAYS, customer_id)):
            key = int(proposal or 0)
            found[key] = found.get(key, 0) + int(total or 0)
    return found


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
