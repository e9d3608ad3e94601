"""What the bank's side of a contract is: rates, costs, prices and risks, each from a day on.

Rates are in millionths a year, amounts in minor units of the book's currency, days are day
numbers. Steps stand in order of their day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rmdesk.terms import Component, InterestMode, Pricing, ProductKind
from rmdesk.value.curve import Curve, Tranche
from rmdesk.value.steps import latest

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
    """A product's rates from a day on; None is unknown.

    Without a transfer price the curve of the currency gives it, and without a curve the product
    earns nothing.
    """

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
class TrancheStep:
    """How a product's money without a term is replicated from a day on."""

    valid_from: int
    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True)
class RiskStep:
    """What a product's exposure bears from a day on.

    `rating` and `collateral` are codes, and hold where an account has none of its own.
    `weight_ppm` is the risk weight, `ccf_ppm` how much of an undrawn limit counts as exposure.
    `default_ppm` is the product's own probability of default, for accounts without a rating of
    their own; None is that of `rating`.
    """

    valid_from: int
    rating: str
    collateral: str
    weight_ppm: int
    ccf_ppm: int
    default_ppm: int | None = None


@dataclass(frozen=True, slots=True)
class Ppm:
    """A share or rate in millionths from a day on: a default probability, a loss given default."""

    valid_from: int
    ppm: int


@dataclass(frozen=True, slots=True)
class CapitalStep:
    """How much capital risk-weighted exposure binds, and what that has to earn a year.

    `operational_ppm` is how much of a year's income operational risk asks for at the minimum
    ratio of 8 %.
    """

    valid_from: int
    ratio_ppm: int
    hurdle_ppm: int
    operational_ppm: int = 0


@dataclass(frozen=True, slots=True)
class ExchangeStep:
    """What one unit of a currency is worth from a day on, in billionths of the book's unit."""

    valid_from: int
    billionths: int


@dataclass(frozen=True, slots=True)
class ActivityRate:
    """What an interaction of a kind costs from a day on, apiece and an hour."""

    kind: str
    valid_from: int
    piece_minor: int
    hour_minor: int


@dataclass(frozen=True, slots=True)
class AccountCostStep:
    """The cost of a running account a month, from its day on."""

    valid_from: int
    month_minor: int


@dataclass(frozen=True, slots=True)
class OverheadStep:
    """What the rest of the bank costs: a share of income, and an amount an account and month."""

    valid_from: int
    income_ppm: int
    account_minor: int


@dataclass(frozen=True, slots=True)
class TaxStep:
    """The tax on the interest that loans bring, and on fees, in millionths of either."""

    valid_from: int
    interest_ppm: int
    fees_ppm: int


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """A product in one currency, for the arithmetic; `basis` is 360 or 365 days."""

    code: str
    kind: ProductKind
    basis: int
    interest: InterestMode
    rates: tuple[RateStep, ...]
    costs: tuple[CostStep, ...] = ()
    pricing: Pricing = Pricing.FLOATING
    tranches: tuple[TrancheStep, ...] = ()
    risks: tuple[RiskStep, ...] = ()
    account_costs: tuple[AccountCostStep, ...] = ()

    @property
    def component(self) -> Component:
        """Which component the product's margin belongs to."""
        return _COMPONENT[self.kind]

    def fee_share_ppm(self, day: int) -> int:
        """The bank's share of a fee posted on a day, in millionths."""
        step = latest(self.rates, day)
        return 1_000_000 if step is None else step.fee_share_ppm

    def piece_minor(self, channel: str, day: int) -> int:
        """What one posting by a channel costs on a day."""
        step = latest([c for c in self.costs if c.channel == channel], day)
        return 0 if step is None else step.piece_minor


@dataclass(frozen=True, slots=True)
class Parameters:
    """All that the arithmetic is told. `currency` is the book's.

    `products` are by code and currency, the empty currency for any other; `curves`, `exchange`
    and `digits` (how many decimals a minor unit has) by currency; `defaults` by rating, `losses`
    by collateral.
    """

    currency: str
    digits: Mapping[str, int]
    products: Mapping[tuple[str, str], ProductTerms]
    activities: tuple[ActivityRate, ...] = ()
    curves: Mapping[str, Curve] = field(default_factory=dict)
    exchange: Mapping[str, tuple[ExchangeStep, ...]] = field(default_factory=dict)
    defaults: Mapping[str, tuple[Ppm, ...]] = field(default_factory=dict)
    losses: Mapping[str, tuple[Ppm, ...]] = field(default_factory=dict)
    capital: tuple[CapitalStep, ...] = ()
    overheads: tuple[OverheadStep, ...] = ()
    taxes: tuple[TaxStep, ...] = ()

    def terms(self, product: str, currency: str) -> ProductTerms | None:
        """A product's terms in a currency; None for a product nobody described."""
        return self.products.get((product, currency)) or self.products.get((product, ""))
