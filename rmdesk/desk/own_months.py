"""What open-ended money brought each customer month by month, and what a month is estimated at."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import stored
from rmdesk.store import ledger, rollup, tenures
from rmdesk.store.book import Book
from rmdesk.store.tenures import Tenure
from rmdesk.value.lifetime import credibility, wandering
from rmdesk.value.lifetime.credibility import OWN_MONTHS, Margin, Segment
from rmdesk.value.lifetime.wandering import Spread
from rmdesk.value.span import month_of, months_between, next_month

MARGIN_MONTHS = 12
# Over how many whole months customers are compared: the longest for which there are enough.
WINDOWS = (12, 6, 3, 2)
LEAST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Estimated:
    """A customer's estimated month, the segment it was compared with, and how sure it is."""

    segment: str
    margin: Margin
    spread: Spread


def estimate_months(
    book: Book, people: Sequence[Tenure], month: int, bound: Iterable[int]
) -> dict[int, Estimated]:
    """Return each customer's estimated month of open-ended money, as of a month's beginning.

    `bound` are the accounts that are not open-ended: their months are left out. Contribution is
    after expected loss and the capital charge.
    """
    own = list_own_months(book, people, month, bound)
    names = _segments_of(book)
    segments = _fit_segments(own, names)
    moving = wandering.fit(list(own.values()))
    found = {}
    for customer, months in own.items():
        name, like = _like(names.get(customer, ""), segments)
        margin = credibility.margin(months[-OWN_MONTHS:], like)
        spread = moving.spread(months, margin, min(OWN_MONTHS, len(months)))
        found[customer] = Estimated(name, margin, spread)
    return found


def list_own_months(
    book: Book, people: Sequence[Tenure], month: int, bound: Iterable[int]
) -> dict[int, list[int]]:
    """Return up to twelve whole months of each customer, the last one last.

    Who has only part of a month has that, as if it had been whole.
    """
    months = [next_month(month, step) for step in range(-MARGIN_MONTHS, 0)]
    whole = rollup.by_month_after_capital(book, months[0], months[-1])
    ledger.scope_accounts(book, bound)
    fixed = rollup.by_month_after_capital(book, months[0], months[-1], in_scope=True)
    days = tenures.first_days(book)
    found = {}
    for tenure in people:
        customer = tenure.customer_id
        began = max(tenure.since, days.get(customer, 0))
        values = [whole.get((customer, m), 0) - fixed.get((customer, m), 0) for m in months]
        known = min(MARGIN_MONTHS, months_between(began, month) - (month_of(began) != began))
        if known < 1 and month_of(began) == months[-1]:
            found[customer] = [_whole_month(values[-1], began)]
        else:
            found[customer] = values[-known:] if known > 0 else []
    return found


def _whole_month(minor: int, began: int) -> int:
    """Return what a month would have brought that began on a day in it."""
    first = date.fromordinal(began)
    days = monthrange(first.year, first.month)[1]
    return round(minor * days / (days - first.day + 1))


def _fit_segments(own: Mapping[int, Sequence[int]], names: Mapping[int, str]) -> dict[str, Segment]:
    for window in WINDOWS:
        groups: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
        for customer, months in own.items():
            if len(months) >= window:
                for name in _wider(names.get(customer, "")):
                    groups[name].append(months[-window:])
        if len(groups[""]) >= LEAST_ALIKE:
            return {
                name: credibility.segment(values)
                for name, values in groups.items()
                if len(values) >= LEAST_ALIKE
            }
    return {"": credibility.young_segment([m[-OWN_MONTHS:] for m in own.values()])}


def _segments_of(book: Book) -> dict[int, str]:
    """Return kind and tier of each customer, divided by a space."""
    rows = book.rows("SELECT id, kind, tier FROM customers")
    return {stored.number(i): f"{kind} {tier}".strip() for i, kind, tier in rows}


def _wider(segment: str) -> Iterable[str]:
    """Return a segment, the kind alone, and the whole book."""
    return dict.fromkeys((segment, segment.partition(" ")[0], ""))


def _like(name: str, segments: Mapping[str, Segment]) -> tuple[str, Segment]:
    """Return the narrowest segment that has enough customers to compare with."""
    wider = next(wider for wider in _wider(name) if wider in segments)
    return wider, segments[wider]
