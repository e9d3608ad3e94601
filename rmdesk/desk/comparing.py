"""One period against another: what changed, line by line, and why."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rmdesk.desk import contribution, parameters
from rmdesk.desk.contribution import ALL, Only, Who
from rmdesk.desk.holdings import holdings
from rmdesk.desk.value_views import ValueLine, ValueReport
from rmdesk.store.book import Book
from rmdesk.terms import ChangeCause, Component, ValueView
from rmdesk.value.cells import account_volume
from rmdesk.value.change import Volume, explain
from rmdesk.value.scale import MILLION, SCALE
from rmdesk.value.span import months

_EXPLAINED = (ChangeCause.VOLUME, ChangeCause.RATE, ChangeCause.MIX, ChangeCause.CURRENCY)
MARGINS = (Component.DEPOSIT_MARGIN, Component.LOAN_MARGIN, Component.ASSET_FEES)


@dataclass(frozen=True)
class ComparedLine:
    """A line of a contribution in both periods; minor units."""

    line: ValueLine
    before: int
    now: int


@dataclass(frozen=True)
class Reason:
    """How much of the change has a cause."""

    cause: ChangeCause
    minor: int


@dataclass(frozen=True)
class Comparison:
    """Two reports of one view beside each other.

    The differences of the lines, and the reasons, each sum to the difference of the totals.
    """

    before: ValueReport
    now: ValueReport
    lines: tuple[ComparedLine, ...]
    reasons: tuple[Reason, ...]


def compare(
    book: Book,
    view: ValueView,
    period: tuple[date, date],
    against: tuple[date, date],
    who: Who = None,
    only: Only = ALL,
) -> Comparison:
    """A period against an earlier one, each with both days in; by component or by product.

    Raises BadPeriod.
    """
    now = contribution.value(book, view, *period, who, only)
    before = contribution.value(book, view, *against, who, only)
    return Comparison(before, now, _lines(before, now), _reasons(book, before, now, who, only))


def _lines(before: ValueReport, now: ValueReport) -> tuple[ComparedLine, ...]:
    keys = {(line.key, line.component): line for line in (*before.lines, *now.lines)}
    earlier = {(line.key, line.component): line.minor for line in before.lines}
    later = {(line.key, line.component): line.minor for line in now.lines}
    return tuple(
        ComparedLine(line, earlier.get(key, 0), later.get(key, 0)) for key, line in keys.items()
    )


def _reasons(
    book: Book, before: ValueReport, now: ValueReport, who: Who, only: Only
) -> tuple[Reason, ...]:
    """Volume, rate and mix of the margins; what is no margin is fees and costs."""
    if only.product is not None:
        return ()
    earlier, later = (_volumes(book, report, who) for report in (before, now))
    exact = dict.fromkeys(_EXPLAINED, Fraction(0))
    for component in MARGINS:
        if only.component in (None, component):
            found = explain(earlier.get(component, {}), later.get(component, {}))
            exact[ChangeCause.VOLUME] += found.volume
            exact[ChangeCause.RATE] += found.rate
            exact[ChangeCause.MIX] += found.mix
            exact[ChangeCause.CURRENCY] += found.currency
    margin = _margin(now) - _margin(before)
    parts = {cause: round(value) for cause, value in exact.items()}
    # The margins shown are rounded month by month; the largest reason takes up what is left.
    largest = max(parts, key=lambda cause: abs(parts[cause]))
    parts[largest] += margin - sum(parts.values())
    if not exact[ChangeCause.CURRENCY]:
        del parts[ChangeCause.CURRENCY]
    parts[ChangeCause.OTHER] = now.total - before.total - margin
    return tuple(Reason(cause, minor) for cause, minor in parts.items())


_Volumes = dict[Component, dict[Hashable, Volume]]


def _volumes(book: Book, report: ValueReport, who: Who) -> _Volumes:
    """Balance-days and margin by component, then by product and currency."""
    end = min(report.last, book.clock.today()).toordinal()
    spans = months(report.first.toordinal(), end) if end >= report.first.toordinal() else []
    if not spans:
        return {}
    customers = contribution.customers_of(who)
    keep = None if customers is None else frozenset(customers)
    summed: defaultdict[tuple[Component, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for held in holdings(book, customers, spans, parameters.read(book)):
        contract = held.contract
        total = summed[contract.terms.component, contract.terms.code, contract.currency]
        parts = account_volume(contract, held.prices, held.opening, held.postings, keep)
        for own, days, margin in parts:
            total[0] += days
            total[1] += margin
            total[2] += own
    found: _Volumes = {}
    for (component, product, currency), (days, margin, own) in summed.items():
        volume = Volume(Fraction(days, SCALE), Fraction(margin, SCALE), Fraction(own, MILLION))
        found.setdefault(component, {})[product, currency] = volume
    return found


def _margin(report: ValueReport) -> int:
    return sum(line.minor for line in report.lines if line.component in MARGINS)
