"""What other currencies are worth today, for sums over a customer's accounts."""

from fractions import Fraction

from rmdesk import currencies
from rmdesk.desk import stored
from rmdesk.store.book import Book

_BILLION = 1_000_000_000


def worth_today(book: Book) -> dict[str, Fraction]:
    """What a minor unit of each other currency with an exchange rate is worth in the book's."""
    currency = book.card().currency
    rows = book.rows(
        "SELECT currency, billionths FROM exchange_rates e WHERE valid_from ="
        " (SELECT max(valid_from) FROM exchange_rates"
        " WHERE currency = e.currency AND valid_from <= ?)",
        (book.clock.today().toordinal(),),
    )
    found = {}
    for code, billionths in rows:
        if currencies.exists(str(code)) and code != currency:
            finer = Fraction(10) ** (currencies.digits(currency) - currencies.digits(str(code)))
            found[str(code)] = finer * stored.number(billionths) / _BILLION
    return found


class Worth:
    """What amounts are worth in the book's currency today; the rates are read once.

    A currency without an exchange rate is worth nothing here; the doctor names it.
    """

    def __init__(self, book: Book) -> None:
        self._currency = book.card().currency
        self._others = book.remembered("exchange", lambda: worth_today(book))

    def of(self, minor: int, currency: str) -> int:
        """An amount of a currency in minor units of the book's."""
        if currency == self._currency:
            return minor
        return round(minor * self._others.get(currency, Fraction(0)))
