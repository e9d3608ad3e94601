"""Rebuild value such that one customer whose figures are beyond all bounds stops nobody else.

Such a customer's value is left out, marked, and named by the doctor. The data stay as they are:
what is derived from them must never keep the manager from opening the book and mending them.
"""

from collections.abc import Collection

from rmdesk.desk import valuing
from rmdesk.errors import DeskError
from rmdesk.store import failures, rollup
from rmdesk.store.book import Book


def rebuild_value(
    book: Book,
    customers: Collection[int] | None,
    first_day: int,
    last_month: int = 0,
    deed_id: int = 0,
) -> None:
    """Rebuild the rollup of these customers (None: all), as `valuing.rebuild` does.

    Who failed before is rebuilt from the beginning. Raise only DeskError, such as StoreBusy.
    """
    failed = set(failures.list_failed(book))
    again = failed if customers is None else failed & set(customers)
    rest = customers if not again else _without(book, customers, again)
    for who, day in ((rest, first_day), (sorted(again), 0)):
        if who is None or who:
            _rebuild(book, who, day, last_month, deed_id)
    failures.clear_failed(book, again - set(failures.list_failed(book)))


def _without(book: Book, customers: Collection[int] | None, again: set[int]) -> list[int]:
    everyone = _list_customers(book) if customers is None else customers
    return sorted(set(everyone) - again)


def _list_customers(book: Book) -> list[int]:
    return [int(row[0] or 0) for row in book.rows("SELECT id FROM customers ORDER BY id")]


def _rebuild(
    book: Book, customers: Collection[int] | None, first_day: int, last_month: int, deed_id: int
) -> None:
    """Rebuild together; where that fails, each half by itself, down to who is the cause."""
    try:
        with failures.savepoint(book):
            valuing.rebuild(book, customers, first_day, last_month, deed_id)
        if customers is not None:
            failures.clear_failed(book, customers)
        return
    except DeskError:
        raise
    # Whatever it is, an amount too large or a day out of bounds: it is one customer's.
    except Exception:
        everyone = _list_customers(book) if customers is None else sorted(customers)
    if len(everyone) == 1:
        rollup.clear(book, everyone, 0)
        failures.mark_failed(book, everyone[0])
        return
    middle = len(everyone) // 2
    for half in (everyone[:middle], everyone[middle:]):
        if half:
            _rebuild(book, half, first_day, last_month, deed_id)
