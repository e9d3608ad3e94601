"""Doctor: what is missing or contradicts itself, and what the figures leave out because of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rmdesk import currencies
from rmdesk.desk import stored
from rmdesk.store import checks
from rmdesk.store.book import Book

RECENT_DAYS = 365
DIFFERENCES_AT_MOST = 20


class Fault(StrEnum):
    """What is wrong. The words for each are in `rmdesk.i18n.faults`."""

    NO_RATES = "no_rates"
    NO_TRANSFER_PRICE = "no_transfer_price"
    NO_CUSTOMER_RATE = "no_customer_rate"
    BEFORE_RATES = "before_rates"
    CLOSED_EARLY = "closed_early"
    MATURES_EARLY = "matures_early"
    DIFFERENCE = "difference"
    NO_COST = "no_cost"
    UNKNOWN_TIER = "unknown_tier"
    UNKNOWN_CURRENCY = "unknown_currency"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: with what (a product, an account, a code), and how often.

    `minor` is the balance or the sum that figures leave out, where there is one; `day` and
    `other_day` what contradicts each other; `customer_id` whom it is about, if one.
    """

    fault: Fault
    subject: str
    count: int = 1
    minor: int | None = None
    day: date | None = None
    other_day: date | None = None
    customer_id: int | None = None


@dataclass(frozen=True)
class Examination:
    """All findings, those that leave most out of the figures first."""

    currency: str
    findings: tuple[Finding, ...]


def examine(book: Book) -> Examination:
    """Look the whole book over."""
    findings = (*_products(book), *_accounts(book), *_words(book))
    return Examination(book.card().currency, findings)


def _products(book: Book) -> Iterator[Finding]:
    for fault, gaps in (
        (Fault.NO_RATES, checks.products_without_rates(book)),
        (Fault.NO_TRANSFER_PRICE, checks.products_without_transfer_price(book)),
        (Fault.NO_CUSTOMER_RATE, checks.products_without_customer_rate(book)),
    ):
        for gap in gaps:
            yield Finding(fault, gap.code, gap.accounts, gap.balance)
    for code, first, count in checks.movements_before_rates(book):
        yield Finding(Fault.BEFORE_RATES, str(code), stored.number(count), day=stored.day(first))


def _accounts(book: Book) -> Iterator[Finding]:
    for fault, column in ((Fault.CLOSED_EARLY, "closed"), (Fault.MATURES_EARLY, "matures")):
        for customer, number, opened, other in checks.contradicting_accounts(book, column):
            yield Finding(
                fault,
                str(number),
                day=stored.day(opened),
                other_day=stored.day(other),
                customer_id=stored.number(customer),
            )
    since = book.clock.today() - timedelta(days=RECENT_DAYS)
    for customer, number, minor in checks.differences(book, since.toordinal(), DIFFERENCES_AT_MOST):
        yield Finding(
            Fault.DIFFERENCE,
            str(number),
            minor=stored.number(minor),
            customer_id=stored.number(customer),
        )


def _words(book: Book) -> Iterator[Finding]:
    for code, count in checks.currencies(book):
        if not currencies.exists(str(code)):
            yield Finding(Fault.UNKNOWN_CURRENCY, str(code), stored.number(count))
    for kind, count in checks.work_without_cost(book):
        yield Finding(Fault.NO_COST, str(kind), stored.number(count))
    for tier, count in checks.unknown_tiers(book):
        yield Finding(Fault.UNKNOWN_TIER, str(tier), stored.number(count))
