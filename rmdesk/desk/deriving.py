"""Keep true what is derived: search lines, adjustments, rollup, standings.

It runs at the end of every deed, inside its SQL transaction, for what the deed touched; and when
a month has ended, once for everyone.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from rmdesk.desk import valuing
from rmdesk.store import ledger, rollup, search, standing
from rmdesk.store.book import Book
from rmdesk.store.touched import Touched
from rmdesk.value.span import next_month

MANY = 50


def refresh(book: Book, touched: Touched) -> None:
    """Make anew what depends on what a deed touched."""
    first = valuing.adjust(book, touched.accounts) if touched.accounts else {}
    for customer, day in touched.activities.items():
        first[customer] = min(day, first.get(customer, day))
    if touched.parameters or touched.accounts:
        _stale_lifetimes(book)
    if touched.parameters:
        search.index_customers(book, touched.customers)
        search.index_log(book, touched.interactions)
        rebuild_value(book)
        return
    if first:
        through = rollup.through(book)
        if not through:
            rollup.set_through(book, valuing.last_complete_month(book))
        for day, customers in _together(first).items():
            valuing.rebuild(book, customers, day)
    search.index_customers(book, touched.customers)
    search.index_log(book, touched.interactions)
    if touched.tiers:
        standing.set_month(book, _this_month(book))
        standing.refresh(book, None, counted_months(book))
    elif touched.customers or first:
        standing.refresh(book, touched.customers | set(first), counted_months(book))


def _stale_lifetimes(book: Book) -> None:
    """Lifetime values rest on older data now; they are estimated anew in the background."""
    book.rows("INSERT OR REPLACE INTO derived VALUES ('lifetimes_stale', 1)")


def _together(first: Mapping[int, int]) -> Mapping[int, Collection[int]]:
    """Customers by the day from which they are reckoned anew; of many, all from the earliest."""
    if len(first) >= MANY:
        return {min(first.values()): first.keys()}
    by_day: defaultdict[int, list[int]] = defaultdict(list)
    for customer, day in first.items():
        by_day[day].append(customer)
    return by_day


def rebuild_all(book: Book) -> None:
    """Make everything derived anew, from the data alone."""
    search.clear(book)
    search.index_customers(book, [int(r[0]) for r in book.rows("SELECT id FROM customers")])  # type: ignore[arg-type]
    search.index_whole_log(book)
    rebuild_value(book)


def rebuild_value(book: Book) -> None:
    """Make adjustments, rollup and standings of the whole book anew."""
    ledger.scope(book, None)
    ledger.adjust(book)
    rollup.set_through(book, valuing.last_complete_month(book))
    valuing.rebuild(book, None, 0)
    standing.set_month(book, _this_month(book))
    standing.refresh(book, None, counted_months(book))


def turn_month(book: Book) -> bool:
    """Bring rollup and standings to the manager's month where they are not; says if it did."""
    this = _this_month(book)
    if standing.month(book) == this and rollup.through(book) >= next_month(this, -1):
        return False
    with book.holding():
        through = rollup.through(book)
        if through < next_month(this, -1):
            valuing.rebuild(book, None, next_month(through) if through else 0)
        standing.set_month(book, this)
        standing.refresh(book, None, counted_months(book))
    return True


def counted_months(book: Book) -> list[int]:
    """The first days of the 24 months before the standings' month, oldest first."""
    this = standing.month(book) or _this_month(book)
    return [next_month(this, step) for step in range(-24, 0)]


def _this_month(book: Book) -> int:
    return next_month(valuing.last_complete_month(book))
