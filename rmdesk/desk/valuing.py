"""What customers contribute: read the ledger, let `value` reckon, keep the rollup true."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from rmdesk.store import ledger, rollup
from rmdesk.store.book import Book
from rmdesk.terms import Component, InterestMode, ProductKind
from rmdesk.value.cells import (
    Cell,
    Holding,
    SpanSums,
    account_cells,
    account_volume,
    rounded,
)
from rmdesk.value.change import Volume
from rmdesk.value.parameters import (
    SCALE,
    ActivityRate,
    CostStep,
    Price,
    ProductTerms,
    RateStep,
    activity_numerator,
)
from rmdesk.value.span import Span, cut, month_of, months, next_month

MonthCells = dict[tuple[int, int], list[Cell]]
_DAY_MILLISECONDS = 86_400_000


def product_terms(book: Book) -> dict[str, ProductTerms]:
    """The products' terms by code."""
    rates: defaultdict[str, list[RateStep]] = defaultdict(list)
    sql = (
        "SELECT product, valid_from, ftp_ppm, rate_ppm, trailer_ppm, fee_share_ppm"
        " FROM product_rates ORDER BY valid_from"
    )
    for product, *step in book.rows(sql):
        rates[str(product)].append(RateStep(*step))  # type: ignore[arg-type]
    costs: defaultdict[str, list[CostStep]] = defaultdict(list)
    sql = "SELECT product, channel, valid_from, piece_minor FROM product_costs ORDER BY valid_from"
    for product, *step in book.rows(sql):
        costs[str(product)].append(CostStep(*step))  # type: ignore[arg-type]
    return {
        str(code): ProductTerms(
            str(code),
            ProductKind(str(kind)),
            int(basis or 365),
            InterestMode(str(interest)),
            tuple(rates[str(code)]),
            tuple(costs[str(code)]),
        )
        for code, kind, basis, interest in book.rows(
            "SELECT code, kind, basis, interest FROM products"
        )
    }


def activity_rates(book: Book) -> list[ActivityRate]:
    """What interactions cost, in order of the day from which on."""
    sql = "SELECT kind, valid_from, piece_minor, hour_minor FROM activity_costs ORDER BY valid_from"
    return [ActivityRate(*row) for row in book.rows(sql)]  # type: ignore[arg-type]


def local_day(milliseconds: int) -> int:
    """The day number, at the manager's place, of an instant."""
    return datetime.fromtimestamp(milliseconds / 1000).astimezone().date().toordinal()


def midnight(day: int) -> int:
    """The instant at which a day begins at the manager's place."""
    return int(datetime.fromordinal(day).astimezone().timestamp() * 1000)


class PriceLists:
    """The prices of accounts over some spans, made once for all that have the same."""

    def __init__(self, terms: Mapping[str, ProductTerms], spans: Sequence[Span]) -> None:
        self._terms = terms
        self._spans = spans
        self._made: dict[tuple[str, int | None], list[Price]] = {}

    def of(self, account: ledger.AccountRow) -> list[Price]:
        """An account's prices, span by span."""
        key = (account.product, account.rate_ppm)
        if key not in self._made:
            terms = self._terms[account.product]
            self._made[key] = terms.prices(account.rate_ppm, self._spans)
        return self._made[key]


def exact_cells(
    book: Book,
    customers: Iterable[int] | None,
    spans: Sequence[Span],
    terms: Mapping[str, ProductTerms] | None = None,
) -> MonthCells:
    """The exact cells of each (customer, month) over months that follow each other.

    `terms` are other ones than the store's, for what would be.
    """
    wanted = None if customers is None else sorted(set(customers))
    cells: MonthCells = defaultdict(list)
    for holding, prices, sums in _holdings(book, wanted, spans, terms or product_terms(book)):
        for month, cell in account_cells(holding, prices, sums):
            cells[holding.customer_id, month].append(cell)
    _add_activities(book, wanted, spans, cells)
    return cells


def volumes(
    book: Book, customers: Iterable[int] | None, spans: Sequence[Span]
) -> dict[Component, dict[str, Volume]]:
    """Balance-days and margin by component and product, over months that follow each other."""
    wanted = None if customers is None else sorted(set(customers))
    summed: defaultdict[tuple[Component, str], list[int]] = defaultdict(lambda: [0, 0])
    for holding, prices, sums in _holdings(book, wanted, spans, product_terms(book)):
        days, margin = account_volume(holding, prices, sums)
        total = summed[holding.terms.component, holding.terms.code]
        total[0] += days
        total[1] += margin
    found: dict[Component, dict[str, Volume]] = {}
    for (component, product), (days, margin) in summed.items():
        found.setdefault(component, {})[product] = Volume(days, Fraction(margin, SCALE))
    return found


def _holdings(
    book: Book,
    customers: list[int] | None,
    spans: Sequence[Span],
    terms: Mapping[str, ProductTerms],
) -> Iterable[tuple[Holding, list[Price], Mapping[int, SpanSums]]]:
    """Each account with something in it: itself, its prices, and its sums by span."""
    pieces = cut(spans, (day for t in terms.values() for day in t.cuts()))
    ledger.scope(book, customers)
    openings = ledger.openings(book, pieces[0].first)
    sums = _sums_by_account(book, pieces)
    price_lists = PriceLists(terms, pieces)
    for row in ledger.accounts(book):
        opening = openings.get(row.id, 0)
        if row.product in terms and (opening or row.id in sums):
            holding = Holding(row.id, row.customer_id, terms[row.product], opening)
            yield holding, price_lists.of(row), sums.get(row.id, {})


def _sums_by_account(book: Book, spans: Sequence[Span]) -> dict[int, dict[int, SpanSums]]:
    bounds = [(s.first, s.last) for s in spans]
    by_channel: defaultdict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for piece in ledger.pieces(book, bounds):
        by_channel[piece.account_id, piece.span][piece.channel] = piece.pieces
    found: defaultdict[int, dict[int, SpanSums]] = defaultdict(dict)
    for row in ledger.sums(book, bounds):
        channels = by_channel.get((row.account_id, row.span), {})
        found[row.account_id][row.span] = SpanSums(
            row.net, row.weighted, row.interest, row.fees, channels
        )
    return found


def _add_activities(
    book: Book, customers: list[int] | None, spans: Sequence[Span], cells: MonthCells
) -> None:
    rates = activity_rates(book)
    if not rates:
        return
    first, end = midnight(spans[0].first), midnight(spans[-1].last + 1)
    for row in ledger.activities(book, customers, first, end):
        source, customer, at, kind, minutes, _text = row
        assert isinstance(source, int) and isinstance(customer, int)
        assert isinstance(at, int) and isinstance(minutes, int)
        day = local_day(at)
        numerator = activity_numerator(rates, str(kind), day, minutes)
        if numerator:
            cells[customer, month_of(day)].append(Cell(source, Component.ACTIVITY_COST, numerator))


def rounded_months(cells: MonthCells) -> Iterable[tuple[int, int, list[tuple[Cell, int]]]]:
    """Each customer's months, rounded and shared out over their cells."""
    for (customer, month), inside in cells.items():
        yield customer, month, rounded(inside)


def last_complete_month(book: Book) -> int:
    """The month before the manager's month, by its first day."""
    return next_month(month_of(book.clock.today().toordinal()), -1)


def rebuild(book: Book, customers: Iterable[int] | None, first_day: int) -> None:
    """Make the rollup anew for these customers (None: all) from a day's month on."""
    last = last_complete_month(book)
    through = rollup.through(book)
    if customers is not None:
        last = through
    first = max(month_of(max(first_day, 1)), _first_month(book))
    wanted = None if customers is None else sorted(set(customers))
    rollup.clear(book, wanted, first if first_day else 0)
    if first and last and first <= last:
        spans = months(first, next_month(last) - 1)
        rollup.put(book, _lines(exact_cells(book, wanted, spans)))
    if customers is None:
        rollup.set_through(book, last)


def _lines(cells: MonthCells) -> Iterable[rollup.RollupLine]:
    for customer, month, parts in rounded_months(cells):
        activities = 0
        for cell, minor in parts:
            if cell.component is Component.ACTIVITY_COST:
                activities += minor
            elif minor:
                yield customer, month, cell.source, cell.component.value, minor
        if activities:
            yield customer, month, 0, Component.ACTIVITY_COST.value, activities


def _first_month(book: Book) -> int:
    """The month of the first thing that counts; far ahead where there is none."""
    day, instant = ledger.first_days(book)
    days = [d for d in (day, local_day(instant) if instant else 0) if d]
    return month_of(min(days)) if days else next_month(last_complete_month(book), 2)


def adjust(book: Book, accounts: Mapping[int, int]) -> dict[int, int]:
    """Make the adjustments of these accounts anew.

    Takes each account's first day that was touched and gives the first day of each of their
    customers from which value changes.
    """
    ledger.scope_accounts(book, accounts)
    ledger.adjust(book)
    first: dict[int, int] = {}
    for row in ledger.accounts(book):
        day = accounts[row.id]
        first[row.customer_id] = min(day, first.get(row.customer_id, day))
    return first
