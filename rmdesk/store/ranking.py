"""The book as a whole, from the standings and the rollup: groups, losses, risers and fallers."""

from dataclasses import dataclass

from rmdesk.store.book import Book
from rmdesk.store.driver import Row

_GROUPS = {
    "tier": ("s.tier", "s.tier_rank"),
    "stage": ("s.stage", "s.stage_rank"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Customers that share a tier or a stage, with their contribution now and a year before."""

    label: str
    customers: int
    contribution: int
    previous: int


def contributions(book: Book) -> list[int]:
    """Every customer's contribution, the largest first."""
    rows = book.rows(
        "SELECT contribution FROM standings WHERE archived = 0 ORDER BY contribution DESC"
    )
    return [int(row[0] or 0) for row in rows]


def totals(book: Book) -> tuple[int, int]:
    """The book's contribution over the twelve counted months, and over the twelve before."""
    sql = "SELECT coalesce(sum(contribution), 0), coalesce(sum(previous), 0) FROM standings"
    row = book.rows(f"{sql} WHERE archived = 0")[0]
    return int(row[0] or 0), int(row[1] or 0)


def groups(book: Book, by: str) -> list[Group]:
    """The customers by tier or by stage, in their order."""
    label, order = _GROUPS[by]
    rows = book.rows(
        f"SELECT {label}, count(*), sum(s.contribution), sum(s.previous) FROM standings s"
        f" WHERE s.archived = 0 GROUP BY {label}, {order} ORDER BY {order}"
    )
    return [Group(str(row[0]), *(int(n or 0) for n in row[1:])) for row in rows]


def products(book: Book, first_month: int, last_month: int) -> list[Row]:
    """Code, name, customers and contribution by product; work and offers under no code."""
    return book.rows(
        "SELECT coalesce(p.code, ''), coalesce(p.name, ''), count(DISTINCT r.customer_id),"
        " sum(r.minor) FROM rollup r JOIN standings s USING (customer_id)"
        " LEFT JOIN accounts a ON a.id = r.account_id LEFT JOIN products p ON p.code = a.product"
        " WHERE r.month BETWEEN ? AND ? AND s.archived = 0 GROUP BY 1, 2 ORDER BY 4 DESC",
        (first_month, last_month),
    )


def losses(book: Book, first_month: int, last_month: int, at_most: int) -> list[Row]:
    """Customers that cost more than they bring: id, name, contribution, component, its sum.

    The component is the one that costs most. The worst customers first.
    """
    return book.rows(
        "WITH worst AS (SELECT customer_id, name, contribution FROM standings"
        " WHERE archived = 0 AND contribution < 0 ORDER BY contribution LIMIT ?1),"
        " parts AS (SELECT r.customer_id, r.component, sum(r.minor) AS minor FROM worst w"
        " JOIN rollup r USING (customer_id) WHERE r.month BETWEEN ?2 AND ?3 GROUP BY 1, 2)"
        " SELECT w.customer_id, w.name, w.contribution, p.component, min(p.minor)"
        " FROM worst w JOIN parts p USING (customer_id) GROUP BY 1 ORDER BY w.contribution",
        (at_most, first_month, last_month),
    )


def expected_losses(book: Book, first_month: int, last_month: int, at_most: int) -> list[Row]:
    """Customers with an expected loss: id, name, the loss, contribution, worst account's status.

    The loss is below zero, the largest first.
    """
    return book.rows(
        "SELECT r.customer_id, s.name, sum(r.minor), s.contribution, coalesce((SELECT a.status"
        " FROM accounts a WHERE a.customer_id = r.customer_id AND a.status IN"
        " ('written_off', 'in_arrears') ORDER BY a.status DESC LIMIT 1), '')"
        " FROM rollup r JOIN standings s USING (customer_id)"
        " WHERE r.component = 'expected_loss' AND r.month BETWEEN ? AND ? AND s.archived = 0"
        " GROUP BY 1 HAVING sum(r.minor) < 0 ORDER BY 3 LIMIT ?",
        (first_month, last_month, at_most),
    )


def count_losses(book: Book) -> tuple[int, int]:
    """How many customers cost more than they bring, and what they cost together."""
    row = book.rows(
        "SELECT count(*), coalesce(sum(contribution), 0) FROM standings"
        " WHERE archived = 0 AND contribution < 0"
    )[0]
    return int(row[0] or 0), int(row[1] or 0)


def activities(book: Book, first_ms: int, end_ms: int) -> list[Row]:
    """Interactions from one instant up to before another: kind, how many, minutes together."""
    return book.rows(
        "SELECT kind, count(*), sum(minutes) FROM interactions WHERE at >= ? AND at < ? GROUP BY 1",
        (first_ms, end_ms),
    )


def changes(book: Book, rising: bool, at_most: int) -> list[Row]:
    """Customers whose contribution changed most against the year before: id, name, now, before."""
    way, sign = ("DESC", ">") if rising else ("ASC", "<")
    return book.rows(
        "SELECT customer_id, name, contribution, previous FROM standings"
        f" WHERE archived = 0 AND contribution {sign} previous"
        f" ORDER BY contribution - previous {way}, customer_id LIMIT ?",
        (at_most,),
    )
