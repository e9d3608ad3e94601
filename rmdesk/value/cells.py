"""An account's contribution month by month, exactly: its cells.

A posting counts from its own day: over a span that ends on day e, one of day d adds
amount × (e − d + 1) to the balance-days, and the balance brought in adds balance × days.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rmdesk.terms import FEE_KINDS, Component, TransactionKind
from rmdesk.value.account_costs import CAPITAL_DIVISOR, CHARGE_DIVISOR, Bearing
from rmdesk.value.contract import Contract, Movement, exposure
from rmdesk.value.default import charge_default
from rmdesk.value.pricing import Price
from rmdesk.value.scale import MILLION
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
    """A span of an account: its price, what was brought into it, what was posted in it.

    `days` are its end-of-day balances, summed over the days, `interest` and `fees` the sums of
    such postings, in minor units of the account; `cost` what handling them costs, over UNSHARED.
    """

    price: Price
    balance: int
    postings: Sequence[Movement]
    days: int
    interest: int
    fees: int
    cost: int


def walk(prices: Iterable[Price], opening: int, postings: Sequence[Movement]) -> Iterator[Walked]:
    """The spans of an account one after the other; postings by day."""
    balance, at, end = opening, 0, len(postings)
    for price in prices:
        brought, start, last, pieces = balance, at, price.last, price.pieces
        days = balance * (last + 1 - price.first)
        interest = fees = cost = 0
        while at < end:
            _id, day, minor, kind, channel, reverses, _account = postings[at]
            if day > last:
                break
            at += 1
            balance += minor
            days += minor * (last + 1 - day)
            if kind == _INTEREST:
                interest += minor
            elif kind in _FEES:
                fees += minor
            if channel and (piece := pieces.get(channel)):
                cost += piece if reverses else -piece
        yield Walked(price, brought, postings[start:at], days, interest, fees, cost)


def exposure_days(walked: Walked, limit: int) -> int:
    """End-of-day exposures summed over the days of a span, in millionths of a minor unit."""
    price, balance, postings = walked[:3]
    total, since = 0, price.first
    for _id, day, minor, *_rest in postings:
        if day > since:
            total += exposure(balance, limit, price.ccf_ppm) * (day - since)
            since = day
        balance += minor
    return total + exposure(balance, limit, price.ccf_ppm) * (price.last + 1 - since)


class _Sums:
    """What an account earns in a month, over UNSHARED, as long as its owners stay the same."""

    __slots__ = (
        *("_contract", "account", "capital", "charge", "cost", "fees", "loss", "margin"),
        *("overhead", "tax"),
    )

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.margin = self.fees = self.cost = self.loss = self.charge = self.capital = 0
        self.account = self.overhead = self.tax = 0

    def add(self, walked: Walked) -> None:
        """Add a span."""
        price = walked.price
        margin = walked.days * price.margin - walked.interest * price.interest
        fees = -walked.fees * price.fees
        self.margin += margin
        self.fees += fees
        self.cost += walked.cost
        if price.bears is not None:
            self._bear(price.bears, walked, margin + fees)
        if price.loss or price.capital:
            days = exposure_days(walked, self._contract.limit(price.first))
            self.loss -= days * price.loss
            self.charge -= days * price.charge
            self.capital += days * price.capital
        if price.has_default:
            span, brought, postings = price.charged_span(), walked.balance, walked.postings
            self.loss -= charge_default(self._contract, span, brought, postings)

    def _bear(self, bears: Bearing, walked: Walked, income: int) -> None:
        if bears.account or bears.overhead:
            price = walked.price
            running = self._contract.count_running_days(price.first, price.last)
            self.account -= running * bears.account
            self.overhead -= running * bears.overhead
        if income:
            self.overhead -= income * bears.share // MILLION
            self.charge -= income * bears.charge // CHARGE_DIVISOR
            self.capital += income * bears.capital // CAPITAL_DIVISOR
        self.tax += (
            walked.days * bears.tax_balance
            + walked.interest * bears.tax_interest
            + walked.fees * bears.tax_fees
        )

    def parts(self) -> list[tuple[Component, int, int]]:
        """What there is: component, numerator, capital bound."""
        found = []
        if self.margin:
            found.append((self._contract.terms.component, self.margin, 0))
        if self.fees:
            found.append((Component.FEES, self.fees, 0))
        if self.cost:
            found.append((Component.TRANSACTION_COST, self.cost, 0))
        if self.account:
            found.append((Component.ACCOUNT_COST, self.account, 0))
        if self.overhead:
            found.append((Component.OVERHEAD, self.overhead, 0))
        if self.tax:
            found.append((Component.TAX, self.tax, 0))
        if self.loss:
            found.append((Component.EXPECTED_LOSS, self.loss, 0))
        if self.charge or self.capital:
            found.append((Component.CAPITAL_CHARGE, self.charge, self.capital))
        return found


def account_cells(
    contract: Contract, prices: Sequence[Price], opening: int, postings: Sequence[Movement]
) -> Iterator[tuple[int, int, Cell]]:
    """The account's cells with customer and month (its first day).

    A customer has one cell of a component in a month, however often the owners changed in it.
    """
    source = contract.account_id
    months = groupby(walk(prices, opening, postings), key=_month_of)
    if len(contract.held) == 1:
        ((customer, share),) = contract.held[0].shares
        for month, spans in months:
            sums = _Sums(contract)
            for walked in spans:
                sums.add(walked)
            for component, numerator, capital in sums.parts():
                yield customer, month, Cell(source, component, numerator * share, capital * share)
        return
    for month, spans in months:
        found: _Found = {}
        for walked in spans:
            sums = _Sums(contract)
            sums.add(walked)
            _share_out(sums, contract.holders(walked.price.first), found)
        ordered = sorted(found.items(), key=lambda part: COMPONENT_ORDER[part[0][1]])
        for (customer, component), (numerator, capital) in ordered:
            yield customer, month, Cell(source, component, numerator, capital)


def _month_of(walked: Walked) -> int:
    return walked.price.month


_Found = dict[tuple[int, Component], tuple[int, int]]


def _share_out(sums: _Sums, shares: Shares, found: _Found) -> None:
    """Add each owner's share of some sums to what is found of it so far."""
    for component, numerator, capital in sums.parts():
        for customer, share in shares:
            before = found.get((customer, component), (0, 0))
            found[customer, component] = (
                before[0] + numerator * share,
                before[1] + capital * share,
            )


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
    postings: Sequence[Movement],
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
        days = 0 if price.charged.is_lost else walked.days * share
        yield SpanVolume(days, days * price.volume, sums.margin * share)


def _order(cell: Cell) -> tuple[int, int]:
    return cell.source, COMPONENT_ORDER[cell.component]


def rounded(cells: Sequence[Cell]) -> list[tuple[Cell, int]]:
    """A customer's month: rounded once and shared out over its cells, ties to the lower id.

    The cells of one source stand together, in the order of their components.
    """
    if len(cells) == 1:
        return [(cells[0], half_even(cells[0].numerator))]
    if cells and cells[0].source != cells[-1].source:
        cells = sorted(cells, key=_order)
    return list(zip(cells, apportion([c.numerator for c in cells]), strict=True))
