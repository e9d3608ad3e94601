"""How long customers have been here, when they left, and in which months they acted themselves."""

from collections import defaultdict
from dataclasses import dataclass

from rmdesk.store.book import Book
from rmdesk.terms import AUTOMATIC_KINDS, Direction, Stage, TransactionChannel

_AUTOMATIC = ", ".join(f"'{kind.value}'" for kind in AUTOMATIC_KINDS)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A customer with accounts: since which day, and until which (None: still here)."""

    customer_id: int
    since: int
    left: int | None


def tenures(book: Book) -> list[Tenure]:
    """All customers that ever had an account; who has none open any more left with the last."""
    rows = book.rows(
        "SELECT c.id, min(min(a.opened), coalesce(c.since, min(a.opened))),"
        " CASE WHEN c.stage = ? OR count(*) = count(a.closed) THEN max(a.closed) END"
        " FROM customers c JOIN accounts a ON a.customer_id = c.id"
        " WHERE a.opened IS NOT NULL GROUP BY c.id",
        (Stage.LOST.value,),
    )
    return [Tenure(*row) for row in rows]  # type: ignore[arg-type]


def active_days(book: Book, first: int, last: int) -> dict[int, set[int]]:
    """On which days, both in, each customer acted: a posting of their own, or a talk they began.

    Standing orders, salaries, interest and fees go on by themselves: they are no sign of life.
    """
    found: dict[int, set[int]] = defaultdict(set)
    postings = book.rows(
        "SELECT DISTINCT a.customer_id, t.day FROM transactions t"
        " JOIN accounts a ON a.id = t.account_id WHERE t.day BETWEEN ? AND ?"
        f" AND t.kind NOT IN ({_AUTOMATIC}) AND coalesce(t.channel, '') <> ?",
        (first, last, TransactionChannel.AUTOMATIC.value),
    )
    talks = book.rows(
        "SELECT DISTINCT customer_id, at / 86400000 + 719163 FROM interactions"
        " WHERE direction = ? AND at / 86400000 + 719163 BETWEEN ? AND ?",
        (Direction.IN.value, first, last),
    )
    for customer, day in (*postings, *talks):
        found[int(customer or 0)].add(int(day or 0))
    return found
