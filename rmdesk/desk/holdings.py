"""Accounts as the arithmetic takes them: contracts with their prices and what moved on them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rmdesk.desk import stored
from rmdesk.store import ledger
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, AssetClass
from rmdesk.value.account_costs import costs_while_running
from rmdesk.value.contract import LAST_DAY, Contract, HeldStep, Movement, RatedStep, owned_by
from rmdesk.value.credit import find_write_off
from rmdesk.value.parameters import Parameters
from rmdesk.value.pricing import Price, PriceLists
from rmdesk.value.span import Span, month_of


@dataclass(frozen=True, slots=True)
class Holding:
    """An account over a period: its prices, the balance brought into it, what moved in it."""

    contract: Contract
    prices: Sequence[Price]
    opening: int
    postings: Sequence[Movement]


def holdings(
    book: Book, customers: Iterable[int] | None, spans: Sequence[Span], given: Parameters
) -> Iterator[Holding]:
    """Each account with something in it, over months that follow each other.

    Accounts in which these customers (None: all) have or had a part. Products nobody described
    are left out; the doctor names them.
    """
    ledger.scope(book, customers)
    yield from _holdings_in_scope(book, spans, given)


def account_holdings(
    book: Book, ends: Mapping[int, int], spans: Sequence[Span], given: Parameters
) -> Iterator[Holding]:
    """Yield these accounts, as `holdings` does, with what is scheduled where months are ahead.

    Their prices are good up to the day before each one `ends`.
    """
    ledger.scope_accounts(book, ends)
    yield from _holdings_in_scope(book, spans, given, ends)


def _holdings_in_scope(
    book: Book, spans: Sequence[Span], given: Parameters, ends: Mapping[int, int] | None = None
) -> Iterator[Holding]:
    first, last = spans[0].first, spans[-1].last
    contracts = contracts_in_scope(book, given)
    openings = ledger.openings(book, first)
    pricing = PriceLists(given, spans)

    def prices(contract: Contract) -> list[Price]:
        return pricing.of(contract, ends[contract.account_id] - 1 if ends else None)

    for account, moved in ledger.movements(book, first, last):
        contract = contracts.pop(account, None)
        if contract is not None:
            yield Holding(contract, prices(contract), openings.get(account, 0), moved)
    for account, contract in contracts.items():
        opening = openings.get(account, 0)
        if opening or contract.limit_minor or _runs(contract, first, last):
            yield Holding(contract, prices(contract), opening, ())


def _runs(contract: Contract, first: int, last: int) -> bool:
    return contract.runs_from is not None and contract.count_running_days(first, last) > 0


def contracts_in_scope(book: Book, given: Parameters) -> dict[int, Contract]:
    """The accounts in scope by their id, those of products that somebody described."""
    held, rated = _held(book), find_ratings(book)
    start = _starts(book, given)
    found = {}
    for row in ledger.accounts(book):
        terms = given.terms(row.product, row.currency)
        if terms is None:
            continue
        steps = rated.get(row.id, ())
        found[row.id] = Contract(
            account_id=row.id,
            terms=terms,
            currency=row.currency,
            held=owned_by(row.customer_id) + held.get(row.id, ()),
            rate_ppm=row.rate_ppm,
            opened=row.opened,
            matures=row.matures,
            closed=row.closed,
            limit_minor=row.limit_minor or 0,
            rated=steps,
            in_arrears=row.status == AccountStatus.IN_ARREARS,
            is_closed=row.status == AccountStatus.CLOSED,
            written_off=find_write_off_day(row, steps, given),
            runs_from=start(row),
        )
    return found


def _starts(book: Book, given: Parameters) -> Callable[[ledger.AccountRow], int | None]:
    """Return what tells from which day an account costs something; None where none does.

    An account runs from its opening, but not before the month in which the first thing that the
    store knows of it happened: an account opened long before the first extract would cost
    something in years of which no income is known. One of which nothing is known runs not at all.
    """
    costing = {t.code for t in given.products.values() if costs_while_running(given, t)}
    first_days = ledger.list_first_days(book) if costing else {}

    def start(row: ledger.AccountRow) -> int | None:
        if row.product not in costing:
            return None
        begins, opened = first_days.get(row.id, LAST_DAY), row.opened or 0
        if row.limit_minor and row.opened is not None:
            begins = min(begins, row.opened)
        return LAST_DAY if begins == LAST_DAY else max(opened, month_of(begins))

    return start


class Dated(Protocol):
    """An account with the days that may say when it was written off."""

    @property
    def status(self) -> str:
        """The code of its status now."""

    @property
    def opened(self) -> int | None:
        """The first day."""

    @property
    def matures(self) -> int | None:
        """The day on which it ends as agreed."""

    @property
    def closed(self) -> int | None:
        """The day on which it ended."""


def find_write_off_day(row: Dated, rated: Sequence[RatedStep], given: Parameters) -> int | None:
    """Return the day from which an account is off the book; None where it was not written off."""
    if row.status != AccountStatus.WRITTEN_OFF:
        return None
    return find_write_off(rated, given, row.opened, row.matures, row.closed)


def find_changed_day(row: Dated, rated: Sequence[RatedStep], given: Parameters, day: int) -> int:
    """Return the first day on which value may differ where rows of a rating changed as of a day.

    Beside what holds from that day on, the first row of an account in arrears says since when it
    is late, and the last row in default of one that was written off says when that was. Both may
    have been another day before, which is told from the rows that did not change: the earlier ones.
    """
    earlier = [step for step in rated if step.valid_from < day]
    if row.status == AccountStatus.IN_ARREARS and not earlier:
        return 0
    written_off = find_write_off_day(row, earlier, given)
    return day if written_off is None else min(day, written_off)


def _held(book: Book) -> dict[int, tuple[HeldStep, ...]]:
    together: defaultdict[int, dict[int, list[tuple[int, int]]]] = defaultdict(dict)
    for row in ledger.holders(book):
        account, day, customer, share = (stored.number(value) for value in row)
        together[account].setdefault(day, []).append((customer, share))
    return {
        account: tuple(HeldStep(day, tuple(shares)) for day, shares in steps.items())
        for account, steps in together.items()
    }


def find_ratings(book: Book) -> dict[int, tuple[RatedStep, ...]]:
    """Return how safe the accounts in scope are, from which day on."""
    found: defaultdict[int, list[RatedStep]] = defaultdict(list)
    for account, day, rating, collateral, code in ledger.ratings(book):
        asset_class = AssetClass(str(code)) if code else None
        step = RatedStep(stored.number(day), str(rating), str(collateral), asset_class)
        found[stored.number(account)].append(step)
    return {account: tuple(steps) for account, steps in found.items()}
