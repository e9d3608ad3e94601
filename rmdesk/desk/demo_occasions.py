"""The demo book's occasions: life events, tags, takings by card, wages, a season, dollars."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from rmdesk.desk import stored
from rmdesk.desk.catalogue import Data
from rmdesk.model.customer import Customer
from rmdesk.model.customer_view import LifeEvent
from rmdesk.store.session import Writing
from rmdesk.terms import (
    LifeEventKind,
    TransactionChannel as Channel,
    TransactionKind as Kind,
)

PAYROLL, RETAIL, SEASONAL, TRADE = "payroll", "retail", "seasonal", "trade"
DOLLAR = "USD"
_YUAN_OF_A_DOLLAR = 7_100_000_000
_SINCE = date(2000, 1, 1)
# How much of an ordinary month's sales a seasonal business makes, January to December.
_SEASON = (0.55, 0.6, 0.8, 1.05, 1.3, 1.35, 1.4, 1.4, 1.2, 1.0, 0.75, 0.6)
Posting = tuple[Kind, Channel, str]
_SALES: Posting = (Kind.TRANSFER, Channel.ONLINE, "sales")
_TAKINGS: Posting = (Kind.CARD, Channel.CARD, "card takings")
_SUPPLIERS: Posting = (Kind.TRANSFER, Channel.ONLINE, "suppliers")
_WAGES: Posting = (Kind.SALARY, Channel.ONLINE, "wages")


def tag(customers: Mapping[str, Customer], data: Data) -> None:
    """Give the customers the tags that the data names."""
    for name, word in _rows(data, "tags"):
        customers[name].tags = (*customers[name].tags, word)


def add_life_events(
    writing: Writing, customers: Mapping[str, Customer], today: date, data: Data
) -> None:
    """Add what changed in the customers' lives of late."""
    for name, kind, days in _rows(data, "life_events"):
        writing.add(
            LifeEvent(
                customer_id=customers[name].id,
                kind=LifeEventKind(kind),
                day=today - timedelta(days=int(days)),
            )
        )


def add_dollar(writing: Writing) -> None:
    """Add what a dollar is worth, before any account is: nobody's value changes by it."""
    writing.insert_many(
        "exchange_rates",
        ("currency", "valid_from", "billionths"),
        [(writing.new_id(), DOLLAR, _SINCE.toordinal(), _YUAN_OF_A_DOLLAR)],
    )


def describe_income(customer: Customer, step: int) -> Posting:
    """Return how a week's sales come in: shops are paid by card."""
    return _TAKINGS if RETAIL in customer.tags and step else _SALES


def describe_payment(customer: Customer, step: int) -> Posting:
    """Return what a week's payment is for: wages once a month, where they are paid from here."""
    return _WAGES if PAYROLL in customer.tags and step == 14 else _SUPPLIERS


def season(customer: Customer, month: int) -> float:
    """Return the part of an ordinary month's sales that this month brings."""
    return _SEASON[month - 1] if SEASONAL in customer.tags else 1.0


def opening_cash(customer: Customer) -> float:
    """Return the part of the usual cash that a business begins with: a seasonal one has more."""
    return 1.6 if SEASONAL in customer.tags else 1.0


def _rows(data: Data, name: str) -> Sequence[tuple[str, ...]]:
    rows = data[name]
    assert isinstance(rows, list)
    return [stored.texts(row) for row in rows]
