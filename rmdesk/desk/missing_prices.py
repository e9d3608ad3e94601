"""Prices, curves, exchange rates and risks that are missing, and what is left out because of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rmdesk import currencies
from rmdesk.desk import parameters, stored
from rmdesk.desk.findings import Fault, Finding
from rmdesk.desk.holdings import contracts_in_scope
from rmdesk.store import checks, ledger
from rmdesk.store.book import Book
from rmdesk.terms import Component, InterestMode
from rmdesk.value.contract import Contract
from rmdesk.value.parameters import Parameters
from rmdesk.value.pricing import PriceLists
from rmdesk.value.span import months
from rmdesk.value.steps import latest

_MILLION = 1_000_000
# What has no margin where one of these is missing; below zero it is lent, whatever it is called.
_MARGIN = (Component.DEPOSIT_MARGIN, Component.LOAN_MARGIN)


@dataclass
class _Gap:
    accounts: int = 0
    minor: int = 0


_Key = tuple[Fault, str, str]


def findings(book: Book) -> Iterator[Finding]:
    """All of them: what accounts miss today, then what is wrong in the prices themselves."""
    given = parameters.read(book)
    yield from _missing(book, given, None)
    for code, first, count in checks.movements_before_rates(book):
        yield Finding(Fault.BEFORE_RATES, str(code), stored.number(count), day=stored.day(first))
    for code, first, count in checks.movements_before_exchange(book, given.currency):
        number = stored.number(count)
        yield Finding(Fault.BEFORE_EXCHANGE, str(code), number, day=stored.day(first))
    for (product, currency), terms in sorted(given.products.items()):
        for step in terms.tranches if not currency else ():
            if sum(t.share_ppm for t in step.tranches) != _MILLION:
                yield Finding(Fault.TRANCHES, product, day=stored.day(step.valid_from))
    yield from _owners(book)


def of_customers(book: Book, customers: Iterable[int]) -> tuple[Finding, ...]:
    """What the accounts of some customers miss today, so that their value leaves it out."""
    return tuple(_missing(book, parameters.read(book), customers))


def _missing(book: Book, given: Parameters, customers: Iterable[int] | None) -> Iterator[Finding]:
    for (fault, subject, currency), gap in sorted(_gaps(book, given, customers).items()):
        yield Finding(fault, subject, gap.accounts, gap.minor, currency=currency)


def _gaps(book: Book, given: Parameters, customers: Iterable[int] | None) -> dict[_Key, _Gap]:
    today = book.clock.today().toordinal()
    ledger.scope(book, customers)
    balances = ledger.openings(book, today + 1)
    pricing = PriceLists(given, months(today, today))
    gaps: defaultdict[_Key, _Gap] = defaultdict(_Gap)
    for number, contract in contracts_in_scope(book, given).items():
        if contract.closed is not None and contract.closed <= today:
            continue
        balance = balances.get(number, 0)
        for fault, subject in _faults(contract, balance, pricing, given, today):
            gap = gaps[fault, subject, contract.currency]
            gap.accounts += 1
            gap.minor += balance
    return gaps


def _faults(
    contract: Contract, balance: int, pricing: PriceLists, given: Parameters, today: int
) -> Iterator[tuple[Fault, str]]:
    terms = contract.terms
    if currencies.exists(contract.currency) and not pricing.unit(contract.currency, today):
        yield Fault.NO_EXCHANGE, contract.currency
    if not terms.rates:
        yield Fault.NO_RATES, terms.code
    elif terms.component in _MARGIN:
        ftp, rate = pricing.rates(contract, today)
        if ftp is None:
            by_curve = terms.tranches and contract.currency not in given.curves
            fault = Fault.NO_CURVE if by_curve else Fault.NO_TRANSFER_PRICE
            yield fault, contract.currency if by_curve else terms.code
        elif rate is None and terms.interest is InterestMode.RATE:
            yield Fault.NO_CUSTOMER_RATE, terms.code
    if terms.component in _MARGIN and balance < 0:
        yield from _risk_faults(contract, given, today)


def _risk_faults(contract: Contract, given: Parameters, today: int) -> Iterator[tuple[Fault, str]]:
    risk, own = latest(contract.terms.risks, today), latest(contract.rated, today)
    if risk is None:
        yield Fault.NO_RISK, contract.terms.code
        return
    rating = (own.rating if own else "") or risk.rating
    collateral = (own.collateral if own else "") or risk.collateral
    if latest(given.defaults.get(rating, ()), today) is None:
        yield Fault.UNKNOWN_RATING, rating
    if latest(given.losses.get(collateral, ()), today) is None:
        yield Fault.UNKNOWN_COLLATERAL, collateral
    if latest(given.capital, today) is None:
        yield Fault.NO_CAPITAL, contract.terms.code


def _owners(book: Book) -> Iterator[Finding]:
    for customer, number, day, share in checks.owners_of_another_whole(book):
        yield Finding(
            Fault.OWNERS,
            str(number),
            day=stored.day(day),
            share_ppm=stored.number(share),
            customer_id=stored.number(customer),
        )
