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


def units_of(book: Book, customer_id: int) -> Units:
    """The units of a customer's accounts."""
    currency = book.card().currency
    rows = book.rows(
        "SELECT a.id, a.currency, coalesce((SELECT e.billionths FROM exchange_rates e"
        " WHERE e.currency = a.currency AND e.valid_from <= ? ORDER BY e.valid_from DESC LIMIT 1),"
        " 0) FROM accounts a WHERE a.customer_id = ? AND a.currency <> ?",
        (book.clock.today().toordinal(), customer_id, currency),
    )
    foreign = {}
    for number, code, billionths in rows:
        if currencies.exists(str(code)):
            finer = Fraction(10) ** (currencies.digits(currency) - currencies.digits(str(code)))
            foreign[stored.number(number)] = finer * stored.number(billionths) / _BILLION
    return Units(foreign)
