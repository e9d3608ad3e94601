"""What offers are priced by: units of the coming year, and what each customer has."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from rmdesk.desk import parameters, stored
from rmdesk.desk.converting import worth_today
from rmdesk.desk.facts.asked import QUARTER_DAYS, YEAR_DAYS
from rmdesk.desk.holdings import contracts_in_scope
from rmdesk.desk.year_prices import YearPrices
from rmdesk.offers.effects import Source, Verb
from rmdesk.offers.expectation import NOTHING, Held, Price
from rmdesk.offers.held import HeldAccount
from rmdesk.offers.measures import Facts, Measure
from rmdesk.store import ledger
from rmdesk.store.book import Book
from rmdesk.terms import ProductKind, TransactionKind
from rmdesk.value.contract import Contract, owned_by
from rmdesk.value.parameters import Parameters
from rmdesk.value.scale import MILLION
from rmdesk.value.share import half_even

_NOBODY = owned_by(0)
_BORROWED = (ProductKind.LOAN.value, ProductKind.CARD.value)
# Contracts that are read one by one.
_FEW = 10
_KINDS = {
    Source.LOANS: (ProductKind.LOAN, ProductKind.CARD),
    Source.DEPOSITS: (ProductKind.CURRENT, ProductKind.TERM_DEPOSIT),
}
_USUAL_CURRENT = (
    "SELECT a.product FROM accounts a JOIN products p ON p.code = a.product"
    " WHERE p.kind = 'current' AND a.currency = ? GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
)
# Interest paid on a product's accounts in a year, and the balances it was paid on, day by day.
_POSTED = (
    f"SELECT sum(iif(t.day > :since AND t.kind = '{TransactionKind.INTEREST.value}', t.minor, 0)),"
    " sum(t.minor * (:today - max(t.day, :since))) FROM transactions t"
    " JOIN accounts a ON a.id = t.account_id WHERE a.product = :product AND t.day <= :today"
)


def read_prices(book: Book) -> "OfferPrices":
    """Return what offers are priced by today; units are made again after each write."""

    def make() -> YearPrices:
        return YearPrices(parameters.read(book), book.clock.today(), PostedRates(book).of)

    return OfferPrices(book, book.remembered("year prices", make))


class PostedRates:
    """At which rate the postings of a product paid interest in the last year."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def of(self, product: str) -> int | None:
        """Return the rate in millionths; None where nothing lay on such accounts."""
        today = self._book.clock.today().toordinal()
        interest, balance_days = self._book.rows(
            _POSTED, {"product": product, "today": today, "since": today - YEAR_DAYS}
        )[0]
        days = stored.number(balance_days)
        if days <= 0:
            return None
        return half_even(stored.number(interest) * YEAR_DAYS * MILLION, days)


class OfferPrices:
    """The prices of one look: units are shared, what a customer has is its own."""

    def __init__(self, book: Book, year: YearPrices) -> None:
        self._book, self._year = book, year
        self._currency = year.parameters.currency
        self._others = worth_today(book)
        self._loans = _Loans(book, year.parameters)
        self._usual: Price | None = None

    def of_new(self, product: str, rate_ppm: int) -> Price | None:
        """Return the price of a new account at the list price plus a difference in millionths."""
        return self._year.of_new(product, rate_ppm)

    def of_fee(self, facts: Facts, product: str) -> Fraction | None:
        """Return what a minor unit of fees brings, on a product or on the current account."""
        if not product and (account := self._current(facts)) is not None:
            product = account.product
        return self._year.of_fee(product)

    def of_held(self, facts: Facts, source: Source) -> Held:
        """Return what a source holds, and what one unit of it contributes in the coming year."""
        if source is Source.OUTSIDE:
            return Held(None, Price(NOTHING))
        if source is Source.MATURING:
            minor = Fraction(facts.numbers.get(Measure.MATURING, 0))
            return Held(minor, self._of_current(facts))
        if source is Source.CURRENT:
            account = self._current(facts)
            minor = Fraction(account.minor if account else 0)
            return Held(minor, self._of_current(facts))
        return self._weighted(self._list(facts, source), 0)

    def of_repriced(self, facts: Facts, source: Source, rate_ppm: int) -> Price:
        """Return the price of what a source holds, with its rate moved by some millionths."""
        if source is Source.CURRENT:
            account = self._current(facts)
            return self._of_account(account, rate_ppm) if account else Price(NOTHING)
        return self._weighted(self._list(facts, source), rate_ppm).price

    def of_renewed(self, facts: Facts, verb: Verb, rate_ppm: int) -> Price | None:
        """Return the price of what matures within 90 days, opened again for as long as it was."""
        kind = ProductKind.LOAN if verb is Verb.LEND else ProductKind.TERM_DEPOSIT
        today = self._book.clock.today().toordinal()
        found = [
            account
            for account in facts.accounts
            if account.kind == kind.value
            and account.matures is not None
            and 0 <= account.matures - today <= QUARTER_DAYS
        ]
        return self._mean((account, self._renewed(account, rate_ppm)) for account in found)

    def _renewed(self, account: HeldAccount, rate_ppm: int) -> Price | None:
        days = None
        if account.opened is not None and account.matures is not None:
            days = account.matures - account.opened
        contract = self._year.open_contract(account.product, account.currency, rate_ppm, days)
        return None if contract is None else self._year.of_contract(contract)

    def _current(self, facts: Facts) -> HeldAccount | None:
        """Return the current account in the book's currency with most on it."""
        best = None
        for account in facts.accounts:
            if account.kind != ProductKind.CURRENT.value or account.currency != self._currency:
                continue
            if best is None or account.minor > best.minor:
                best = account
        return best

    def _of_current(self, facts: Facts) -> Price:
        account = self._current(facts)
        if account is not None:
            return self._of_account(account, 0)
        if self._usual is None:
            product = self._book.value(_USUAL_CURRENT, (self._currency,))
            self._usual = self._year.of_new(str(product), 0) or Price(NOTHING)
        return self._usual

    def _list(self, facts: Facts, source: Source) -> Sequence[HeldAccount]:
        sign = -1 if source is Source.LOANS else 1
        kinds = {kind.value for kind in _KINDS[source]}
        return [a for a in facts.accounts if a.kind in kinds and a.minor * sign > 0]

    def _weighted(self, accounts: Sequence[HeldAccount], rate_ppm: int) -> Held:
        priced = [(account, self._of_account(account, rate_ppm)) for account in accounts]
        minor = sum((abs(a.minor) * self._unit(a.currency) for a in accounts), NOTHING)
        return Held(minor, self._mean(priced) or Price(NOTHING))

    def _mean(self, priced: Iterable[tuple[HeldAccount, Price | None]]) -> Price | None:
        """Return the price of accounts by what is on each of them, all in the book's currency."""
        together: defaultdict[str, Fraction] = defaultdict(Fraction)
        value = account_costs = NOTHING
        for account, price in priced:
            worth = abs(account.minor) * self._unit(account.currency)
            if price is None or not worth:
                continue
            together[account.product] += worth
            value += abs(account.minor) * price.earns
            account_costs += price.account
        if not together:
            return None
        product = next(iter(together)) if len(together) == 1 else ""
        return Price(value / sum(together.values()), account_costs, product)

    def _unit(self, currency: str) -> Fraction:
        """Return what a minor unit of a currency is worth in the book's; 0 where nobody knows."""
        if currency == self._currency:
            return Fraction(1)
        return self._others.get(currency, NOTHING)

    def _of_account(self, account: HeldAccount, rate_ppm: int) -> Price:
        terms = self._year.terms(account.product, account.currency)
        if terms is None:
            return Price(NOTHING)
        rate = account.rate_ppm
        if rate_ppm:
            rate = self._year.moved_rate(terms, rate, rate_ppm)
        if account.kind in _BORROWED:
            contract = self._loans.read(account)
            contract = replace(contract, terms=terms, rate_ppm=rate)
        else:
            contract = Contract(
                account_id=account.number,
                terms=terms,
                currency=account.currency,
                held=_NOBODY,
                rate_ppm=rate,
                opened=account.opened,
                matures=account.matures,
            )
        return self._year.of_contract(contract)


class _Loans:
    """The contracts of loans and cards, with all that makes them safe or not.

    The first few are read one by one, then all at once: a look at one customer needs few, one at
    the whole book all of them.
    """

    def __init__(self, book: Book, given: Parameters) -> None:
        self._book, self._given = book, given
        self._known: dict[int, Contract] = {}
        self._asked = 0

    def read(self, account: HeldAccount) -> Contract:
        """Return the contract of an account whose product somebody described."""
        if account.number not in self._known:
            self._asked += 1
            wanted = [account.number] if self._asked <= _FEW else self._all()
            ledger.scope_accounts(self._book, wanted)
            self._known |= contracts_in_scope(self._book, self._given)
        return self._known[account.number]

    def _all(self) -> list[int]:
        kinds = ", ".join(f"'{kind}'" for kind in sorted(_BORROWED))
        rows = self._book.rows(
            "SELECT a.id FROM accounts a JOIN products p ON p.code = a.product"
            f" WHERE p.kind IN ({kinds})"
        )
        return [stored.number(row[0]) for row in rows]
