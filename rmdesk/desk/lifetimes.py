"""Lifetime values as they were estimated: one by one, and what could be done for a customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rmdesk import currencies
from rmdesk.desk import lifetime_rows, parameters, stored
from rmdesk.desk.views import LifetimeLine
from rmdesk.errors import Gone
from rmdesk.store import lifetimes, spending
from rmdesk.store.book import Book
from rmdesk.terms import SurvivalModel
from rmdesk.value.contract import Contract
from rmdesk.value.lifetime import outlook
from rmdesk.value.lifetime.contracts import Contracts
from rmdesk.value.lifetime.credibility import Margin
from rmdesk.value.lifetime.outlook import YEARLY_DISCOUNT, Outlook, WhatIf
from rmdesk.value.pricing import PriceLists
from rmdesk.value.span import months

_MILLION = 1_000_000


@dataclass(frozen=True)
class CardSpending:
    """Purchases by card: on how many days until now, and what the coming year is to bring.

    `mean` and `expected_mean` are minor units a day on which something is bought; `expected` how
    many such days; `customers` on how many customers the estimate rests.
    """

    days: int
    last: date
    mean: int
    expected: float
    expected_mean: int
    customers: int

    @property
    def expected_minor(self) -> int:
        """What is to be paid by card in the coming year."""
        return round(self.expected * self.expected_mean)


@dataclass(frozen=True)
class ContractsView:
    """A customer's running contracts: how many, and the day on which the last one ends.

    `renewal_ppm` is how likely those that may be renewed are assumed to be, in millionths and
    weighted by what they bring; 0 where none is.
    """

    count: int
    until: date
    renewal_ppm: int


@dataclass(frozen=True)
class LifetimeView:
    """A customer's lifetime value and what it rests on.

    It is of contribution after expected loss and the capital charge. Margins are minor units a
    month of open-ended money, `outlook` the estimate; `segment` names those it was compared with:
    a kind, a kind and a tier, or nothing for the whole book. `survival` holds the chances after 0,
    1, 2 … months that open-ended money is there, `presence` those that the customer is: certain
    as long as a contract runs. `contracts` is None without a running one. `spending` is None
    where nothing was bought by card, or too few customers did.
    """

    name: str
    currency: str
    estimated: date
    model: SurvivalModel
    segment: tuple[str, ...]
    margin: Margin
    survival: tuple[float, ...]
    presence: tuple[float, ...]
    contracts: ContractsView | None
    outlook: Outlook
    discount_ppm: int
    parameters: Mapping[str, float]
    spending: CardSpending | None


@dataclass(frozen=True)
class LifetimeOf:
    """Whose lifetime value, and how much it is."""

    id: int
    name: str
    lifetime: LifetimeLine


@dataclass(frozen=True)
class Wish:
    """What could be done for a customer, in units of the book's currency.

    `deposits` more on current accounts, a product that brings so much `yearly`, and so many
    percent (0 to 100) fewer of those like it who leave.
    """

    deposits: int = 0
    yearly: int = 0
    retention_percent: int = 0


def all_of_them(book: Book) -> tuple[LifetimeOf, ...]:
    """Every customer's lifetime value, the most valuable first."""
    return tuple(
        LifetimeOf(
            stored.number(number),
            str(name),
            LifetimeLine(stored.number(value), stored.number(low), stored.number(high)),
        )
        for number, name, value, low, high in lifetimes.all_of_them(book)
    )


def _what_if(book: Book, customer_id: int, wish: Wish) -> WhatIf:
    """A wish in minor units a month; deposits earn what the customer's current account does."""
    unit = 10 ** currencies.digits(book.card().currency)
    today = book.clock.today().toordinal()
    account = book.rows(
        "SELECT p.code, a.rate_ppm FROM products p LEFT JOIN accounts a ON a.product = p.code"
        " AND a.customer_id = ? AND a.closed IS NULL WHERE p.kind = 'current'"
        " ORDER BY a.id IS NULL, a.id LIMIT 1",
        (customer_id,),
    )
    product, rate = account[0] if account else (None, None)
    given = parameters.read(book)
    terms = given.terms(str(product or ""), given.currency)
    spread = 0
    if terms is not None:
        contract = Contract(0, terms, given.currency, (), stored.some(rate))
        spread = PriceLists(given, months(today, today)).of(contract)[0].margin_ppm(terms.basis)
    yearly = wish.yearly + wish.deposits * spread / 1_000_000
    return WhatIf(yearly * unit / 12, wish.retention_percent / 100)


def look(book: Book, customer_id: int, wish: Wish | None = None) -> LifetimeView:
    """A customer's lifetime value; with a wish, as it would be then.

    Raises Gone for a customer without accounts, or before the first estimation.
    """
    row, made = lifetimes.of_customer(book, customer_id), lifetimes.fit(book)
    if row is None or made is None:
        raise Gone
    of = lifetime_rows.read_prospect(row)
    discount = made.parameters.get("discount", YEARLY_DISCOUNT)
    what = _what_if(book, customer_id, wish) if wish else WhatIf()
    name = stored.text(book.value("SELECT name FROM customers WHERE id = ?", (customer_id,)))
    return LifetimeView(
        name=name,
        currency=book.card().currency,
        estimated=stored.day(made.day),
        model=SurvivalModel(row.model),
        segment=tuple(row.segment.split()),
        margin=of.margin,
        survival=row.survival,
        presence=tuple(outlook.presence(of)),
        contracts=_contracts(of.contracts),
        outlook=outlook.changed(of, what, discount),
        discount_ppm=round(discount * _MILLION),
        parameters=made.parameters,
        spending=_spending(book, customer_id),
    )


def _contracts(of: Contracts) -> ContractsView | None:
    if not of.count:
        return None
    weights = [(abs(renewal.monthly), renewal.chance) for renewal in of.renewals]
    whole = sum(weight for weight, _chance in weights)
    mean = sum(weight * chance for weight, chance in weights) / whole if whole else 0.0
    return ContractsView(of.count, stored.day(of.until), round(mean * _MILLION))


def _spending(book: Book, customer_id: int) -> CardSpending | None:
    row = spending.of_customer(book, customer_id)
    if row is None:
        return None
    return CardSpending(
        days=row.repeats + 1,
        last=stored.day(row.last_day),
        mean=row.mean_minor,
        expected=row.expected,
        expected_mean=row.spend_minor,
        customers=row.customers,
    )
