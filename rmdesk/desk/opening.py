"""Open the book, or make one: what every way in goes through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rmdesk import currencies
from rmdesk.desk import book_currency, deriving, offer_catalogue, purging
from rmdesk.errors import DeskError, StoreDamaged
from rmdesk.store import book as store, integrity, recrypt
from rmdesk.store.book import Book, Clock
from rmdesk.store.header import is_encrypted

if TYPE_CHECKING:
    from rmdesk.store.backups import Keeping

__all__ = ["Book", "Pulse", "is_encrypted", "make", "open_book", "pulse"]


def make(
    path: Path,
    passphrase: str | None,
    today: date | None = None,
    currency: str = "",
    demo: bool = False,
    fill: Callable[[Book], None] = lambda _book: None,
) -> Book:
    """A new book at the path, with the shipped tiers and products; encrypted with a passphrase.

    Its currency is `currency`, CNY where that is empty.
    `fill` puts in more before the book gets its name. `today` fixes the day that everything is
    calculated from; None is the machine's.
    Raises StoreExists, PassphraseTooShort, UnknownCurrency.
    """
    from rmdesk.desk import setting_up

    currency = book_currency.read_code(currency or currencies.DEFAULT)

    def begin(book: Book) -> None:
        book.derive = deriving.refresh
        setting_up.fill(book)
        deriving.catch_up(book)
        fill(book)

    book = store.create(path, passphrase, Clock(today), currency, demo, begin)
    book.derive = deriving.refresh
    return book


def open_book(
    path: Path, passphrase: str | None, today: date | None = None, keeping: "Keeping | None" = None
) -> Book:
    """The book at the path, with everything derived brought to the manager's month.

    A store of an older rmdesk is backed up first, where and as `keeping` says. Raises what
    `rmdesk.store.book.open_book` raises, and DamagedWithBackup where there is something to go
    back to.
    """
    try:
        book = store.open_book(path, passphrase, Clock(today), keeping)
        try:
            recrypt.clear_leftovers(path)
            book.derive = deriving.refresh
            with telling_damage(book):
                deriving.turn_month(book)
                offer_catalogue.ensure(book)
                purging.finish(book)
        except BaseException:
            book.close()
            raise
    except StoreDamaged as error:
        from rmdesk.desk import backing_up

        raise backing_up.with_offer(error, path, keeping or backing_up.Keeping()) from None
    return book


@contextmanager
def telling_damage(book: Book) -> Iterator[None]:
    """Raise StoreDamaged in place of a fault inside where the file turns out to be damaged.

    A plain file has no checksums: what is damaged in it is met as a value that cannot be.
    """
    try:
        yield
    except DeskError:
        raise
    except Exception:
        integrity.require_sound(book)
        raise


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether anything is new: a number that differs once another program wrote, and the day."""

    version: int
    today: date


def pulse(book: Book) -> Pulse:
    """The book's pulse, with everything derived brought to the manager's month.

    A store that takes no writes now is still read; the next write says why. What failed today is
    not tried again before the book is opened again, or the day ends.
    """
    if not deriving.has_failed_today(book):
        with suppress(DeskError):
            deriving.turn_month(book)
    return Pulse(book.data_version(), book.clock.today())
