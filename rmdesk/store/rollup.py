"""The rollup: contribution by customer, month, account and component, in minor units.

Activities and offers stand under account 0. Rows exist for complete months up to `through`, and
only where there is something to say. The capital charge stands in a table of its own, so that no
sum of contributions can take it in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain, islice

from rmdesk.store.book import Book
from rmdesk.store.driver import Value

RollupLine = tuple[int, int, int, str, int]
CapitalLine = tuple[int, int, int, int, int]


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
    for table in ("rollup", "capital"):
        if customers is None:
            # Without a condition SQLite drops all pages at once.
            where = " WHERE month >= ?" if first_month else ""
            book.rows(f"DELETE FROM {table}{where}", (first_month,) if first_month else ())
            continue
        book.connection.executemany(
            f"DELETE FROM {table} WHERE customer_id = ? AND month >= ?",
            [(c, first_month) for c in customers],
        )


def put(book: Book, lines: Iterable[RollupLine]) -> None:
    """Put in lines: customer, month, account, component, minor."""
    _insert(book, "rollup", lines)


def put_capital(book: Book, lines: Iterable[CapitalLine]) -> None:
    """Put in lines: customer, month, account, charge, capital in minor units × days."""
    _insert(book, "capital", lines)


# Rows in one statement: half the time of a statement for each.
_TOGETHER = 100


def _insert(book: Book, table: str, lines: Iterable[tuple[Value, ...]]) -> None:
    one, lines = "(?, ?, ?, ?, ?)", iter(lines)
    together = f"INSERT INTO {table} VALUES {', '.join([one] * _TOGETHER)}"
    while batch := tuple(islice(lines, _TOGETHER)):
        if len(batch) == _TOGETHER:
            book.connection.execute(together, tuple(chain.from_iterable(batch)))
        else:
            book.connection.executemany(f"INSERT INTO {table} VALUES {one}", batch)


_GROUPS = {
    "component": "r.component",
    "product": "coalesce(a.product, '')",
    "month": "r.month",
}


_LINES = {
    False: "rollup",
    True: "(SELECT customer_id, month, account_id, 'capital_charge' AS component,"
    " charge AS minor FROM capital)",
}


def totals(
    book: Book,
    by: str,
    first_month: int,
    last_month: int,
    customers: Collection[int] | None,
    product: str | None = None,
    capital: bool = False,
) -> list[Total]:
    """Sums over complete months, by component, product or month, each split by component.

    With a product only its accounts count; the empty one stands for what belongs to none.
    Of the contribution, or of the capital charge.
    """
    group = _GROUPS[by]
    with_product = by == "product" or product is not None
    join = " LEFT JOIN accounts a ON a.id = r.account_id" if with_product else ""
    who = "" if customers is None else f" AND r.customer_id IN ({_marks(customers)})"
    who += " AND coalesce(a.product, '') = ?" if product is not None else ""
    sql = (
        f"SELECT {group}, r.component, sum(r.minor) FROM {_LINES[capital]} r{join}"
        f" WHERE r.month BETWEEN ? AND ?{who} GROUP BY 1, 2"
    )
    end: list[Value] = [*(customers or ()), *([] if product is None else [product])]
    rows = book.rows(sql, (first_month, last_month, *end))
    return [Total(key, str(c), m) for key, c, m in rows]  # type: ignore[arg-type]


def capital(
    book: Book,
    first_month: int,
    last_month: int,
    customers: Collection[int] | None,
    product: str | None = None,
) -> tuple[int, int]:
    """The capital charge (below zero) over complete months, and the capital in minor × days."""
    join, who = "", ""
    if product is not None:
        join, who = " JOIN accounts a ON a.id = r.account_id", " AND a.product = ?"
    if customers is not None:
        who = f" AND r.customer_id IN ({_marks(customers)})" + who
    end: list[Value] = [*(customers or ()), *([] if product is None else [product])]
    charge, bound = book.rows(
        "SELECT coalesce(sum(r.charge), 0), coalesce(sum(r.bound), 0)"
        f" FROM capital r{join} WHERE r.month BETWEEN ? AND ?{who}",
        (first_month, last_month, *end),
    )[0]
    assert isinstance(charge, int) and isinstance(bound, int)
    return charge, bound


# Of accounts and their products: those that lend and are known to be at risk.
_LENDS = (
    "p.kind IN ('loan', 'card') AND (a.product IN (SELECT product FROM product_risks)"
    " OR EXISTS (SELECT 1 FROM account_ratings WHERE account_id = a.id))"
)


def list_lending_accounts(book: Book) -> set[int]:
    """Return the accounts whose capital is bound by credit."""
    sql = f"SELECT a.id FROM accounts a JOIN products p ON p.code = a.product WHERE {_LENDS}"
    return {int(row[0] or 0) for row in book.rows(sql)}


def binds_credit(
    book: Book,
    first_month: int,
    last_month: int,
    customers: Collection[int] | None,
    product: str | None = None,
) -> bool:
    """Return whether a loan or card binds capital over complete months."""
    who = "" if customers is None else f" AND r.customer_id IN ({_marks(customers)})"
    who += "" if product is None else " AND a.product = ?"
    end: list[Value] = [*(customers or ()), *([] if product is None else [product])]
    found = book.number(
        # From the capital to its accounts: a customer has few of them.
        "SELECT EXISTS (SELECT 1 FROM capital r CROSS JOIN accounts a ON a.id = r.account_id"
        " CROSS JOIN products p ON p.code = a.product"
        f" WHERE r.bound > 0 AND r.month BETWEEN ? AND ?{who} AND {_LENDS})",
        (first_month, last_month, *end),
    )
    return bool(found)


def _marks(values: Collection[int]) -> str:
    return ", ".join("?" * len(values))


def by_month(book: Book, first_month: int, last_month: int) -> dict[tuple[int, int], int]:
    """What each customer contributed in each month, where there is anything."""
    sql = (
        "SELECT customer_id, month, sum(minor) FROM rollup WHERE month BETWEEN ? AND ?"
        " GROUP BY 1, 2"
    )
    return {(c, m): v for c, m, v in book.rows(sql, (first_month, last_month))}  # type: ignore[misc]


def by_month_after_capital(
    book: Book, first_month: int, last_month: int, in_scope: bool = False
) -> dict[tuple[int, int], int]:
    """Return what each customer contributed in each month, less the capital charge.

    `in_scope` counts only the accounts of `ledger.scope_accounts`.
    """
    which = "WHERE month BETWEEN ?1 AND ?2"
    if in_scope:
        which += " AND account_id IN (SELECT account_id FROM temp.scope)"
    sql = (
        f"SELECT customer_id, month, sum(minor) FROM rollup {which} GROUP BY 1, 2"
        f" UNION ALL SELECT customer_id, month, sum(charge) FROM capital {which} GROUP BY 1, 2"
    )
    found: dict[tuple[int, int], int] = {}
    for customer, month, minor in book.rows(sql, (first_month, last_month)):
        assert isinstance(customer, int) and isinstance(month, int) and isinstance(minor, int)
        found[customer, month] = found.get((customer, month), 0) + minor
    return found
