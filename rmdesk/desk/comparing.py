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
from rmdesk.terms import ChangeCause, Component, MoneySide, ValueView
from rmdesk.value.change import Volume, explain
from rmdesk.value.scale import MILLION, SCALE
from rmdesk.value.span import months
from rmdesk.value.volumes import account_volumes

MARGINS = (Component.DEPOSIT_MARGIN, Component.LOAN_MARGIN, Component.ASSET_FEES)
# Volume, rate and mix of each side.
_OF_SIDE = {
    MoneySide.DEPOSITS: (
        ChangeCause.DEPOSIT_VOLUME,
        ChangeCause.DEPOSIT_RATE,
        ChangeCause.DEPOSIT_MIX,
    ),
    MoneySide.LOANS: (ChangeCause.LOAN_VOLUME, ChangeCause.LOAN_RATE, ChangeCause.LOAN_MIX),
    MoneySide.INVESTMENTS: (
        ChangeCause.INVESTMENT_VOLUME,
        ChangeCause.INVESTMENT_RATE,
        ChangeCause.INVESTMENT_MIX,
    ),
}
# What is not a margin; every component is here or in MARGINS.
CAUSES = {
    Component.FEES: ChangeCause.FEES,
    Component.ACTIVITY_COST: ChangeCause.SERVICE_COST,
    Component.TRANSACTION_COST: ChangeCause.SERVICE_COST,
    Component.ACCOUNT_COST: ChangeCause.SERVICE_COST,
    Component.OVERHEAD: ChangeCause.SERVICE_COST,
    Component.TAX: ChangeCause.TAX,
    Component.OFFER_COST: ChangeCause.OFFER_COST,
    Component.EXPECTED_LOSS: ChangeCause.EXPECTED_LOSS,
    Component.CAPITAL_CHARGE: ChangeCause.CAPITAL,
}


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
    """Explain volume, rate and mix of the margins; every other part is a reason of its own."""
    if only.product is not None:
        return ()
    earlier, later = (_by_component(book, report, who, only) for report in (before, now))
    changes = {c: later.get(c, 0) - earlier.get(c, 0) for c in (*later, *earlier)}
    parts = _margin_reasons(
        _volumes(book, before, who, only),
        _volumes(book, now, who, only),
        sum(change for component, change in changes.items() if component in MARGINS),
    )
    for component in changes:
        if component not in MARGINS:
            cause = CAUSES[component]
            parts[cause] = parts.get(cause, 0) + changes[component]
    return tuple(Reason(cause, parts[cause]) for cause in ChangeCause if cause in parts)


def _margin_reasons(earlier: "_Volumes", later: "_Volumes", change: int) -> dict[ChangeCause, int]:
    """Share out the change of the margins over its causes, of each side that there is."""
    exact: dict[ChangeCause, Fraction] = {}
    currency = Fraction(0)
    for side, causes in _OF_SIDE.items():
        if side in earlier or side in later:
            found = explain(earlier.get(side, {}), later.get(side, {}))
            exact |= zip(causes, (found.volume, found.rate, found.mix), strict=True)
            currency += found.currency
    if currency:
        exact[ChangeCause.CURRENCY] = currency
    parts = {cause: round(value) for cause, value in exact.items()}
    if parts:
        # The margins shown are rounded month by month; the largest reason takes up what is left.
        largest = max(parts, key=lambda cause: abs(exact[cause]))
        parts[largest] += change - sum(parts.values())
    return parts


def _by_component(book: Book, report: ValueReport, who: Who, only: Only) -> dict[Component, int]:
    """Return what each component came to, whichever view the report has."""
    if report.view not in (ValueView.COMPONENT, ValueView.PRODUCT):
        period = (report.first, report.last)
        report = contribution.value(book, ValueView.COMPONENT, *period, who, only)
    found: defaultdict[Component, int] = defaultdict(int)
    for line in report.lines:
        assert line.component is not None
        found[line.component] += line.minor
    return found


_Volumes = dict[MoneySide, dict[Hashable, Volume]]


def _volumes(book: Book, report: ValueReport, who: Who, only: Only) -> _Volumes:
    """Return balance-days and margin by side, then by component, product and currency."""
    end = min(report.last, book.clock.today()).toordinal()
    spans = months(report.first.toordinal(), end) if end >= report.first.toordinal() else []
    if not spans:
        return {}
    customers = contribution.customers_of(who)
    keep = None if customers is None else frozenset(customers)
    summed: defaultdict[tuple[MoneySide, Hashable], list[int]] = defaultdict(lambda: [0, 0, 0])
    for held in holdings(book, customers, spans, parameters.read(book)):
        contract = held.contract
        component = contract.terms.component
        if only.component not in (None, component):
            continue
        parts = account_volumes(contract, held.prices, held.opening, held.postings, keep)
        for side, own, days, margin in parts:
            total = summed[side, (component, contract.terms.code, contract.currency)]
            total[0] += days
            total[1] += margin
            total[2] += own
    found: _Volumes = {}
    for (side, key), (days, margin, own) in summed.items():
        volume = Volume(Fraction(days, SCALE), Fraction(margin, SCALE), Fraction(own, MILLION))
        found.setdefault(side, {})[key] = volume
    return found
