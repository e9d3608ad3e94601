"""Why a margin changed: more or less volume, other rates, another mix of products.

With V the balance-days of all products, S their mean spread, and v, s those of one product:
volume = (V₁ − V₀) · S₀, mix = Σ v₁ · s₀ − V₁ · S₀, rate = Σ v₁ · (s₁ − s₀). The three sum to the
change of the margin. A product that was not there before has its present spread for s₀.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Volume:
    """A product over a period: balance-days (minor units × days), and the margin they earned.

    The margin is exact, in any one unit for all products.
    """

    balance_days: int
    margin: Fraction

    @property
    def spread(self) -> Fraction:
        """What a unit of balance earned a day; 0 where there was none."""
        return self.margin / self.balance_days if self.balance_days else Fraction(0)


@dataclass(frozen=True, slots=True)
class Change:
    """How much of a change is due to volume, to rates, and to the mix of products."""

    volume: Fraction
    rate: Fraction
    mix: Fraction


def explain(before: Mapping[str, Volume], now: Mapping[str, Volume]) -> Change:
    """Why the margin of some products of one kind changed, from one period to another."""
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
    )


def _whole(volumes: Mapping[str, Volume]) -> Volume:
    days = sum(volume.balance_days for volume in volumes.values())
    return Volume(days, sum((volume.margin for volume in volumes.values()), Fraction(0)))
