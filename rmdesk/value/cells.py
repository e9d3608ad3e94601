"""An account's contribution in a month, exactly: its cells, from sums over its postings.

A posting counts from its own day: over a span that ends on day e, one of day d adds
amount × (e − d + 1) to the balance-days, and the balance brought in adds balance × days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from rmdesk.terms import Component, InterestMode
from rmdesk.value.parameters import SCALE, Price, ProductTerms
from rmdesk.value.share import apportion, half_even

COMPONENT_ORDER = {component: place for place, component in enumerate(Component)}


class SpanSums(NamedTuple):
    """An account's postings in one span, summed.

    `net` is their sum, `weighted` Σ amount × (last − day + 1); `interest` and `fees` the sums of
    those kinds; `pieces` how many came by each channel.
    """

    net: int = 0
    weighted: int = 0
    interest: int = 0
    fees: int = 0
    pieces: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Holding:
    """An account for the arithmetic: whose, on which terms, and what was brought into it."""

    account_id: int
    customer_id: int
    terms: ProductTerms
    opening: int


class Cell(NamedTuple):
    """One part of a customer's month. `source` is an account's id, or an interaction's."""

    source: int
    component: Component
    numerator: int


def account_cells(
    holding: Holding, prices: Sequence[Price], sums: Mapping[int, SpanSums]
) -> Iterable[tuple[int, Cell]]:
    """The account's cells with their months. `sums` is by the first day of a span."""
    balance = holding.opening
    posted = holding.terms.interest is InterestMode.POSTED
    month, margin, fees, cost = 0, 0, 0, 0
    for price in prices:
        if price.month != month:
            if margin or fees or cost:
                yield from _cells(month, holding, margin, fees, cost)
            month, margin, fees, cost = price.month, 0, 0, 0
        found = sums.get(price.first)
        if found is None:
            margin += balance * price.days * price.margin
            continue
        margin += (balance * price.days + found.weighted) * price.margin
        if posted:
            margin -= found.interest * SCALE
        fees -= found.fees * price.fees
        for channel, pieces in found.pieces.items():
            cost -= price.pieces.get(channel, 0) * pieces
        balance += found.net
    yield from _cells(month, holding, margin, fees, cost)


def account_volume(
    holding: Holding, prices: Sequence[Price], sums: Mapping[int, SpanSums]
) -> tuple[int, int]:
    """The account's balance-days over all spans, and its margin over SCALE."""
    balance, days, margin = holding.opening, 0, 0
    posted = holding.terms.interest is InterestMode.POSTED
    for price in prices:
        found = sums.get(price.first, SpanSums())
        moved = balance * price.days + found.weighted
        days += moved
        margin += moved * price.margin - (found.interest * SCALE if posted else 0)
        balance += found.net
    return days, margin


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
    cells = list(cells)
    if len(cells) == 1:
        return [(cells[0], half_even(cells[0].numerator))]
    ordered = sorted(cells, key=lambda c: (c.source, COMPONENT_ORDER[c.component]))
    return list(zip(ordered, apportion([c.numerator for c in ordered]), strict=True))
