"""Purchases by card: read for the estimation, and kept as it was estimated."""

from collections.abc import Iterable
from typing import NamedTuple

from rmdesk.store.book import Book
from rmdesk.store.driver import Row


class SpendingRow(NamedTuple):
    """What is expected of a customer's purchases in the coming year.

    `repeats` is on how many days the customer bought again, `last_day` the last of them,
    `mean_minor` the mean of a day until now and `spend_minor` of a day to come; `expected` how
    many such days, `alive` the chance that the customer still buys, `customers` on how many
    customers the estimate rests.
    """

    customer_id: int
    repeats: int
    last_day: int
    mean_minor: int
    expected: float
    alive: float
    spend_minor: int
    customers: int


def purchases(book: Book, first: int, last: int) -> list[Row]:
    """What was paid by card on each day: customer, day, currency, minor units above zero."""
    return book.rows(
        "SELECT a.customer_id, t.day, a.currency, -sum(t.minor) FROM transactions t"
        " JOIN accounts a ON a.id = t.account_id WHERE t.kind = 'card' AND t.day BETWEEN ? AND ?"
        " GROUP BY 1, 2, 3 HAVING sum(t.minor) < 0 ORDER BY 1, 2",
        (first, last),
    )


def replace(book: Book, rows: Iterable[SpendingRow]) -> None:
    """Put in new estimates, whole or not at all."""
    with book.holding():
        book.rows("DELETE FROM spending")
        book.connection.executemany("INSERT INTO spending VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def of_customer(book: Book, customer_id: int) -> SpendingRow | None:
    """A customer's estimate; None where there is none."""
    rows = book.rows("SELECT * FROM spending WHERE customer_id = ?", (customer_id,))
    return SpendingRow(*rows[0]) if rows else None  # type: ignore[arg-type]
