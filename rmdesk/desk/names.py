"""Customers by name: what a thing is called in the history, and whom some words mean."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmdesk.desk import stored
from rmdesk.errors import ManyCustomers, NoSuchCustomer
from rmdesk.store import search
from rmdesk.store.book import Book

if TYPE_CHECKING:
    from rmdesk.store.session import Writing

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A customer by id, bank id and name."""

    id: int
    bank_id: str
    name: str


def name_of(book: Book, customer_id: int | None) -> str:
    """A customer's name; empty for none."""
    if customer_id is None:
        return ""
    return stored.text(book.value("SELECT name FROM customers WHERE id = ?", (customer_id,)))


def set_customer(writing: "Writing", customer_id: int) -> None:
    """Say in the history that an operation is about a customer, with the customer's name."""
    writing.customer_id, writing.label = customer_id, name_of(writing.book, customer_id)


def matches(book: Book, words: str) -> tuple[Named, ...]:
    """The customers that an id, a bank id or some words mean, the likeliest first, 20 at most."""
    exact = book.rows(
        "SELECT id, coalesce(bank_id, ''), name FROM customers"
        " WHERE bank_id = ?1 OR id = CAST(ltrim(?1, '#') AS INTEGER)",
        (words.strip(),),
    )
    if not exact:
        search.find(book, words)
        exact = book.rows(
            "SELECT c.id, coalesce(c.bank_id, ''), c.name FROM temp.found f"
            " JOIN customers c ON c.id = f.customer_id ORDER BY f.relevance, c.name LIMIT ?",
            (AT_MOST,),
        )
    return tuple(Named(stored.number(i), str(b), str(n)) for i, b, n in exact)


def the_one(book: Book, words: str) -> int:
    """The id of the one customer that is meant.

    Where several fit, one that is called just so is meant. Raises NoSuchCustomer, and
    ManyCustomers with the matches in its figures.
    """
    found = matches(book, words)
    called = [c for c in found if c.name.casefold() == words.strip().casefold()]
    if len(called) == 1:
        return called[0].id
    if not found:
        raise NoSuchCustomer(words=words)
    if len(found) > 1:
        count = max(len(found), search.find(book, words))
        raise ManyCustomers(words=words, count=count, matches=found)
    return found[0].id
