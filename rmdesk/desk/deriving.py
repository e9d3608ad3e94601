"""Keep true what is derived: search lines, adjustments, rollup, standings.

It runs at the end of every operation, inside its SQL transaction, for what that touched; and when
a month has ended, once for everyone.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from time import monotonic

from rmdesk.desk import schedules, valuing
from rmdesk.desk.rebuilding import rebuild_value, report_fault
from rmdesk.errors import DeskError
from rmdesk.store import failures, ledger, pending, rollup, search, standing
from rmdesk.store.book import Book
from rmdesk.store.touched import Touched
from rmdesk.value.span import next_month

MANY = 50
# How many customers are reckoned at a time, to begin with; more where that takes less seconds.
_FEW = 250
_SOON = 0.5


def refresh(book: Book, touched: Touched) -> None:
    """Rebuild what depends on what an operation touched.

    New prices change everybody's value; that is left to `catch_up`.
    """
    first = valuing.adjust(book, touched.accounts, touched.rated) if touched.accounts else {}
    for customer, day in touched.activities.items():
        first[customer] = min(day, first.get(customer, day))
    if touched.parameters or touched.accounts:
        _stale_lifetimes(book)
    search.index_customers(book, touched.customers)
    search.index_log(book, touched.interactions)
    if touched.parameters:
        pending.begin(book)
    elif first:
        if not rollup.through(book):
            rollup.set_through(book, valuing.last_complete_month(book))
        for day, customers in _together(first).items():
            rebuild_value(book, customers, day, operation_id=touched.deed_id)
    if touched.tiers:
        standing.set_month(book, _this_month(book))
        standing.refresh(book, None, counted_months(book))
    elif touched.customers or first:
        standing.refresh(book, touched.customers | set(first), counted_months(book))


# Hears how many customers are done, and of how many.
Progress = Callable[[int, int], None]


def is_behind(book: Book) -> bool:
    """Whether prices changed and not everybody's value was reckoned anew since."""
    return pending.place(book) is not None


def catch_up(
    book: Book,
    progress: Progress = lambda _done, _all: None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> bool:
    """Reckon everybody's value anew after prices changed; says whether it had to and did.

    Customers are taken some at a time, each time in a transaction of its own, so that a save
    never waits for long. What is left when it ends early, the next call takes up.
    """
    if not is_behind(book):
        return False
    size = _FEW
    while may_go_on():
        began = monotonic()
        with book.holding():
            after = pending.place(book)
            if after is None:
                break
            _begin_month(book)
            customers = pending.customers(book, after, size)
            if not customers:
                pending.end(book)
                break
            schedules.adjust_loans(book, customers)
            rebuild_value(book, customers, 0)
            standing.refresh(book, set(customers), counted_months(book))
            pending.go_on(book, customers[-1])
            count = book.number("SELECT count(*) FROM customers")
        progress(min(pending.done(book, customers[-1]), count), count)
        if monotonic() - began < _SOON:
            size *= 2
    return not is_behind(book)


def _begin_month(book: Book) -> None:
    """Let rollup and standings be of the manager's month."""
    if rollup.through(book) < (last := valuing.last_complete_month(book)):
        rollup.set_through(book, last)
    standing.set_month(book, _this_month(book))


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
    ledger.scope(book, None)
    schedules.adjust(book)
    last = valuing.last_complete_month(book)
    rebuild_value(book, None, 0, last)
    rollup.set_through(book, last)
    standing.set_month(book, _this_month(book))
    standing.refresh(book, None, counted_months(book))


def turn_month(book: Book) -> bool:
    """Bring rollup and standings to the manager's month where they are not; return if it did.

    Where prices changed, `catch_up` does that as well. A fault of the program keeps nobody from
    opening the book: it is reported and noted for the doctor, and the figures stay those of the
    month before.
    """
    try:
        turned = _turn(book)
    except DeskError:
        raise
    except Exception as error:
        report_fault(book, error)
        with book.holding():
            failures.mark_month_failed(book, book.clock.today().toordinal())
        return False
    if turned and failures.get_failed_month_day(book):
        with book.holding():
            failures.clear_month_failed(book)
    return turned


def has_failed_today(book: Book) -> bool:
    """Return whether `turn_month` failed on the manager's day."""
    return failures.get_failed_month_day(book) == book.clock.today().toordinal()


def _turn(book: Book) -> bool:
    this = _this_month(book)
    if is_behind(book):
        return False
    if standing.month(book) == this and rollup.through(book) >= next_month(this, -1):
        return False
    with book.holding():
        through = rollup.through(book)
        if through < (last := next_month(this, -1)):
            rebuild_value(book, None, next_month(through) if through else 0, last)
            rollup.set_through(book, last)
        standing.set_month(book, this)
        standing.refresh(book, None, counted_months(book))
    return True


def counted_months(book: Book) -> list[int]:
    """The first days of the 24 months before the standings' month, oldest first."""
    this = standing.month(book) or _this_month(book)
    return [next_month(this, step) for step in range(-24, 0)]


def _this_month(book: Book) -> int:
    return next_month(valuing.last_complete_month(book))
