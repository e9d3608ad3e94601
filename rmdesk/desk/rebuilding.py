"""Rebuild value so that one customer whose value cannot be calculated stops nobody else.

Such a customer's value is left out, marked, and named by the doctor. The data stay as they are:
what is derived from them must never keep the manager from opening the book and mending them.
"""

from collections.abc import Collection

from rmdesk import faults, paths
from rmdesk.desk import valuing
from rmdesk.errors import DeskError
from rmdesk.store import failures, integrity, rollup
from rmdesk.store.book import Book


def rebuild_value(
    book: Book,
    customers: Collection[int] | None,
    first_day: int,
    last_month: int = 0,
    operation_id: int = 0,
) -> None:
    """Rebuild the rollup of these customers (None: all), as `valuing.rebuild` does.

    Customers that failed before are rebuilt from the beginning. To be called inside a transaction.
    Raise only DeskError, such as StoreBusy, and what ended that transaction.
    """
    failed = failures.list_failed(book).keys()
    again = failed if customers is None else failed & set(customers)
    rest = customers if not again else _without(book, customers, again)
    work = _Rebuild(book, last_month, operation_id)
    for who, day in ((rest, first_day), (sorted(again), 0)):
        if who is None or who:
            work.rebuild(who, day)


def list_customers(book: Book) -> list[int]:
    """Return all customers, by id."""
    return [int(row[0] or 0) for row in book.rows("SELECT id FROM customers ORDER BY id")]


def report_fault(book: Book, error: Exception) -> None:
    """Report a fault of the program that is not to stop it. Raise StoreDamaged where it is damage.

    A plain file has no checksums: what is damaged in it is met as a value that cannot be.
    """
    integrity.require_sound(book)
    faults.write(error, paths.home().log)


def _without(book: Book, customers: Collection[int] | None, again: Collection[int]) -> list[int]:
    everyone = list_customers(book) if customers is None else customers
    return sorted(set(everyone).difference(again))


class _Rebuild:
    """One rebuild; only the first fault of the program in it is reported."""

    def __init__(self, book: Book, last_month: int, operation_id: int) -> None:
        self._book = book
        self._last_month = last_month
        self._operation_id = operation_id
        self._is_reported = False

    def rebuild(self, customers: Collection[int] | None, first_day: int) -> None:
        """Rebuild together; where that fails, each half by itself, down to who is the cause."""
        book = self._book
        try:
            with failures.savepoint(book):
                valuing.rebuild(book, customers, first_day, self._last_month, self._operation_id)
            if customers is not None:
                failures.clear_failed(book, customers)
            return
        except DeskError:
            raise
        except Exception as error:
            if not book.connection.in_transaction:
                raise
            everyone = list_customers(book) if customers is None else sorted(customers)
            if len(everyone) == 1:
                self._leave_out(everyone[0], error)
                return
        middle = len(everyone) // 2
        for half in (everyone[:middle], everyone[middle:]):
            if half:
                self.rebuild(half, first_day)

    def _leave_out(self, customer_id: int, error: Exception) -> None:
        # What is not an amount or a price beyond all bounds is the program's own fault.
        by_fault = not isinstance(error, ArithmeticError)
        if by_fault and not self._is_reported:
            report_fault(self._book, error)
            self._is_reported = True
        rollup.clear(self._book, [customer_id], 0)
        failures.mark_failed(self._book, customer_id, by_fault)
