"""What the bank's side of a contract is: rates and unit costs, each from a day on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from rmdesk.terms import Component, InterestMode, ProductKind
from rmdesk.value.span import Span

MILLION = 1_000_000
# Divisible by 360 and 365 days and by 60 minutes, times a million: all exact values are whole.
SCALE = 26_280 * MILLION

_COMPONENT = {
    ProductKind.CURRENT: Component.DEPOSIT_MARGIN,
    ProductKind.TERM_DEPOSIT: Component.DEPOSIT_MARGIN,
    ProductKind.LOAN: Component.LOAN_MARGIN,
    ProductKind.CARD: Component.LOAN_MARGIN,
    ProductKind.WEALTH: Component.ASSET_FEES,
    ProductKind.INSURANCE: Component.ASSET_FEES,
}


@dataclass(frozen=True, slots=True)
class RateStep:
    """A product's rates from a day on; None is unknown, and earns nothing."""

    valid_from: int
    ftp_ppm: int | None
    rate_ppm: int | None
    trailer_ppm: int
    fee_share_ppm: int


@dataclass(frozen=True, slots=True)
class CostStep:
    """What one posting by a channel costs from a day on."""

    channel: str
    valid_from: int
    piece_minor: int


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """A product for the arithmetic. Steps are in order of their day."""

    code: str
    kind: ProductKind
    basis: int
    interest: InterestMode
    rates: tuple[RateStep, ...]
    costs: tuple[CostStep, ...]

    @property
    def component(self) -> Component:
        """Which component the product's margin belongs to."""
        return _COMPONENT[self.kind]

    @property
    def day_factor(self) -> int:
        """What one minor unit over one day at one millionth a year is over SCALE."""
        return SCALE // (self.basis * MILLION)

    def rates_on(self, day: int) -> RateStep | None:
        """The rates in force on a day, None before the first ones."""
        return _latest(self.rates, day)

    def margin_ppm(self, day: int, own_rate_ppm: int | None) -> int:
        """What a unit of balance earns a year, in millionths, from the bank's side.

        A balance below zero (a loan) times FTP − rate is its margin as well. Where the product
        takes interest from the postings, only FTP counts here. 0 where a rate is unknown.
        """
        step = self.rates_on(day)
        if step is None:
            return 0
        if self.component is Component.ASSET_FEES:
            return step.trailer_ppm
        rate = own_rate_ppm if own_rate_ppm is not None else step.rate_ppm
        if self.interest is InterestMode.POSTED:
            rate = 0
        if step.ftp_ppm is None or rate is None:
            return 0
        return step.ftp_ppm - rate

    def fee_share_ppm(self, day: int) -> int:
        """The bank's share of a fee posted on a day, in millionths."""
        step = self.rates_on(day)
        return MILLION if step is None else step.fee_share_ppm

    def piece_minor(self, channel: str, day: int) -> int:
        """What one posting by a channel costs on a day."""
        step = _latest([c for c in self.costs if c.channel == channel], day)
        return 0 if step is None else step.piece_minor

    def prices(self, own_rate_ppm: int | None, spans: Iterable[Span]) -> list["Price"]:
        """What an account at its own rate (None: the product's) earns and costs in each span."""
        channels = {step.channel for step in self.costs}
        return [
            Price(
                month=span.month,
                first=span.first,
                last=span.last,
                margin=self.margin_ppm(span.first, own_rate_ppm) * self.day_factor,
                fees=self.fee_share_ppm(span.first) * (SCALE // MILLION),
                pieces={c: self.piece_minor(c, span.first) * SCALE for c in channels},
            )
            for span in spans
        ]

    def cuts(self) -> Iterable[int]:
        """The days from which anything changes."""
        yield from (step.valid_from for step in self.rates)
        yield from (step.valid_from for step in self.costs)


@dataclass(frozen=True, slots=True)
class Price:
    """What holds for an account over a span, as numerators over SCALE.

    `margin` is of one minor unit over one day, `fees` of one minor unit of fees, `pieces` the
    cost of one posting by its channel.
    """

    month: int
    first: int
    last: int
    margin: int
    fees: int
    pieces: Mapping[str, int]

    @property
    def days(self) -> int:
        """How many days the span has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class ActivityRate:
    """What an interaction of a kind costs from a day on, apiece and an hour."""

    kind: str
    valid_from: int
    piece_minor: int
    hour_minor: int


S = TypeVar("S", RateStep, CostStep, ActivityRate)


def activity_numerator(rates: Iterable[ActivityRate], kind: str, day: int, minutes: int) -> int:
    """The exact (negative) value of one interaction's cost, over SCALE."""
    step = _latest([r for r in rates if r.kind == kind], day)
    if step is None:
        return 0
    return -(step.piece_minor * SCALE + step.hour_minor * minutes * (SCALE // 60))


def _latest(steps: Iterable[S], day: int) -> S | None:
    found: S | None = None
    for step in steps:
        if step.valid_from <= day:
            found = step
    return found
