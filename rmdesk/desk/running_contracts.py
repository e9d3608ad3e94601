"""What running contracts are still to bring, month by month, by the value engine's own cells."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rmdesk.desk.asset_classes import read_classes
from rmdesk.desk.holdings import Holding, account_holdings
from rmdesk.desk.loan_runoff import plan_repayments
from rmdesk.store import maturities
from rmdesk.store.book import Book
from rmdesk.store.maturities import TermRow
from rmdesk.terms import ProductKind
from rmdesk.value.cells import account_cells
from rmdesk.value.contract import Movement
from rmdesk.value.lifetime.contracts import RENEWALS, Contracts, Renewal
from rmdesk.value.lifetime.draws import LONGEST
from rmdesk.value.parameters import Parameters
from rmdesk.value.pricing import Price
from rmdesk.value.scale import SCALE
from rmdesk.value.share import half_even
from rmdesk.value.span import months, months_between, next_month

_YEAR_DAYS, _YEAR_MONTHS = 365, 12


@dataclass(frozen=True, slots=True)
class Running:
    """The running contracts by customer, and the accounts that are not open-ended money.

    `bound` holds contracts and what has ended: closed, written off, in default, matured. What
    those brought in past months says nothing of the months to come.
    """

    contracts: Mapping[int, Contracts]
    bound: frozenset[int]


@dataclass(slots=True)
class _Sums:
    """A customer's contracts, added up."""

    numerators: list[int] = field(default_factory=lambda: [0] * LONGEST)
    lasts: int = 0
    until: int = 0
    count: int = 0
    renewals: list[Renewal] = field(default_factory=list)


def read_running(
    book: Book,
    month: int,
    given: Parameters,
    may_go_on: Callable[[], bool] = lambda: True,
) -> Running:
    """Return the contracts that run as a month begins, and what is bound besides.

    Where it may not go on, what it returns is not whole.
    """
    today = book.clock.today().toordinal()
    classes = read_classes(book, None, date.fromordinal(today))
    defaulted = {account for account, found in classes.accounts.items() if found.is_default}
    terms = {row.account_id: row for row in maturities.list_terms(book, month, today)}
    running = {
        account: row
        for account, row in terms.items()
        if row.ends > month and account not in defaulted
    }
    ended = {a for a, row in terms.items() if a not in running and not _is_left_over(row)}
    bound = defaulted.union(running, ended, maturities.list_ended(book, today))
    return Running(_add_up(book, running, month, given, may_go_on), frozenset(bound))


def _is_left_over(row: TermRow) -> bool:
    """Return whether a matured account still holds its customer's money: it can leave any day."""
    return row.balance > 0


def _add_up(
    book: Book,
    running: Mapping[int, TermRow],
    month: int,
    given: Parameters,
    may_go_on: Callable[[], bool],
) -> dict[int, Contracts]:
    if not running:
        return {}
    last = max(min(row.ends, next_month(month, LONGEST)) for row in running.values())
    spans = months(month, last - 1)
    sums: defaultdict[int, _Sums] = defaultdict(_Sums)
    ends = {account: row.ends for account, row in running.items()}
    for holding in account_holdings(book, ends, spans, given):
        if not may_go_on():
            break
        _add(sums, holding, running[holding.contract.account_id], month)
    return {customer: _contracts(found) for customer, found in sums.items()}


def _add(sums: Mapping[int, _Sums], holding: Holding, row: TermRow, month: int) -> None:
    """Add an account to the sums of its owners; one with nothing on it is left out."""
    contract = holding.contract
    if not holding.opening and not holding.postings and not contract.limit_minor:
        return
    prices, postings = _until(holding, row, month)
    places = {first: place for place, first in enumerate(dict.fromkeys(p.month for p in prices))}
    whole: defaultdict[int, int] = defaultdict(int)
    for customer, start, numerator in _list_months(holding, prices, postings):
        sums[customer].numerators[places[start]] += numerator
        whole[customer] += numerator
    lasts = months_between(month, row.ends - 1) + 1
    renewal = _renewal(holding, postings, row)
    days = prices[-1].last + 1 - month
    for customer, share in contract.holders(month):
        if not share:
            continue
        found = sums[customer]
        found.lasts, found.until = max(found.lasts, lasts), max(found.until, row.ends)
        found.count += 1
        if renewal and lasts < LONGEST:
            year = half_even(whole[customer] * _YEAR_DAYS, SCALE * days * _YEAR_MONTHS)
            found.renewals.append(Renewal(lasts, year, renewal))


def _list_months(
    holding: Holding, prices: Sequence[Price], postings: Sequence[Movement]
) -> Iterator[tuple[int, int, int]]:
    """Yield what an account brings by owner and month, over SCALE.

    Without movements, months of as many days at the same price bring the same: they are
    calculated once.
    """
    contract, opening = holding.contract, holding.opening
    if postings or len(contract.held) > 1 or len({p.month for p in prices}) < len(prices):
        for customer, month, cell in account_cells(contract, prices, opening, postings):
            yield customer, month, cell.numerator
        return
    known: dict[int, tuple[Price, list[tuple[int, int]]]] = {}
    for price in prices:
        days = price.last - price.first
        like, found = known.get(days, (None, []))
        if like is None or like[3:] != price[3:]:
            cells = account_cells(contract, (price,), opening, ())
            found = [(customer, cell.numerator) for customer, _month, cell in cells]
            known[days] = (price, found)
        for customer, numerator in found:
            yield customer, price.month, numerator


def _until(
    holding: Holding, row: TermRow, month: int
) -> tuple[Sequence[Price], Sequence[Movement]]:
    """Return prices and movements before the day on which a contract ends."""
    prices = [price for price in holding.prices if price.first < row.ends]
    if prices[-1].last >= row.ends:
        prices[-1] = prices[-1]._replace(last=row.ends - 1)
    postings = [*holding.postings, *plan_repayments(holding, row, month)]
    return prices, [posting for posting in postings if posting[1] < row.ends]


def _renewal(holding: Holding, postings: Iterable[Movement], row: TermRow) -> float:
    """Return how likely a contract is renewed as it is; one that is paid down is not."""
    left = holding.opening + sum(posting[2] for posting in postings)
    kind = ProductKind(row.kind)
    if kind is ProductKind.LOAN and -left < -holding.opening:
        return 0.0
    return RENEWALS[kind]


def _contracts(found: _Sums) -> Contracts:
    margins = [half_even(numerator) for numerator in found.numerators]
    while margins and not margins[-1]:
        margins.pop()
    renewals = tuple(_merged(found.renewals))
    return Contracts(tuple(margins), found.lasts, found.until, found.count, renewals)


def _merged(renewals: Iterable[Renewal]) -> Iterator[Renewal]:
    """Put together what may be renewed at the same time and as likely."""
    together: defaultdict[tuple[int, float], int] = defaultdict(int)
    for renewal in renewals:
        together[renewal.after, renewal.chance] += renewal.monthly
    for (after, chance), monthly in sorted(together.items()):
        if monthly:
            yield Renewal(after, monthly, chance)
