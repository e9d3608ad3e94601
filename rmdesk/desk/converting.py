"""What other currencies are worth today, for sums over a customer's accounts."""

from collections.abc import Mapping
from fractions import Fraction

from rmdesk import currencies
from rmdesk.desk import stored
from rmdesk.store.book import Book

_BILLION = 1_000_000_000


class Units:
    """What a minor unit of each of a customer's accounts is worth in the book's, today.

    A currency without an exchange rate is worth nothing here; the doctor names it.
    """

    def __init__(self, foreign: Mapping[int, Fraction]) -> None:
        self._foreign = foreign

    def converted(self, account_id: int, minor: int) -> int:
        """An amount on an account in minor units of the book's currency."""
        if account_id not in self._foreign:
            return minor
        return round(minor * self._foreign[account_id])


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


def units_of(book: Book, customer_id: int) -> Units:
    """The units of a customer's accounts."""
    rows = book.rows(
        "SELECT id, currency FROM accounts WHERE customer_id = ? AND currency <> ?",
        (customer_id, book.card().currency),
    )
    worth = worth_today(book) if rows else {}
    return Units({stored.number(i): worth.get(str(code), Fraction(0)) for i, code in rows})
