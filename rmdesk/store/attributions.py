"""Which activity an account came of: the one it was linked to, else the last one shortly before.

An account that was opened within 30 days after an activity is taken to have come of it, of the
last one where there are several, and of no more than one: an outcome is never counted twice. A talk
that was logged about the account comes first, up to 30 days after the opening; later talks about it
are service, and brought nothing.
"""

from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.store.local_days import parameters

WINDOW_DAYS = 30

_LAST_TOUCH = """
SELECT a.id, coalesce(
    (SELECT i.id FROM interactions i WHERE i.account_id = a.id
     AND i.at + :offset < (a.opened + 1 + :window - :epoch) * :day ORDER BY i.at, i.id LIMIT 1),
    (SELECT i.id FROM interactions i WHERE i.customer_id = a.customer_id
     AND i.at + :offset >= (a.opened - :window - :epoch) * :day
     AND i.at + :offset < (a.opened + 1 - :epoch) * :day
     ORDER BY i.at DESC, i.id DESC LIMIT 1)) AS activity
FROM accounts a WHERE a.opened IS NOT NULL{who}
"""


def of_accounts(book: Book, customer_id: int | None = None) -> dict[int, int]:
    """The activity of each account (of a customer, or of the book) that came of one."""
    who = "" if customer_id is None else " AND a.customer_id = :customer"
    sql = f"SELECT * FROM ({_LAST_TOUCH.format(who=who)}) WHERE activity IS NOT NULL"
    return {
        int(a or 0): int(i or 0) for a, i in book.rows(sql, parameters(WINDOW_DAYS, customer_id))
    }


def of_proposals(book: Book) -> dict[int, int]:
    """The activity in which each proposal was spoken of, the first where there are several."""
    rows = book.rows(
        "SELECT proposal_id, min(id) FROM interactions WHERE proposal_id IS NOT NULL GROUP BY 1"
    )
    return {int(proposal or 0): int(activity or 0) for proposal, activity in rows}


def first_linked_day(book: Book, customer_id: int) -> int:
    """The first day of a customer's postings that are linked to an activity; 0 for none."""
    return book.number(
        # From the few links to their accounts: an account has far more postings.
        "SELECT min(t.day) FROM transactions t INDEXED BY ix_transactions_interaction_id"
        " CROSS JOIN accounts a ON a.id = t.account_id"
        " WHERE t.interaction_id IS NOT NULL AND a.customer_id = ?",
        (customer_id,),
    )


def brought(book: Book, customer_id: int) -> dict[int, int]:
    """What each of a customer's activities brought so far, in minor units.

    That is what the accounts that came of it contributed in complete months.
    """
    accounts = of_accounts(book, customer_id)
    if not accounts:
        return {}
    marks = ", ".join("?" * len(accounts))
    rows = book.rows(
        "SELECT account_id, sum(minor) FROM rollup WHERE customer_id = ?"
        f" AND account_id IN ({marks}) GROUP BY 1",
        (customer_id, *accounts),
    )
    found: dict[int, int] = {}
    for account, minor in rows:
        activity = accounts[int(account or 0)]
        found[activity] = found.get(activity, 0) + int(minor or 0)
    return found


def by_kind(book: Book) -> list[Row]:
    """By kind of activity: after how many accounts were opened, and what these brought so far."""
    return book.rows(
        "SELECT i.kind, count(*), coalesce(sum(r.minor), 0)"
        f" FROM ({_LAST_TOUCH.format(who='')}) t JOIN interactions i ON i.id = t.activity"
        " LEFT JOIN (SELECT account_id, sum(minor) AS minor FROM rollup GROUP BY 1) r"
        " ON r.account_id = t.id GROUP BY 1",
        parameters(WINDOW_DAYS),
    )
