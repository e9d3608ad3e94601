"""The book's currency: said when it is made, else asked for; never taken from data.

A store of an older rmdesk may have none yet; then all that has an amount counts nothing until it
is said.
"""

from typing import TYPE_CHECKING

from rmdesk import currencies
from rmdesk.errors import CurrencyFixed, UnknownCurrency
from rmdesk.store.book import Book
from rmdesk.terms import Act

if TYPE_CHECKING:
    from rmdesk.store.session import Writing

_WITH_AMOUNTS = ("accounts", "exchange_rates", "proposals")


def read_code(text: str) -> str:
    """Return a currency's code as it is stored. Raises UnknownCurrency."""
    code = text.strip().upper()
    if not currencies.exists(code):
        raise UnknownCurrency(currency=text.strip())
    return code


def choose(book: Book, text: str) -> None:
    """Set the currency of a book. Raises UnknownCurrency, CurrencyFixed."""
    currency = read_code(text)
    check_change(book, currency)
    with book.deed(Act.SET_UP, label=currency) as writing:
        put(writing, currency)


def put(writing: "Writing", currency: str) -> None:
    """Set the currency of a book, within an operation; all value is calculated again."""
    if writing.book.card().currency != currency:
        writing.book.set_currency(currency)
        writing.touched.parameters = True


def check_change(book: Book, currency: str) -> None:
    """Raise CurrencyFixed where a book has amounts that are in another currency already.

    Prices are in units of the book's currency, so one with other decimals is another book.
    """
    held = book.card().currency
    if not held or held == currency:
        return
    used = any(book.value(f"SELECT EXISTS (SELECT 1 FROM {table})") for table in _WITH_AMOUNTS)
    if used or currencies.digits(held) != currencies.digits(currency):
        raise CurrencyFixed(currency=held, wanted=currency)
