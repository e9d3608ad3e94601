"""The rollup: contribution by customer, month, account and component, in minor units.

Activities stand under account 0. Rows exist for complete months up to `through`, and only where
there is something to say.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rmdesk.store.book import Book
from rmdesk.store.driver import Value

RollupLine = tuple[int, int, int, str, int]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over the rollup; `key` is what it was grouped by."""

    key: str | int
    component: str
    minor: int


def through(book: Book) -> int:
    """The last month (its first day) that the rollup holds; 0 for none yet."""
    return book.number("SELECT value FROM derived WHERE name = 'rollup_through'")


def set_through(book: Book, month: int) -> None:
    """Say up to which month the rollup is complete."""
    book.rows("INSERT OR REPLACE INTO derived VALUES ('rollup_through', ?)", (month,))


def clear(book: Book, customers: Iterable[int] | None, first_month: int) -> None:
    """Take out the lines of these customers (None: all) from a month on."""
    if customers is None:
        book.rows("DELETE FROM rollup WHERE month >= ?", (first_month,))
        return
    book.connection.executemany(
        "DELETE FROM rollup WHERE customer_id = ? AND month >= ?",
        [(c, first_month) for c in customers],
    )


def put(book: Book, lines: Iterable[RollupLine]) -> None:
    """Put in lines: customer, month, account, component, minor."""
    book.connection.executemany("INSERT INTO rollup VALUES (?, ?, ?, ?, ?)", lines)


_GROUPS = {
    "component": "r.component",
    "product": "coalesce(a.product, '')",
    "month": "r.month",
}


def totals(
    book: Book,
    by: str,
    first_month: int,
    last_month: int,
    customers: Collection[int] | None,
    product: str | None = None,
) -> list[Total]:
    """Sums over complete months, by component, product or month, each split by component.

    With a product only its accounts count; the empty one stands for what belongs to none.
    """
    group = _GROUPS[by]
    with_product = by == "product" or product is not None
    join = " LEFT JOIN accounts a ON a.id = r.account_id" if with_product else ""
    who = "" if customers is None else f" AND r.customer_id IN ({_marks(customers)})"
    who += " AND coalesce(a.product, '') = ?" if product is not None else ""
    sql = (
        f"SELECT {group}, r.component, sum(r.minor) FROM rollup r{join}"
        f" WHERE r.month BETWEEN ? AND ?{who} GROUP BY 1, 2"
    )
    end: list[Value] = [*(customers or ()), *([] if product is None else [product])]
    rows = book.rows(sql, (first_month, last_month, *end))
    return [Total(key, str(c), m) for key, c, m in rows]  # type: ignore[arg-type]


def _marks(values: Collection[int]) -> str:
    return ", ".join("?" * len(values))


def by_month(book: Book, first_month: int, last_month: int) -> dict[tuple[int, int], int]:
    """What each customer contributed in each month, where there is anything."""
    sql = (
        "SELECT customer_id, month, sum(minor) FROM rollup WHERE month BETWEEN ? AND ?"
        " GROUP BY 1, 2"
    )
    return {(c, m): v for c, m, v in book.rows(sql, (first_month, last_month))}  # type: ignore[misc]
