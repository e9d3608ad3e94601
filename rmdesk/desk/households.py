"""Customers that belong together: a household, or a group of companies."""

from rmdesk.desk import stored
from rmdesk.practice import ties
from rmdesk.store.book import Book


def members(book: Book, customer_id: int) -> tuple[int, ...]:
    """A customer and everyone it is tied to, itself first.

    Each stands there once, so no account is counted twice.
    """
    kinds = tuple(kind.value for kind in sorted(ties.TOGETHER))
    marks = ", ".join("?" * len(kinds))
    known: set[int] = set()
    pairs: set[tuple[int, int]] = set()
    fringe = {customer_id}
    while fringe and len(known) < ties.AT_MOST:
        known |= fringe
        here = tuple(fringe)
        places = ", ".join("?" * len(here))
        rows = book.rows(
            f"SELECT customer_id, other_id FROM relations WHERE NOT removed AND kind IN ({marks})"
            f" AND (customer_id IN ({places}) OR other_id IN ({places}))",
            (*kinds, *here, *here),
        )
        found = {(stored.number(one), stored.number(other)) for one, other in rows}
        pairs |= found
        fringe = {number for pair in found for number in pair} - known
    return ties.together(customer_id, pairs)


def names(book: Book, customers: tuple[int, ...]) -> tuple[str, ...]:
    """Their names, in that order."""
    marks = ", ".join("?" * len(customers))
    rows = book.rows(f"SELECT id, name FROM customers WHERE id IN ({marks})", customers)
    by_id = {stored.number(number): str(name) for number, name in rows}
    return tuple(by_id[number] for number in customers if number in by_id)
