"""Compare what is derived with a rebuild of it, so that whatever makes them differ is noticed.

The rebuild is the one that every write uses. It happens inside a transaction that is rolled back,
for some customers at a time, so that nobody waits for it long.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rmdesk.desk import schedules
from rmdesk.desk.deriving import counted_months, rebuild_all
from rmdesk.desk.rebuilding import list_customers, rebuild_value
from rmdesk.store import ledger, pending, rollup, search, standing
from rmdesk.store.book import Book
from rmdesk.store.driver import Row

_AT_A_TIME = 200
SAMPLE = 200


class Part(StrEnum):
    """What is derived from the data."""

    ADJUSTMENTS = "adjustments"
    ROLLUP = "rollup"
    STANDINGS = "standings"
    SEARCH = "search"


@dataclass(frozen=True)
class Difference:
    """A part that a rebuild would change for a customer; None where it belongs to nobody."""

    part: Part
    customer_id: int | None
    rows: int = 1


class _RolledBack(Exception):
    """Leaves a transaction so that nothing of it stays."""


# What is compared, by customer: the first column.
_READS: tuple[tuple[Part, str], ...] = (
    (
        Part.ADJUSTMENTS,
        "SELECT a.customer_id, d.* FROM adjustments d JOIN accounts a ON a.id = d.account_id"
        " WHERE a.customer_id IN ({marks})",
    ),
    (Part.ROLLUP, "SELECT * FROM rollup WHERE customer_id IN ({marks})"),
    (Part.ROLLUP, "SELECT * FROM capital WHERE customer_id IN ({marks})"),
    (Part.STANDINGS, "SELECT * FROM standings WHERE customer_id IN ({marks})"),
    (Part.SEARCH, "SELECT rowid, keys, notes FROM search_customers WHERE rowid IN ({marks})"),
    (
        Part.SEARCH,
        "SELECT i.customer_id, i.id, s.customer_id, s.text FROM interactions i"
        " JOIN search_log s ON s.rowid = i.id WHERE i.customer_id IN ({marks})",
    ),
    (Part.SEARCH, "SELECT rowid FROM search_short WHERE rowid IN ({marks})"),
)
_NOBODY = "customer_id NOT IN (SELECT id FROM customers)"
_ORPHANS: tuple[tuple[Part, str], ...] = (
    (Part.ADJUSTMENTS, "adjustments WHERE account_id NOT IN (SELECT id FROM accounts)"),
    (Part.ROLLUP, f"rollup WHERE {_NOBODY}"),
    (Part.ROLLUP, f"capital WHERE {_NOBODY}"),
    (Part.STANDINGS, f"standings WHERE {_NOBODY}"),
    (Part.SEARCH, "search_customers_content WHERE id NOT IN (SELECT id FROM customers)"),
    (Part.SEARCH, "search_log_content WHERE id NOT IN (SELECT id FROM interactions)"),
    (
        Part.SEARCH,
        "search_short_docsize WHERE id NOT IN (SELECT id FROM customers)"
        " AND id NOT IN (SELECT id FROM interactions)",
    ),
)


def compare_with_rebuild(
    book: Book,
    customers: Collection[int] | None = None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> list[Difference]:
    """Return where what is derived of some customers (None: all) differs from a rebuild of it.

    Raise StoreBusy where another program holds the store.
    """
    everyone = list_customers(book) if customers is None else sorted(customers)
    found = [
        Difference(part, None, count)
        for part, rows in _ORPHANS
        if (count := book.number(f"SELECT count(*) FROM {rows}"))
    ]
    for start in range(0, len(everyone), _AT_A_TIME):
        if not may_go_on():
            break
        found += _compare(book, everyone[start : start + _AT_A_TIME])
    return found


def choose_sample(customers: Sequence[int]) -> Sequence[int]:
    """Return customers spread evenly over the book, at most `SAMPLE` of them."""
    return customers[:: -(-len(customers) // SAMPLE)] if customers else customers


def _compare(book: Book, customers: list[int]) -> list[Difference]:
    before = _read(book, customers)
    after = before
    try:
        with book.holding():
            before = _read(book, customers)
            _rebuild(book, customers)
            after = _read(book, customers)
            raise _RolledBack
    except _RolledBack:
        pass
    return [
        Difference(part, customer, len(rows))
        for part, customer in sorted(before.keys() | after.keys())
        if (rows := before.get((part, customer), set()) ^ after.get((part, customer), set()))
    ]


def _rebuild(book: Book, customers: list[int]) -> None:
    ledger.scope(book, customers)
    schedules.adjust(book)
    rebuild_value(book, customers, 0)
    standing.refresh(book, customers, counted_months(book))
    search.index_customers(book, customers)
    marks = ", ".join("?" * len(customers))
    rows = book.rows(f"SELECT id FROM interactions WHERE customer_id IN ({marks})", (*customers,))
    search.index_log(book, [int(row[0] or 0) for row in rows])


def _read(book: Book, customers: list[int]) -> Mapping[tuple[Part, int], set[Row]]:
    found: dict[tuple[Part, int], set[Row]] = {}
    marks = ", ".join("?" * len(customers))
    for number, (part, sql) in enumerate(_READS):
        for row in book.rows(sql.format(marks=marks), (*customers,)):
            found.setdefault((part, int(row[0] or 0)), set()).add((number, *row))
    return found


def mend_derived(book: Book) -> None:
    """Rebuild everything derived, and drop what belongs to nobody. Raise StoreBusy."""
    with book.holding():
        for _part, rows in _ORPHANS[:4]:
            book.rows(f"DELETE FROM {rows}")
        if not rollup.through(book):
            pending.begin(book)
        rebuild_all(book)
        pending.end(book)
