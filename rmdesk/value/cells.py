"""An account's contribution month by month, exactly: its cells.

A posting counts from its own day: over a span that ends on day e, one of day d adds
amount × (e − d + 1) to the balance-days, and the balance brought in adds balance × days.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from rmdesk.terms import FEE_KINDS, Component, TransactionKind
from rmdesk.value.account_costs import Bearing
from rmdesk.value.contract import Contract, Movement, exposure
from rmdesk.value.default import charge_default
from rmdesk.value.pricing import Price
from rmdesk.value.share import apportion, half_even

COMPONENT_ORDER = {component: place for place, component in enumerate(Component)}
# Found once: an enum's member costs as much each time as the rest of a cell.
CHARGE = Component.CAPITAL_CHARGE
_FEE_INCOME, _TRANSACTION_COST = Component.FEES, Component.TRANSACTION_COST
_ACCOUNT_COST, _OVERHEAD, _TAX = Component.ACCOUNT_COST, Component.OVERHEAD, Component.TAX
_EXPECTED_LOSS = Component.EXPECTED_LOSS
_INTEREST = TransactionKind.INTEREST.value
_FEES = frozenset(kind.value for kind in FEE_KINDS)


class Cell(NamedTuple):
    """One part of a customer's month, over SCALE. `source` is the id of what it comes from.

    That is an account, an interaction or a proposal. A cell of the capital charge stands apart
    from the contribution; `capital` is what it binds then, in minor units × days over SCALE.
    """

    source: int
    component: Component
    numerator: int
    capital: int = 0


# A cell as it is made by the million: the fields of `Cell`, without their names.
Part = tuple[int, Component, int, int]


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
        *("_begins", "_contract", "_ends", "account", "capital", "charge", "cost", "fees"),
        *("loss", "margin", "overhead", "tax"),
    )

    def __init__(self, contract: Contract, running: tuple[int, int]) -> None:
        self._contract = contract
        self._begins, self._ends = running
        self.margin = self.fees = self.cost = self.loss = self.charge = self.capital = 0
        self.account = self.overhead = self.tax = 0

    def add(self, walked: Walked) -> None:
        """Add a span."""
        price, brought, postings, days, interest, fees, cost = walked
        self.margin += days * price.margin
        if interest:
            self.margin -= interest * price.interest
        if fees:
            self.fees -= fees * price.fees
        self.cost += cost
        if price.loss or price.capital:
            exposed = exposure_days(walked, self._contract.limit(price.first))
            self.loss -= exposed * price.loss
            self.charge -= exposed * price.charge
            self.capital += exposed * price.capital
        if price.charged_before.ppm or price.charged.ppm:
            span = price.charged_span()
            self.loss -= charge_default(self._contract, span, brought, postings)
        if price.bears is not None:
            self._bear(price.bears, walked)

    def _bear(self, bears: Bearing, walked: Walked) -> None:
        price, _brought, _postings, days, interest, fees, _cost = walked
        if bears.account or bears.overhead:
            running = min(price.last, self._ends) - max(price.first, self._begins) + 1
            if running > 0:
                self.account -= running * bears.account
                self.overhead -= running * bears.overhead
        income = days * bears.margin
        if bears.tax_balance:
            self.tax += days * bears.tax_balance
        if interest:
            income -= interest * bears.interest
            self.tax += interest * bears.tax_interest
        if fees:
            income -= fees * bears.fees
            self.tax += fees * bears.tax_fees
        if income:
            self.overhead -= income * bears.share
            self.charge -= income * bears.charge
            self.capital += income * bears.capital

    def parts(self) -> list[tuple[Component, int]]:
        """Return what there is of the contribution: component and numerator, in their order."""
        found = []
        if self.margin:
            found.append((self._contract.terms.component, self.margin))
        if self.fees:
            found.append((_FEE_INCOME, self.fees))
        if self.cost:
            found.append((_TRANSACTION_COST, self.cost))
        if self.account:
            found.append((_ACCOUNT_COST, self.account))
        if self.overhead:
            found.append((_OVERHEAD, self.overhead))
        if self.tax:
            found.append((_TAX, self.tax))
        if self.loss:
            found.append((_EXPECTED_LOSS, self.loss))
        return found

    def shared(self, source: int, share: int) -> tuple[list[Part], Part | None] | None:
        """Return an owner's share of it: the contribution's parts and the capital charge."""
        parts: list[Part] = [(source, what, n * share, 0) for what, n in self.parts()]
        if self.charge or self.capital:
            return parts, (source, CHARGE, self.charge * share, self.capital * share)
        return (parts, None) if parts else None


# What an account brings one of its owners in a month: customer, the month's first day, at least one
# part of the contribution or the capital charge.
AccountMonth = tuple[int, int, list[Part], Part | None]


def account_months(
    contract: Contract, prices: Sequence[Price], opening: int, postings: Sequence[Movement]
) -> Iterator[AccountMonth]:
    """Yield the account's parts by month and owner.

    A customer has one part of a component in a month, however often the owners changed in it.
    """
    spans = walk(prices, opening, postings)
    if len(contract.held) > 1:
        for month, of_month in groupby(spans, key=lambda walked: walked.price.month):
            yield from _shared_month(contract, month, of_month)
        return
    source, ((customer, share),) = contract.account_id, contract.held[0].shares
    running, month = contract.get_running_days(), 0
    sums = _Sums(contract, running)
    for walked in spans:
        if walked.price.month != month:
            if month and (found := sums.shared(source, share)):
                yield customer, month, *found
            sums, month = _Sums(contract, running), walked.price.month
        sums.add(walked)
    if month and (found := sums.shared(source, share)):
        yield customer, month, *found


def account_cells(
    contract: Contract, prices: Sequence[Price], opening: int, postings: Sequence[Movement]
) -> Iterator[tuple[int, int, Cell]]:
    """Yield the account's cells with customer and month (its first day)."""
    for customer, month, cells, charge in account_months(contract, prices, opening, postings):
        for part in cells:
            yield customer, month, Cell._make(part)
        if charge is not None:
            yield customer, month, Cell._make(charge)


def _shared_month(
    contract: Contract, month: int, spans: Iterable[Walked]
) -> Iterator[AccountMonth]:
    """Yield the month of each owner of an account that has or had several."""
    found: defaultdict[int, dict[Component, tuple[int, int]]] = defaultdict(dict)
    running = contract.get_running_days()
    for walked in spans:
        sums = _Sums(contract, running)
        sums.add(walked)
        parts = [(component, numerator, 0) for component, numerator in sums.parts()]
        if sums.charge or sums.capital:
            parts.append((CHARGE, sums.charge, sums.capital))
        for customer, share in contract.holders(walked.price.first):
            mine = found[customer]
            for component, numerator, capital in parts:
                before = mine.get(component, (0, 0))
                mine[component] = before[0] + numerator * share, before[1] + capital * share
    for customer, mine in found.items():
        cells: list[Part] = [
            (contract.account_id, component, *mine[component])
            for component in sorted(mine, key=COMPONENT_ORDER.__getitem__)
        ]
        last = cells[-1] if cells else None
        if last is not None and last[1] is CHARGE:
            yield customer, month, cells[:-1], last
        elif last is not None:
            yield customer, month, cells, None


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
        days = 0 if price.charged.is_lost else walked.days * share
        margin = walked.days * price.margin - walked.interest * price.interest
        yield SpanVolume(days, days * price.volume, margin * share)


def _order(part: Part) -> tuple[int, int]:
    return part[0], COMPONENT_ORDER[part[1]]


P = TypeVar("P", bound=Part)


def rounded(cells: Sequence[P]) -> list[tuple[P, int]]:
    """A customer's month: rounded once and shared out over its cells, ties to the lower id.

    The cells of one source stand together, in the order of their components.
    """
    if len(cells) == 1:
        return [(cells[0], half_even(cells[0][2]))]
    if cells and cells[0][0] != cells[-1][0]:
        cells = sorted(cells, key=_order)
    return list(zip(cells, apportion([part[2] for part in cells]), strict=True))
