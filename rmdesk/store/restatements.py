"""What past months were before, what they became, and which deed changed them.

Only of customers who had been reckoned before: the first import of somebody restates nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rmdesk.store.book import Book
from rmdesk.store.driver import Row


@contextmanager
def kept(
    book: Book, customers: Sequence[int] | None, first_month: int, deed_id: int
) -> Iterator[None]:
    """Note what becomes of these customers' months (None: all) from a month on, inside the block.

    Without a deed (0) nothing is noted.
    """
    if not deed_id:
        yield
        return
    book.rows("DROP TABLE IF EXISTS temp.before")
    book.rows(
        "CREATE TEMP TABLE before (customer_id INTEGER, month INTEGER, minor INTEGER,"
        " PRIMARY KEY (customer_id, month)) WITHOUT ROWID"
    )
    sql = (
        "INSERT INTO temp.before SELECT customer_id, month, sum(minor) FROM rollup"
        " WHERE month >= ?{who} GROUP BY 1, 2"
    )
    if customers is None:
        book.rows(sql.format(who=""), (first_month,))
    else:
        one = sql.format(who=" AND customer_id = ?")
        book.connection.executemany(one, [(first_month, c) for c in customers])
    _note_known(book, customers)
    yield
    book.rows(_NOTE, {"deed": deed_id, "first": first_month})


def _note_known(book: Book, customers: Sequence[int] | None) -> None:
    """Who had been reckoned before."""
    book.rows("CREATE TEMP TABLE IF NOT EXISTS known (customer_id INTEGER PRIMARY KEY)")
    book.rows("DELETE FROM temp.known")
    if customers is None:
        book.rows("INSERT INTO temp.known SELECT DISTINCT customer_id FROM rollup")
        return
    book.connection.executemany(
        "INSERT OR IGNORE INTO temp.known SELECT customer_id FROM rollup"
        " WHERE customer_id = ? LIMIT 1",
        [(c,) for c in customers],
    )


_NOTE = """
INSERT OR REPLACE INTO restatements
SELECT customer_id, month, :deed, sum(before), sum(after) FROM (
    SELECT customer_id, month, minor AS before, 0 AS after FROM temp.before
    UNION ALL SELECT r.customer_id, r.month, 0, r.minor FROM temp.known k
    CROSS JOIN rollup r ON r.customer_id = k.customer_id WHERE r.month >= :first
) GROUP BY 1, 2 HAVING sum(before) <> sum(after)
"""


def of_customer(book: Book, customer_id: int, month: int) -> list[Row]:
    """What changed a month of a customer: deed, when, act, label, before, after; newest first."""
    return book.rows(
        "SELECT r.deed_id, d.at, d.act, d.label, r.before, r.after FROM restatements r"
        " JOIN deeds d ON d.id = r.deed_id WHERE r.customer_id = ? AND r.month = ?"
        " ORDER BY r.deed_id DESC",
        (customer_id, month),
    )


def months_of(book: Book, customer_id: int) -> set[int]:
    """The months of a customer that were changed after they had been reckoned."""
    sql = "SELECT DISTINCT month FROM restatements WHERE customer_id = ?"
    return {int(row[0] or 0) for row in book.rows(sql, (customer_id,))}


def price_changes(book: Book, since_ms: int) -> list[Row]:
    """Changes of prices that stand, from an instant on: when, and of which table."""
    return book.rows(
        "SELECT at, label FROM deeds WHERE act = 'edit_rates' AND undone_by IS NULL AND at >= ?",
        (since_ms,),
    )


def postings(book: Book, customer_id: int, deed_id: int, after: int) -> list[Row]:
    """A customer's postings before a day that came with a deed or were changed by it.

    Account, its currency, day, booked (or none), minor, kind, text; the oldest first. What a deed
    took out is not there any more.
    """
    return book.rows(
        "SELECT a.number, a.currency, t.day, t.booked, t.minor, t.kind,"
        " trim(t.text || ' ' || t.counterparty)"
        " FROM changes c JOIN transactions t"
        " ON t.id BETWEEN c.row_id AND coalesce(c.last_row_id, c.row_id)"
        " JOIN accounts a ON a.id = t.account_id WHERE c.deed_id = ?1"
        " AND c.\"table\" = 'transactions' AND t.day < ?2 AND (a.customer_id = ?3 OR a.id IN"
        " (SELECT account_id FROM account_holders WHERE customer_id = ?3)) ORDER BY t.day, t.id",
        (deed_id, after, customer_id),
    )
