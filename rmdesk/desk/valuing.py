"""What customers contribute: read the ledger, let `value` reckon, keep the rollup true."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from rmdesk.desk import parameters, schedules, stored
from rmdesk.desk.holdings import find_changed_day, find_ratings, holdings
from rmdesk.limits import MOST_MINOR
from rmdesk.store import ledger, restatements, rollup
from rmdesk.store.book import Book
from rmdesk.terms import Component
from rmdesk.value.cells import Cell, Part, account_months, rounded
from rmdesk.value.parameters import Parameters
from rmdesk.value.scale import SCALE
from rmdesk.value.share import half_even
from rmdesk.value.span import Span, month_of, months, next_month
from rmdesk.value.work import activity_numerator, offer_cost

# What belongs to no account.
WORK = (Component.ACTIVITY_COST, Component.OFFER_COST)
Cells = defaultdict[tuple[int, int], list[Part]]


@dataclass(frozen=True)
class MonthCells:
    """The exact cells by customer and month: of the contribution, and of the capital charge."""

    contribution: Cells = field(default_factory=lambda: defaultdict(list))
    capital: Cells = field(default_factory=lambda: defaultdict(list))


def local_day(milliseconds: int) -> int:
    """The day number, at the manager's place, of an instant."""
    return datetime.fromtimestamp(milliseconds / 1000).astimezone().date().toordinal()


def midnight(day: int) -> int:
    """The instant at which a day begins at the manager's place."""
    return int(datetime.fromordinal(day).astimezone().timestamp() * 1000)


def exact_cells(
    book: Book,
    customers: Iterable[int] | None,
    spans: Sequence[Span],
    given: Parameters | None = None,
) -> MonthCells:
    """The exact cells of customers (None: all) over months that follow each other.

    `given` are other parameters than the store's, for what would be.
    """
    given = given or parameters.read(book)
    wanted = None if customers is None else sorted(set(customers))
    keep = None if wanted is None else frozenset(wanted)
    found = MonthCells()
    contribution, capital = found.contribution, found.capital
    for held in holdings(book, wanted, spans, given):
        months_of_it = account_months(held.contract, held.prices, held.opening, held.postings)
        for customer, month, cells, charge in months_of_it:
            if keep is None or customer in keep:
                key = (customer, month)
                if key in contribution:
                    contribution[key] += cells
                elif cells:
                    contribution[key] = cells
                if charge is not None:
                    capital[key].append(charge)
    _add_activities(book, wanted, spans, given, found.contribution)
    _add_offers(book, wanted, spans, found.contribution)
    return found


def _add_activities(
    book: Book, customers: list[int] | None, spans: Sequence[Span], given: Parameters, cells: Cells
) -> None:
    if not given.activities:
        return
    first, end = midnight(spans[0].first), midnight(spans[-1].last + 1)
    for row in ledger.activities(book, customers, first, end):
        source, customer, at, kind, minutes, _text = row
        day = local_day(stored.number(at))
        numerator = activity_numerator(given.activities, str(kind), day, stored.number(minutes))
        if numerator:
            cell = Cell(stored.number(source), Component.ACTIVITY_COST, numerator)
            cells[stored.number(customer), month_of(day)].append(cell)


def _add_offers(
    book: Book, customers: list[int] | None, spans: Sequence[Span], cells: Cells
) -> None:
    for row in ledger.accepted(book, customers, midnight(spans[-1].last + 1)):
        source, customer, decided, minor, days = (stored.number(value) for value in row)
        begins = local_day(decided)
        for span in spans:
            cost = offer_cost(minor, begins, days, span.first, span.last)
            if cost:
                cell = Cell(source, Component.OFFER_COST, cost * SCALE)
                cells[customer, span.month].append(cell)


def rounded_months(cells: Cells) -> Iterator[tuple[int, int, list[tuple[Cell, int]]]]:
    """Each customer's months, rounded and shared out over their cells."""
    for (customer, month), inside in cells.items():
        yield customer, month, [(Cell._make(part), minor) for part, minor in rounded(inside)]


def last_complete_month(book: Book) -> int:
    """The month before the manager's month, by its first day."""
    return next_month(month_of(book.clock.today().toordinal()), -1)


def rebuild(
    book: Book,
    customers: Iterable[int] | None,
    first_day: int,
    last_month: int = 0,
    operation_id: int = 0,
) -> None:
    """Make the rollup anew for these customers (None: all) from a day's month on.

    `last_month` is the last one to be held, where that is not the one it holds up to now. What
    becomes of past months is noted as the work of the operation, if there is one.
    """
    last = last_month or rollup.through(book)
    wanted = None if customers is None else sorted(set(customers))
    # What began the history may be gone, so more is cleared than is made anew.
    clear_from = month_of(first_day) if first_day else 0
    first = max(clear_from, _first_month(book, wanted))
    with restatements.kept(book, wanted, clear_from, operation_id):
        rollup.clear(book, wanted, clear_from)
        if first <= last:
            with _collector_resting():
                cells = exact_cells(book, wanted, months(first, next_month(last) - 1))
                rollup.put(book, _lines(cells.contribution))
                rollup.put_capital(book, _capital_lines(cells.capital))


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Keep the cycle collector out of it: millions of cells and no cycle (a fifth of the time)."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _lines(cells: Cells) -> Iterator[rollup.RollupLine]:
    """Yield accounts by themselves, activities and offers together under account 0.

    Raise OverflowError where an account earns more in a month than one may hold: sums of that
    would leave 64 bits.
    """
    activity, offer = WORK
    for (customer, month), inside in cells.items():
        work: dict[Component, int] = {}
        for (source, component, _numerator, _capital), minor in rounded(inside):
            if not -MOST_MINOR <= minor <= MOST_MINOR:
                raise OverflowError
            if component is activity or component is offer:
                work[component] = work.get(component, 0) + minor
            elif minor:
                # The attribute behind `value`, which takes as long as all the rest of a line.
                yield customer, month, source, component._value_, minor
        for component, minor in work.items():
            if minor:
                yield customer, month, 0, component.value, minor


def _capital_lines(cells: Cells) -> Iterator[rollup.CapitalLine]:
    for (customer, month), inside in cells.items():
        if len(inside) == 1:
            source, _component, numerator, capital = inside[0]
            yield customer, month, source, half_even(numerator), half_even(capital)
            continue
        for (source, _component, _numerator, capital), minor in rounded(inside):
            yield customer, month, source, minor, half_even(capital)


def _first_month(book: Book, customers: list[int] | None) -> int:
    """The month of the first thing that counts; far ahead where there is none."""
    ledger.scope(book, customers)
    first = [
        ledger.first_movement(book),
        *(local_day(at) for at in ledger.first_work(book) if at),
    ]
    days = [day for day in first if day]
    return month_of(min(days)) if days else next_month(last_complete_month(book), 2)


def adjust(book: Book, accounts: Mapping[int, int], rated: Mapping[int, int]) -> dict[int, int]:
    """Rebuild the adjustments of these accounts.

    Take each account's first day that was touched, and that of its ratings where one was. Return
    the first day of each of their customers from which value changes: that of an adjustment which
    differs, or of what a rating says of the past, may be earlier.
    """
    ledger.scope_accounts(book, accounts)
    first_days = dict(accounts)
    for changed in (schedules.adjust(book), _find_changed_days(book, rated)):
        for account, day in changed.items():
            first_days[account] = min(day, first_days[account])
    first: dict[int, int] = {}
    owners = [(row.id, row.customer_id) for row in ledger.accounts(book)]
    owners += [(stored.number(r[0]), stored.number(r[2])) for r in ledger.holders(book)]
    for account, customer in owners:
        first[customer] = min(first_days[account], first.get(customer, first_days[account]))
    return first


def _find_changed_days(book: Book, rated: Mapping[int, int]) -> dict[int, int]:
    """Return the first day on which each account in scope may differ whose ratings changed."""
    if not rated:
        return {}
    steps, given = find_ratings(book), parameters.read(book)
    return {
        row.id: find_changed_day(row, steps.get(row.id, ()), given, rated[row.id])
        for row in ledger.accounts(book)
        if row.id in rated
    }
