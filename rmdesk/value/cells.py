"""An account's contribution month by month, exactly: its cells.

A posting counts from its own day: over a span that ends on day e, one of day d adds
amount × (e − d + 1) to the balance-days, and the balance brought in adds balance × days.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rmdesk.terms import FEE_KINDS, Component, TransactionKind
from rmdesk.value.contract import Contract, Posting, exposure
from rmdesk.value.pricing import Price
from rmdesk.value.share import apportion, half_even

COMPONENT_ORDER = {component: place for place, component in enumerate(Component)}
_INTEREST = TransactionKind.INTEREST.value
_FEES = frozenset(kind.value for kind in FEE_KINDS)
Shares = tuple[tuple[int, int], ...]


class Cell(NamedTuple):
    """One part of a customer's month, over SCALE. `source` is the id of what it comes from.

    That is an account, an interaction or a proposal. A cell of the capital charge stands apart
    from the contribution; `capital` is what it binds then, in minor units × days over SCALE.
    """

    source: int
    component: Component
    numerator: int
    capital: int = 0


class Walked(NamedTuple):
    """A span of an account: its price, the balance brought into it, what was posted in it."""

    price: Price
    balance: int
    postings: Sequence[Posting]


def walk(prices: Iterable[Price], opening: int, postings: Sequence[Posting]) -> Iterator[Walked]:
    """The spans of an account in which something stands or moves; postings by day and id."""
    balance, at, end = opening, 0, len(postings)
    for price in prices:
        start, last = at, price.last
        while at < end and postings[at].day <= last:
            at += 1
        inside = postings[start:at]
        yield Walked(price, balance, inside)
        for posting in inside:
            balance += posting.minor


def balance_days(walked: Walked) -> int:
    """End-of-day balances summed over the days of a span, in minor units of the account."""
    price, balance, postings = walked
    after = price.last + 1
    total = balance * (after - price.first)
    for posting in postings:
        total += posting.minor * (after - posting.day)
    return total


def exposure_days(walked: Walked, limit: int) -> int:
    """End-of-day exposures summed over the days of a span, in millionths of a minor unit."""
    price, balance, postings = walked
    total, since = 0, price.first
    for posting in postings:
        if posting.day > since:
            total += exposure(balance, limit, price.ccf_ppm) * (posting.day - since)
            since = posting.day
        balance += posting.minor
    return total + exposure(balance, limit, price.ccf_ppm) * (price.last + 1 - since)


class _Sums:
    """What an account earns in a month, over UNSHARED, as long as its owners stay the same."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.margin = self.fees = self.cost = self.loss = self.charge = self.capital = 0

    def add(self, walked: Walked) -> None:
        """Add a span."""
        price, balance, postings = walked
        if price.margin and (balance or postings):
            self.margin += balance_days(walked) * price.margin
        if postings:
            self._add_postings(price, postings)
        if price.is_risky:
            days = exposure_days(walked, self._contract.limit(price.first))
            self.loss -= days * price.loss
            self.charge -= days * price.charge
            self.capital += days * price.capital

    def _add_postings(self, price: Price, postings: Sequence[Posting]) -> None:
        pieces = price.pieces
        for _id, _day, minor, kind, channel, reverses in postings:
            if kind == _INTEREST:
                self.margin -= minor * price.interest
            elif kind in _FEES:
                self.fees -= minor * price.fees
            if channel and (piece := pieces.get(channel)):
                self.cost += piece if reverses else -piece

    def parts(self) -> Iterator[tuple[Component, int, int]]:
        """What there is: component, numerator, capital bound."""
        for component, numerator in (
            (self._contract.terms.component, self.margin),
            (Component.FEES, self.fees),
            (Component.TRANSACTION_COST, self.cost),
            (Component.EXPECTED_LOSS, self.loss),
        ):
            if numerator:
                yield component, numerator, 0
        if self.charge or self.capital:
            yield Component.CAPITAL_CHARGE, self.charge, self.capital


def account_cells(
    contract: Contract, prices: Sequence[Price], opening: int, postings: Sequence[Posting]
) -> Iterator[tuple[int, int, Cell]]:
    """The account's cells with customer and month (its first day).

    A customer has one cell of a component in a month, however often the owners changed in it.
    """
    months = groupby(walk(prices, opening, postings), key=lambda walked: walked.price.month)
    for month, spans in months:
        if len(contract.held) == 1:
            sums = _Sums(contract)
            for walked in spans:
                sums.add(walked)
            found = _shared(sums, contract.held[0].shares, {})
        else:
            found = {}
            for walked in spans:
                sums = _Sums(contract)
                sums.add(walked)
                _shared(sums, contract.holders(walked.price.first), found)
        for (customer, component), (numerator, capital) in found.items():
            yield customer, month, Cell(contract.account_id, component, numerator, capital)


_Found = dict[tuple[int, Component], tuple[int, int]]


def _shared(sums: _Sums, shares: Shares, found: _Found) -> _Found:
    """Add each owner's share of some sums to what is found of it so far."""
    for component, numerator, capital in sums.parts():
        for customer, share in shares:
            before = found.get((customer, component), (0, 0))
            found[customer, component] = (
                before[0] + numerator * share,
                before[1] + capital * share,
            )
    return found


class SpanVolume(NamedTuple):
    """An account in a span: its balance-days and what they earned.

    `days` are in its own minor units, over a million; `book_days` and `margin` in the book's
    currency, over SCALE.
    """

    days: int
    book_days: int
    margin: int


def account_volume(
    contract: Contract,
    prices: Sequence[Price],
    opening: int,
    postings: Sequence[Posting],
    customers: frozenset[int] | None = None,
) -> Iterator[SpanVolume]:
    """The volume of each span, as far as it belongs to some customers (None: whoever)."""
    for walked in walk(prices, opening, postings):
        price = walked.price
        share = sum(
            ppm
            for customer, ppm in contract.holders(price.first)
            if customers is None or customer in customers
        )
        sums = _Sums(contract)
        sums.add(walked)
        days = balance_days(walked) * share
        yield SpanVolume(days, days * price.volume, sums.margin * share)


def rounded(cells: Iterable[Cell]) -> list[tuple[Cell, int]]:
    """A customer's month: rounded once and shared out over its cells, ties to the lower id."""
    cells = list(cells)
    if len(cells) == 1:
        return [(cells[0], half_even(cells[0].numerator))]
    ordered = sorted(cells, key=lambda c: (c.source, COMPONENT_ORDER[c.component]))
    return list(zip(ordered, apportion([c.numerator for c in ordered]), strict=True))
