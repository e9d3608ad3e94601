"""Doctor: what is missing or contradicts itself, and what the figures leave out because of it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from rmdesk import currencies
from rmdesk.desk import (
    conduct_findings,
    credit_findings,
    history_findings,
    missing_prices,
    new_parameters,
    stored,
)
from rmdesk.desk.findings import Fault, Finding
from rmdesk.desk.names import name_of
from rmdesk.store import checks, failures
from rmdesk.store.book import Book

RECENT_DAYS = 365
DIFFERENCES_AT_MOST = 20

__all__ = ["Examination", "Fault", "Finding", "examine", "left_out"]


@dataclass(frozen=True)
class Examination:
    """All findings: missing prices first, then accounts, words, and what holds offers back."""

    currency: str
    findings: tuple[Finding, ...]


def examine(book: Book) -> Examination:
    """Look the whole book over."""
    findings = (
        *_failures(book, None),
        *history_findings.find_damage(book),
        *missing_prices.findings(book),
        *_new_parameters(book),
        *_accounts(book),
        *credit_findings.find_contracts(book),
        *_words(book),
        *conduct_findings.find_conduct(book),
    )
    return Examination(book.card().currency, findings)


def left_out(book: Book, customers: Iterable[int]) -> Examination:
    """Return what the value of some customers leaves out, such as for want of a price."""
    who = tuple(customers)
    findings = (*_failures(book, who), *missing_prices.of_customers(book, who))
    return Examination(book.card().currency, findings)


def _failures(book: Book, customers: Collection[int] | None) -> Iterator[Finding]:
    if failures.get_failed_month_day(book):
        yield Finding(Fault.NO_MONTH, "")
    for customer, by_fault in failures.list_failed(book).items():
        if not customers or customer in customers:
            fault = Fault.VALUE_FAULT if by_fault else Fault.NO_VALUE
            yield Finding(fault, name_of(book, customer), customer_id=customer)


def _new_parameters(book: Book) -> Iterator[Finding]:
    if new := new_parameters.list_new(book):
        yield Finding(Fault.NEW_PARAMETERS, "", len(new))


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
