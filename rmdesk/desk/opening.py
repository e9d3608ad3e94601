"""Open the book, or make one: what every way in goes through."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rmdesk import currencies
from rmdesk.desk import deriving, offer_catalogue
from rmdesk.errors import UnknownCurrency
from rmdesk.store import book as store
from rmdesk.store import recrypt
from rmdesk.store.book import Book, Clock

__all__ = ["Book", "Pulse", "is_encrypted", "make", "open_book", "pulse"]


def make(
    path: Path,
    passphrase: str | None,
    today: date | None = None,
    currency: str = "",
    demo: bool = False,
) -> Book:
    """A new book at the path, with the shipped tiers and products; encrypted with a passphrase.

    `today` fixes the day that everything is reckoned from; None is the machine's.
    Raises StoreExists, PassphraseTooShort, UnknownCurrency.
    """
    from rmdesk.desk import setting_up

    currency = currency.upper()
    if currency and not currencies.exists(currency):
        raise UnknownCurrency(currency=currency)
    book = store.create(path, passphrase, Clock(today), currency, demo)
    book.derive = deriving.refresh
    setting_up.fill(book)
    deriving.catch_up(book)
    return book


def open_book(path: Path, passphrase: str | None, today: date | None = None) -> Book:
    """The book at the path, with everything derived brought to the manager's month.

    Raises what `rmdesk.store.book.open_book` raises.
    """
    book = store.open_book(path, passphrase, Clock(today))
    recrypt.clear_leftovers(path)
    book.derive = deriving.refresh
    deriving.turn_month(book)
    offer_catalogue.ensure(book)
    return book


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether anything is new: a number that differs once another program wrote, and the day."""

    version: int
    today: date


def pulse(book: Book) -> Pulse:
    """The book's pulse, with everything derived brought to the manager's month."""
    deriving.turn_month(book)
    return Pulse(book.data_version(), book.clock.today())


def is_encrypted(path: Path) -> bool:
    """Whether the store at the path needs a passphrase. Raises NoStore, NotAStore."""
    return store.is_encrypted(path)
