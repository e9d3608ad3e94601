"""How much an account's amounts come to in all, so that no sum ever leaves 64 bits."""

from rmdesk import currencies
from rmdesk.desk.import_rules import Refused
from rmdesk.limits import MOST_MINOR, MOST_MINOR_OF_BOOK, Fault
from rmdesk.store.book import Book
from rmdesk.store.driver import Value

_BILLION = 10**9
# As a floating-point sum, which is exact enough here and never leaves its range.
_GROSS = "CAST(total(abs(minor)) AS INTEGER)"


class AmountSums:
    """The amounts of each account without their signs: of the book and of an import so far."""

    def __init__(self, book: Book, currency: str) -> None:
        self._book = book
        self._currency = currency
        self._gross: dict[int, int] | None = None
        self._whole = 0
        self._rates: dict[str, int] = {}

    def add(self, account: int, currency: str, minor: int, before: int) -> None:
        """Count an amount in place of the one before (0: none). Raises Refused at the bound."""
        gross = self._all()
        more = abs(minor) - abs(before)
        total = gross.get(account, 0) + more
        if total > MOST_MINOR:
            raise Refused("amount", None, "sum", known=whole_amount(MOST_MINOR, currency))
        if currency != self._currency:
            if self._worth(currency, total) > MOST_MINOR:
                most = whole_amount(MOST_MINOR, self._currency)
                raise Refused("amount", None, "sum", known=most)
            more = self._worth(currency, more)
        if self._whole + more > MOST_MINOR_OF_BOOK:
            most = whole_amount(MOST_MINOR_OF_BOOK, self._currency)
            raise Refused("amount", None, "book_sum", known=most)
        gross[account] = total
        self._whole += more

    def _all(self) -> dict[int, int]:
        if self._gross is None:
            self._gross = {}
            rows = self._book.rows(
                f"SELECT account_id, a.currency, {_GROSS} FROM transactions t"
                " JOIN accounts a ON a.id = t.account_id GROUP BY 1"
            )
            for account, currency, minor in rows:
                assert isinstance(account, int) and isinstance(minor, int)
                self._gross[account] = minor
                self._whole += self._worth(str(currency), minor)
        return self._gross

    def _worth(self, currency: str, minor: int) -> int:
        """An amount in the book's currency, estimated at the highest rate that is stored."""
        if currency == self._currency:
            return minor
        if currency not in self._rates:
            sql = "SELECT max(billionths) FROM exchange_rates WHERE currency = ?"
            self._rates[currency] = self._book.number(sql, (currency,))
        return worth(minor, currency, self._currency, self._rates[currency])


def whole_amount(minor: int, currency: str) -> str:
    """Return a bound as people read it: whole units of its currency."""
    return f"{minor // 10 ** currencies.digits(currency):,} {currency}"


def worth(minor: int, currency: str, other: str, billionths: int) -> int:
    """Return an amount of one currency in minor units of another, rounded down."""
    finer = currencies.digits(other) - currencies.digits(currency)
    value = minor * billionths * 10 ** max(finer, 0)
    return int(value // (_BILLION * 10 ** max(-finer, 0)))


def exchange_fault(book: Book, currency: Value, billionths: int) -> Fault | None:
    """Return a fault where an exchange rate makes an account worth more than can be summed."""
    own = book.card().currency
    if not own or not currency:
        return None
    most = book.number(
        f"SELECT max(gross) FROM (SELECT {_GROSS} AS gross FROM transactions WHERE account_id IN"
        " (SELECT id FROM accounts WHERE currency = ?1) GROUP BY account_id"
        " UNION ALL SELECT abs(minor) FROM balances WHERE account_id IN"
        " (SELECT id FROM accounts WHERE currency = ?1))",
        (currency,),
    )
    fits = worth(most, str(currency), own, billionths) <= MOST_MINOR
    return None if fits else Fault("converted_sum", whole_amount(MOST_MINOR, own))
