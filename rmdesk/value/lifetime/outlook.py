"""What a customer is still to bring: contracts that run, contracts renewed, and open-ended money.

Value over a horizon of H months, month by month and discounted by (1 + d)^t:

- contracts: what the running ones bring in month t, whatever their holder does;
- renewals: monthly × chance × S(t) ÷ S(end), for the months after each contract's end;
- open-ended: margin × S(t), S being the survival of money that can leave at any time.

The interval comes from draws of the month of leaving, of what is renewed, and of how far the
months wander (`wandering`), the same draws on every run. It holds 8 outcomes of 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rmdesk.value.lifetime.contracts import Contracts, Renewal
from rmdesk.value.lifetime.credibility import Margin
from rmdesk.value.lifetime.wandering import Spread

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray

    Floats = NDArray[float64]
    Months = NDArray[intp]

HORIZONS = (12, 36, 60)
LONGEST = HORIZONS[-1]
YEARLY_DISCOUNT = 0.08
DRAWS = 2_000
_SEED = 20_140_523
_LOW, _HIGH = 0.10, 0.90
_NO_SPREAD = Spread()
_NO_CONTRACTS = Contracts()


@dataclass(frozen=True, slots=True)
class Outlook:
    """An estimate, in minor units, for each of `HORIZONS`.

    `values` are sums of `contracts`, `renewals` and `open_ended`; `lows` and `highs` bound them
    at 80 %. `active_months` is how many of the longest horizon's months the customer is expected
    to be here, `alive` the chance that it has not left yet.
    """

    values: tuple[int, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    contracts: tuple[int, ...]
    renewals: tuple[int, ...]
    open_ended: tuple[int, ...]
    active_months: float
    alive: float

    @property
    def low(self) -> int:
        """The lower bound for the longest horizon."""
        return self.lows[-1]

    @property
    def high(self) -> int:
        """The upper bound for the longest horizon."""
        return self.highs[-1]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an outlook is made of: margin and survival of open-ended money, and the contracts.

    `survival` is S(0), S(1) … for every month of the longest horizon.
    """

    margin: Margin
    survival: Sequence[float]
    spread: Spread = _NO_SPREAD
    contracts: Contracts = _NO_CONTRACTS


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What could be done for a customer.

    `monthly` is added to the margin, in minor units; `retention` makes the yearly chance to leave
    smaller by that share (0.2: a fifth fewer leave).
    """

    monthly: float = 0.0
    retention: float = 0.0


class _Sums:
    """Discounted sums over 0, 1 … months: of 1, of a trend's growth, of a random walk's variance.

    `annuity[T]` is Σ v^t to T, `growth[T]` Σ t·v^t, and `walk[T]` Σ (annuity[T] − annuity[j])²
    over j < T: what a step in month j + 1 moves until T.
    """

    def __init__(self, yearly_discount: float) -> None:
        import numpy as np

        months = np.arange(1, LONGEST + 1)
        self.discounts: Floats = (1 + yearly_discount) ** (-months / 12)
        self.annuity: Floats = np.concatenate([[0.0], np.cumsum(self.discounts)])
        self.growth: Floats = np.concatenate([[0.0], np.cumsum(months * self.discounts)])
        first = np.concatenate([[0.0], np.cumsum(self.annuity[:-1])])
        squares = np.concatenate([[0.0], np.cumsum(self.annuity[:-1] ** 2)])
        count = np.arange(LONGEST + 1)
        self.walk: Floats = count * self.annuity**2 - 2 * self.annuity * first + squares

    def grown(self, seen: int) -> "Floats":
        """Return Σ v^t·min(t, seen) to 0, 1 … months: a trend goes on as long as it was seen."""
        import numpy as np

        last = min(seen, LONGEST)
        flat = self.growth[last] + last * (self.annuity - self.annuity[last])
        return np.where(np.arange(LONGEST + 1) <= last, self.growth, flat)


@lru_cache(maxsize=4)
def _sums(yearly_discount: float) -> _Sums:
    return _Sums(yearly_discount)


class _Draws:
    """The draws, the same for every customer: leaving, renewing and trend in 0–1, and a normal."""

    def __init__(self) -> None:
        import numpy as np

        random = np.random.default_rng(_SEED)
        self.leaving: Floats = random.random(DRAWS)
        self.renewing: Floats = random.random(DRAWS)
        self.trend: Floats = random.random(DRAWS)
        self.wandering: Floats = random.normal(0.0, 1.0, DRAWS)


@lru_cache(maxsize=1)
def _draws() -> _Draws:
    return _Draws()


def outlook(
    of: Prospect, yearly_discount: float = YEARLY_DISCOUNT, horizons: Sequence[int] = HORIZONS
) -> Outlook:
    """Return the outlook of a customer, over horizons of at most `LONGEST` months."""
    import numpy as np

    sums = _sums(yearly_discount)
    stays = np.asarray(of.survival[1 : LONGEST + 1], dtype=float)
    bound = np.zeros(LONGEST)
    bound[: len(of.contracts.margins)] = of.contracts.margins
    bound = np.concatenate([[0.0], np.cumsum(bound * sums.discounts)])
    renewed = np.concatenate([[0.0], np.cumsum(_renewed(of) * sums.discounts)])
    open_ended = np.concatenate([[0.0], np.cumsum(stays * sums.discounts)]) * of.margin.estimate
    whole = bound + renewed + open_ended
    drawn = _drawn(of, stays, sums, horizons)
    values = tuple(round(float(whole[h])) for h in horizons)
    contracts = tuple(round(float(bound[h])) for h in horizons)
    renewals = tuple(round(float(renewed[h])) for h in horizons)
    rest = zip(values, contracts, renewals, strict=True)
    bounds = [
        np.quantile(sample + float(bound[h]), (_LOW, _HIGH))
        for sample, h in zip(drawn, horizons, strict=True)
    ]
    here = presence(of)
    return Outlook(
        values=values,
        # The mean of a lopsided chance may lie outside; an interval without it would confuse.
        lows=tuple(min(v, round(float(b[0]))) for v, b in zip(values, bounds, strict=True)),
        highs=tuple(max(v, round(float(b[1]))) for v, b in zip(values, bounds, strict=True)),
        contracts=contracts,
        renewals=renewals,
        open_ended=tuple(value - fixed - again for value, fixed, again in rest),
        active_months=sum(here[1:]),
        alive=here[0],
    )


def presence(of: Prospect) -> list[float]:
    """Return the chances to be here after 0, 1, 2 … months: certain as long as a contract runs."""
    lasts = min(of.contracts.lasts, LONGEST)
    if not lasts:
        return list(of.survival)
    then = of.survival[lasts]
    after = [s / then if then else 0.0 for s in of.survival[lasts + 1 :]]
    return [1.0] * (lasts + 1) + after


def _renewed(of: Prospect) -> "Floats":
    """Return what renewed contracts are expected to bring, month by month."""
    import numpy as np

    found: Floats = np.zeros(LONGEST)
    for renewal in of.contracts.renewals:
        found[renewal.after :] += renewal.monthly * _chances(of, renewal)
    return found


def _chances(of: Prospect, renewal: Renewal) -> "Floats":
    """Return the chances that a contract is renewed and its holder here, month by month after."""
    import numpy as np

    then = of.survival[renewal.after]
    after = np.asarray(of.survival[renewal.after + 1 : LONGEST + 1], dtype=float)
    return after * (renewal.chance / then) if then else after * 0


def _drawn(
    of: Prospect, stays: "Floats", sums: _Sums, horizons: Sequence[int]
) -> "list[Floats]":
    """Return draws of what comes beyond the running contracts, for each horizon."""
    import numpy as np

    draws, spread, margin = _draws(), of.spread, of.margin.estimate
    left: Months = np.searchsorted(-stays, -draws.leaving, side="left")
    variance = spread.step * sums.walk + spread.level * sums.annuity**2
    deviation = np.sqrt(np.maximum(variance, 0.0))
    grown = spread.trend * sums.grown(spread.seen)
    renewals = [
        (r, r.after + np.searchsorted(-_chances(of, r), -draws.renewing, side="left"))
        for r in of.contracts.renewals
    ]
    found = []
    for horizon in horizons:
        until = np.minimum(left, horizon)
        sample = margin * sums.annuity[until] + draws.wandering * deviation[until]
        if spread.trend:
            # Nobody knows whether a trend goes on: from not at all to wholly, all alike.
            sample += draws.trend * grown[until]
        for renewal, ended in renewals:
            months = np.minimum(ended, horizon)
            paid = sums.annuity[months] - sums.annuity[min(renewal.after, horizon)]
            sample += renewal.monthly * np.maximum(paid, 0.0)
        found.append(sample)
    return found


def changed(of: Prospect, what: WhatIf, yearly_discount: float = YEARLY_DISCOUNT) -> Outlook:
    """Return the outlook after something is done for the customer."""
    margin = of.margin
    more = replace(margin, own=margin.own + what.monthly, segment=margin.segment + what.monthly)
    here = of.survival[0]
    kept = [here * (s / here) ** (1 - what.retention) if here else 0.0 for s in of.survival]
    return outlook(replace(of, margin=more, survival=kept), yearly_discount)
