"""Loans and other contracts that say too little, or what cannot be: found for the doctor."""

from collections import Counter
from collections.abc import Iterator

from rmdesk.desk import stored
from rmdesk.desk.findings import Fault, Finding
from rmdesk.store import checks
from rmdesk.store.book import Book
from rmdesk.terms import ProductKind

# The most accounts that are named one by one with the same fault.
NAMED_AT_MOST = 20


def find_contracts(book: Book) -> Iterator[Finding]:
    """Find what is wrong with contracts: maturities, arrears, schedules, trailers, days.

    Of many accounts with the same fault the first ones are named, and the others counted.
    """
    named: Counter[Fault] = Counter()
    for finding in _find_all(book, book.clock.today().toordinal()):
        named[finding.fault] += 1
        if named[finding.fault] <= NAMED_AT_MOST:
            yield finding
    for fault, count in named.items():
        if count > NAMED_AT_MOST:
            yield Finding(Fault.MORE_ACCOUNTS, fault.value, count - NAMED_AT_MOST)


def _find_all(book: Book, today: int) -> Iterator[Finding]:
    yield from _past_maturity(book, today)
    for fault, rows in (
        (Fault.ARREARS_UNRATED, checks.arrears_without_rating(book)),
        (Fault.WRITE_OFF_UNDATED, checks.undated_write_offs(book)),
        (Fault.NO_SCHEDULE, checks.loans_without_schedule(book, today)),
    ):
        for customer, number in rows:
            yield Finding(fault, str(number), customer_id=stored.number(customer))
    for product, currency, count, minor in checks.assets_without_trailer(book, today):
        yield Finding(
            Fault.NO_TRAILER,
            str(product),
            stored.number(count),
            stored.number(minor),
            currency=str(currency),
        )
    for customer, number, count, last in checks.future_transactions(book, today):
        yield Finding(
            Fault.FUTURE,
            str(number),
            stored.number(count),
            day=stored.day(last),
            customer_id=stored.number(customer),
        )
    kinds = [kind.value for kind in ProductKind]
    for (code,) in checks.offers_of_unknown_products(book, kinds):
        yield Finding(Fault.SELLS_UNKNOWN, str(code))


def _past_maturity(book: Book, today: int) -> Iterator[Finding]:
    """A loan that is unpaid after its maturity is overdue; another account was not closed."""
    for customer, number, matures, kind, currency, balance in checks.past_maturity(book, today):
        minor = stored.number(balance)
        is_unpaid = kind == ProductKind.LOAN and minor < 0
        yield Finding(
            Fault.UNPAID if is_unpaid else Fault.PAST_MATURITY,
            str(number),
            minor=-minor if is_unpaid else minor,
            currency=str(currency),
            day=stored.day(matures),
            customer_id=stored.number(customer),
        )
