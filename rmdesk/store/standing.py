"""Where each customer stands, ready to be sorted and drawn: one derived row a customer.

Contribution is that of the twelve complete calendar months before the manager's month, so that a
rank holds for a month and every customer is measured over the same days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rmdesk.store.book import Book
from rmdesk.store.driver import Row, Value
from rmdesk.store.search import name_key
from rmdesk.terms import SortKey, Stage

STAGE_RANK = {stage.value: rank for rank, stage in enumerate(Stage)}
NO_TIER_RANK = 999

_ORDER = {
    SortKey.CONTRIBUTION: "s.contribution DESC, s.customer_id",
    SortKey.NAME: "s.name_key, s.customer_id",
    SortKey.LAST_CONTACT: "s.last_contact, s.customer_id",
    SortKey.NEXT_FOLLOW_UP: "coalesce(s.next_due, 9999999), s.customer_id",
    SortKey.TIER: "s.tier_rank, s.contribution DESC, s.customer_id",
    SortKey.STAGE: "s.stage_rank, s.contribution DESC, s.customer_id",
}
# What stands before a line (`me`) in that order.
_BEFORE = {
    SortKey.CONTRIBUTION: "(-s.contribution, s.customer_id) < (-me.contribution, me.customer_id)",
    SortKey.NAME: "(s.name_key, s.customer_id) < (me.name_key, me.customer_id)",
    SortKey.LAST_CONTACT: "(coalesce(s.last_contact, 0), s.customer_id)"
    " < (coalesce(me.last_contact, 0), me.customer_id)",
    SortKey.NEXT_FOLLOW_UP: "(coalesce(s.next_due, 9999999), s.customer_id)"
    " < (coalesce(me.next_due, 9999999), me.customer_id)",
    SortKey.TIER: "(s.tier_rank, -s.contribution, s.customer_id)"
    " < (me.tier_rank, -me.contribution, me.customer_id)",
    SortKey.STAGE: "(s.stage_rank, -s.contribution, s.customer_id)"
    " < (me.stage_rank, -me.contribution, me.customer_id)",
}
_COUNTS = ("standing_count", "standing_archived")
_COLUMNS = (
    "s.customer_id, s.name, s.tier, s.stage, s.contribution, s.trend, s.last_contact, s.next_due"
)


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A line of the customer list. Days are day numbers, the trend twelve months' totals."""

    customer_id: int
    name: str
    tier: str
    stage: str
    contribution: int
    trend: str
    last_contact: int | None
    next_due: int | None


def window(
    book: Book, sort: SortKey, first: int, count: int, filtered: bool, archived: bool = False
) -> list[StandingRow]:
    """Lines `first` to `first + count` of the list, of those found where it is filtered."""
    if filtered:
        sql = (
            f"SELECT {_COLUMNS} FROM temp.found f"
            " CROSS JOIN standings s ON s.customer_id = f.customer_id"
            f" ORDER BY f.relevance, {_ORDER[sort]} LIMIT ? OFFSET ?"
        )
        rows = book.rows(sql, (count, first))
    else:
        sql = (
            f"SELECT {_COLUMNS} FROM standings s WHERE s.archived = ?"
            f" ORDER BY {_ORDER[sort]} LIMIT ? OFFSET ?"
        )
        rows = book.rows(sql, (archived, count, first))
    return [StandingRow(*row) for row in rows]  # type: ignore[arg-type]


def place(
    book: Book, sort: SortKey, customer_id: int, filtered: bool, archived: bool = False
) -> int:
    """In which line of the list (from 0) a customer stands; 0 when it is not in it."""
    if filtered:
        return book.number(
            "SELECT line - 1 FROM (SELECT s.customer_id, row_number() OVER"
            f" (ORDER BY f.relevance, {_ORDER[sort]}) AS line FROM temp.found f"
            " JOIN standings s USING (customer_id)) WHERE customer_id = ?",
            (customer_id,),
        )
    return book.number(
        "SELECT count(*) FROM standings s, standings me"
        " WHERE me.customer_id = ?1 AND me.archived = ?2 AND s.archived = ?2"
        f" AND ({_BEFORE[sort]})",
        (customer_id, archived),
    )


def count(book: Book, archived: bool = False) -> int:
    """How many customers are in the book (or archived)."""
    return book.number("SELECT value FROM derived WHERE name = ?", (_COUNTS[archived],))


def rank(book: Book, contribution: int) -> int:
    """The place in the book of this contribution, from 1; equals share the better one."""
    return 1 + book.number(
        "SELECT count(*) FROM standings WHERE archived = 0 AND contribution > ?", (contribution,)
    )


def month(book: Book) -> int:
    """The month (its first day) before which standings count twelve; 0 for none yet."""
    return book.number("SELECT value FROM derived WHERE name = 'standing_month'")


def set_month(book: Book, value: int) -> None:
    """Say for which month the standings are."""
    book.rows("INSERT OR REPLACE INTO derived VALUES ('standing_month', ?)", (value,))


def refresh(book: Book, customers: Iterable[int] | None, months: list[int]) -> None:
    """Make the standings of these customers (None: all) anew.

    `months` are the first days of 24 months in order: the twelve before, and the twelve counted.
    """
    if customers is None:
        book.rows("DELETE FROM standings")
        _refresh(book, "", (), months)
    else:
        ids = list(customers)
        for start in range(0, len(ids), 400):
            chunk = tuple(ids[start : start + 400])
            marks = ", ".join("?" * len(chunk))
            book.rows(f"DELETE FROM standings WHERE customer_id IN ({marks})", chunk)
            _refresh(book, f" IN ({marks})", chunk, months)
    for archived, name in enumerate(_COUNTS):
        book.rows(
            "INSERT OR REPLACE INTO derived SELECT ?, count(*) FROM standings WHERE archived = ?",
            (name, archived),
        )


def _refresh(book: Book, within: str, ids: tuple[Value, ...], months: list[int]) -> None:
    def where(column: str, joined: str = "WHERE") -> str:
        return f" {joined} {column}{within}" if within else ""

    by_month: dict[int, dict[int, int]] = {}
    totals = book.rows(
        "SELECT customer_id, month, sum(minor) FROM rollup WHERE month BETWEEN ? AND ?"
        f"{where('customer_id', 'AND')} GROUP BY 1, 2",
        (months[0], months[-1], *ids),
    )
    for customer, first, minor in totals:
        by_month.setdefault(customer, {})[first] = minor  # type: ignore[arg-type,index,assignment]
    contacts = book.rows(
        "SELECT customer_id, max(at) FROM interactions WHERE kind <> 'gift'"
        f"{where('customer_id', 'AND')} GROUP BY 1",
        ids,
    )
    last = {c: date.fromtimestamp(int(at) / 1000).toordinal() for c, at in contacts}  # type: ignore[arg-type]
    due: dict[Value, Value] = dict(
        book.rows(
            "SELECT customer_id, min(due) FROM follow_ups WHERE status = 'open'"
            f"{where('customer_id', 'AND')} GROUP BY 1",
            ids,
        )  # type: ignore[arg-type]
    )
    rows = book.rows(
        "SELECT c.id, c.name, c.archived, coalesce(nullif(t.name, ''), c.tier),"
        f" coalesce(t.rank, {NO_TIER_RANK}), c.stage, c.since FROM customers c"
        f" LEFT JOIN tiers t ON t.code = c.tier{where('c.id')}",
        ids,
    )
    book.connection.executemany(
        f"INSERT INTO standings VALUES ({', '.join('?' * 14)})",
        [_line(row, by_month.get(row[0], {}), last, due, months) for row in rows],  # type: ignore[arg-type]
    )


def _line(
    row: Row,
    by_month: dict[int, int],
    last: dict[Value, int],
    due: dict[Value, Value],
    months: list[int],
) -> Row:
    customer, name, archived, tier, tier_rank, stage, since = row
    trend = [by_month.get(m, 0) for m in months[12:]]
    previous = sum(by_month.get(m, 0) for m in months[:12])
    return (
        customer,
        name,
        name_key(str(name)),
        archived,
        tier,
        tier_rank,
        stage,
        STAGE_RANK[str(stage)],
        sum(trend),
        previous,
        ",".join(map(str, trend)),
        last.get(customer),
        due.get(customer),
        last.get(customer) or since or 0,
    )
