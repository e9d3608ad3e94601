"""Why a margin changed: more or less volume, other rates, another mix of products.

With V the balance-days of all products, S their mean spread, and v, s those of one product:
volume = (V₁ − V₀) · S₀, mix = Σ v₁ · s₀ − V₁ · S₀, rate = Σ v₁ · (s₁ − s₀). The three sum to the
change of the margin. A product that was not there before has its present spread for s₀.

Accounts in other currencies count in the book's; what the exchange rates alone did is taken out
first, as a reason of its own.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar


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
    """Why the margin of some products of one kind changed, from one period to another.

    Products are told apart by currency as well, so that each has one exchange rate.
    """
    actual = _whole(now)
    now = {key: v.at_exchange_of(before[key]) if key in before else v for key, v in now.items()}
    whole_before, whole_now = _whole(before), _whole(now)
    spread = whole_before.spread if whole_before.balance_days else whole_now.spread
    at_old_spreads = Fraction(0)
    for product, volume in now.items():
        old = before.get(product)
        known = old is not None and old.balance_days != 0
        at_old_spreads += volume.balance_days * (old.spread if old and known else volume.spread)
    return Change(
        # V₀ · S₀ is the margin before, even where balances cancel out and S₀ is another's.
        volume=whole_now.balance_days * spread - whole_before.margin,
        rate=whole_now.margin - at_old_spreads,
        mix=at_old_spreads - whole_now.balance_days * spread,
        currency=actual.margin - whole_now.margin,
    )


def _whole(volumes: Mapping[K, Volume]) -> Volume:
    days = sum((volume.balance_days for volume in volumes.values()), Fraction(0))
    return Volume(days, sum((volume.margin for volume in volumes.values()), Fraction(0)))
