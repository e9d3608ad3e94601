"""An account's contribution in a month, exactly: its cells, from sums over its postings.

A posting counts from its own day: over a span that ends on day e, one of day d adds
amount × (e − d + 1) to the balance-days, and the balance brought in adds balance × days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rmdesk.terms import Component, InterestMode
from rmdesk.value.parameters import MILLION, SCALE, ProductTerms
from rmdesk.value.share import apportion
from rmdesk.value.span import Span

COMPONENT_ORDER = {component: place for place, component in enumerate(Component)}


@dataclass(frozen=True, slots=True)
class SpanSums:
    """An account's postings in one span, summed.

    `net` is their sum, `weighted` Σ amount × (last − day + 1); `interest` and `fees` the sums of
    those kinds; `pieces` how many came by each channel.
    """

    net: int = 0
    weighted: int = 0
    interest: int = 0
    fees: int = 0
    pieces: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holding:
    """An account for the arithmetic: whose, on which terms, at which own rate, with what in it."""

    account_id: int
    customer_id: int
    terms: ProductTerms
    own_rate_ppm: int | None
    opening: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a customer's month. `source` is an account's id, or an interaction's."""

    source: int
    component: Component
    numerator: int


_NOTHING = SpanSums()


def account_cells(
    holding: Holding, spans: Sequence[Span], sums: Mapping[int, SpanSums]
) -> Iterable[tuple[int, Cell]]:
    """The account's cells with their months. `sums` is by the first day of a span."""
    balance = holding.opening
    month, margin, fees, cost = 0, 0, 0, 0
    for span in spans:
        if span.month != month:
            yield from _cells(month, holding, margin, fees, cost)
            month, margin, fees, cost = span.month, 0, 0, 0
        found = sums.get(span.first, _NOTHING)
        if not balance and found is _NOTHING:
            continue
        margin += span_margin(holding, span, balance, found)
        fees -= found.fees * holding.terms.fee_share_ppm(span.first) * (SCALE // MILLION)
        for channel, pieces in found.pieces.items():
            cost -= holding.terms.piece_minor(channel, span.first) * pieces * SCALE
        balance += found.net
    yield from _cells(month, holding, margin, fees, cost)


def span_margin(holding: Holding, span: Span, balance: int, sums: SpanSums) -> int:
    """The margin of a span over SCALE: balance brought in, postings, interest as posted."""
    terms = holding.terms
    ppm = terms.margin_ppm(span.first, holding.own_rate_ppm)
    margin = (balance * span.days + sums.weighted) * ppm * terms.day_factor
    if terms.interest is InterestMode.POSTED:
        margin -= sums.interest * SCALE
    return margin


def _cells(
    month: int, holding: Holding, margin: int, fees: int, cost: int
) -> Iterable[tuple[int, Cell]]:
    source = holding.account_id
    if margin:
        yield month, Cell(source, holding.terms.component, margin)
    if fees:
        yield month, Cell(source, Component.FEES, fees)
    if cost:
        yield month, Cell(source, Component.TRANSACTION_COST, cost)


def rounded(cells: Iterable[Cell]) -> list[tuple[Cell, int]]:
    """A customer's month: rounded once and shared out over its cells, ties to the lower id."""
    ordered = sorted(cells, key=lambda c: (c.source, COMPONENT_ORDER[c.component]))
    return list(zip(ordered, apportion([c.numerator for c in ordered]), strict=True))
