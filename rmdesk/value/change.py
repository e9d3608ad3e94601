"""Why a margin changed: more or less volume, other rates, another mix of products.

With V the balance-days of all products on one side (deposits, or loans), S their mean spread, and
v, s those of one product: volume = (V₁ − V₀) · S₀, mix = Σ v₁ · s₀ − V₁ · S₀,
rate = Σ v₁ · (s₁ − s₀). The three sum to the change of the margin. A product that was not there
before has its present spread for s₀. A margin that no balance explains (interest posted after the
money was gone) is a matter of rates.

Accounts in other currencies count in the book's; what the exchange rates alone did is taken out
first, as a reason of its own.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

# Money earns no more than itself in a year; a larger margin is not of the balance it is beside.
MAX_SPREAD_A_DAY = Fraction(1, 365)


@dataclass(frozen=True, slots=True)
class Volume:
    """A product over a period: balance-days (minor units × days), and the margin they earned.

    Both are exact, in the book's currency; `own_days` are the balance-days in the account's.
    """

    balance_days: Fraction
    margin: Fraction
    own_days: Fraction = Fraction(0)

    @property
    def spread(self) -> Fraction:
        """What a unit of balance earned a day; 0 where there was none."""
        return self.margin / self.balance_days if self.balance_days else Fraction(0)

    @property
    def sign(self) -> int:
        """1 for deposits, -1 for loans, 0 where the balance does not explain the margin."""
        if abs(self.margin) > abs(self.balance_days) * MAX_SPREAD_A_DAY or not self.balance_days:
            return 0
        return 1 if self.balance_days > 0 else -1

    @property
    def exchange(self) -> Fraction | None:
        """What a unit of the account's currency was worth on the whole; None where nothing was."""
        return self.balance_days / self.own_days if self.own_days else None

    def at_exchange_of(self, other: "Volume") -> "Volume":
        """The same, had the exchange rates been another volume's; itself where one had none."""
        if not self.exchange or not other.exchange:
            return self
        change = other.exchange / self.exchange
        return Volume(self.balance_days * change, self.margin * change, self.own_days)


@dataclass(frozen=True, slots=True)
class Change:
    """How much of a change is due to volume, to rates, to the mix, and to exchange rates."""

    volume: Fraction
    rate: Fraction
    mix: Fraction
    currency: Fraction


K = TypeVar("K", bound=Hashable)


def explain(before: Mapping[K, Volume], now: Mapping[K, Volume]) -> Change:
    """Return why the margin of some products changed, from one period to another.

    Products are told apart by currency as well, so that each has one exchange rate. What is lent
    (balance-days below zero) is explained apart from what is deposited, so that no reason is
    larger than the money that moved.
    """
    earned = _margin(now.values())
    now = {key: v.at_exchange_of(before[key]) if key in before else v for key, v in now.items()}
    lent = _explain_side(_select(before, -1), _select(now, -1))
    deposited = _explain_side(_select(before, 1), _select(now, 1))
    unexplained = _margin(_select(now, 0).values()) - _margin(_select(before, 0).values())
    return Change(
        volume=lent.volume + deposited.volume,
        rate=lent.rate + deposited.rate + unexplained,
        mix=lent.mix + deposited.mix,
        currency=earned - _margin(now.values()),
    )


def _select(volumes: Mapping[K, Volume], sign: int) -> dict[K, Volume]:
    """Return what is deposited (1), what is lent (-1), and what no balance explains (0)."""
    return {key: volume for key, volume in volumes.items() if volume.sign == sign}


def _explain_side(before: Mapping[K, Volume], now: Mapping[K, Volume]) -> Change:
    """Return volume, rate and mix of products whose balances all have one sign."""
    days_before, days_now = _days(before.values()), _days(now.values())
    margin_before, margin_now = _margin(before.values()), _margin(now.values())
    if not days_before:
        return Change(margin_now, Fraction(0), Fraction(0), Fraction(0))
    spread = margin_before / days_before
    at_old_spreads = sum(
        (v.balance_days * before.get(key, v).spread for key, v in now.items()), Fraction(0)
    )
    return Change(
        volume=(days_now - days_before) * spread,
        rate=margin_now - at_old_spreads,
        mix=at_old_spreads - days_now * spread,
        currency=Fraction(0),
    )


def _days(volumes: Iterable[Volume]) -> Fraction:
    return sum((volume.balance_days for volume in volumes), Fraction(0))


def _margin(volumes: Iterable[Volume]) -> Fraction:
    return sum((volume.margin for volume in volumes), Fraction(0))
