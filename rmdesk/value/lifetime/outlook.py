"""What a customer is still to bring: contracts that run, contracts renewed, and open-ended money.

Value over a horizon of H months, month by month and discounted by (1 + d)^t:

- contracts: what the running ones bring in month t, whatever their holder does;
- renewals: monthly × chance × S(t) ÷ S(end), for the months after each contract's end;
- open-ended: margin × M(t), the chance that money which can leave at any time is still there.

S is the survival of the customer, M that of the money. Where leaving is seen they are the same.
Where it is only guessed from silence, the money that lay there until now is there now (M(0) is
1, whatever S(0)), and what a customer leaves behind runs down month by month.

The interval comes from draws of the month of leaving, of what is renewed, and of how far the
months wander (`wandering`), the same draws on every run. It holds 8 outcomes of 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rmdesk.value.lifetime.contracts import Contracts, Renewal
from rmdesk.value.lifetime.credibility import Margin
from rmdesk.value.lifetime.draws import LONGEST, bound_draws, get_draws, get_sums
from rmdesk.value.lifetime.wandering import Spread

if TYPE_CHECKING:
    from rmdesk.value.lifetime.draws import Floats, Months

HORIZONS = (12, 36, 60)
YEARLY_DISCOUNT = 0.08
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

    `survival` is S(0), S(1) … for every month of the longest horizon; `lingers` is how much of the
    money of a customer who has left is still there a month later, 0 to 1.
    """

    margin: Margin
    survival: Sequence[float]
    spread: Spread = _NO_SPREAD
    contracts: Contracts = _NO_CONTRACTS
    lingers: float = 0.0


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What could be done for a customer.

    `monthly` is added to the margin, in minor units; `retention` makes the yearly chance to leave
    smaller by that share (0.2: a fifth fewer leave).
    """

    monthly: float = 0.0
    retention: float = 0.0


class _Ahead:
    """The months ahead of a customer: discounted sums of its three parts within 0, 1 … months."""

    def __init__(self, of: Prospect, yearly_discount: float) -> None:
        import numpy as np

        self._of = of
        self._sums = sums = get_sums(yearly_discount)
        bound = np.zeros(LONGEST)
        bound[: len(of.contracts.margins)] = of.contracts.margins
        self.contracts = sums.add_up(bound)
        self._again = [(r, _chances(of, r)) for r in of.contracts.renewals]
        renewed = np.zeros(LONGEST)
        for renewal, chances in self._again:
            renewed[renewal.after :] += renewal.monthly * chances
        self.renewals = sums.add_up(renewed)
        self._stays = np.asarray(money_survival(of)[1 : LONGEST + 1], dtype=float)
        self.open_ended = sums.add_up(self._stays) * of.margin.estimate

    def value(self, horizon: int) -> int:
        """Return the expected value within a number of months."""
        parts = self.contracts[horizon] + self.renewals[horizon] + self.open_ended[horizon]
        return round(float(parts))

    def bounds(self, horizons: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the interval of the value within each number of months.

        The mean of a lopsided chance may lie outside the middle 80 %; the interval is stretched
        to it, as one without its value would confuse.
        """
        for horizon, sample in zip(horizons, self._draw(horizons), strict=True):
            low, high = bound_draws(sample + float(self.contracts[horizon]))
            value = self.value(horizon)
            yield min(value, round(low)), max(value, round(high))

    def _draw(self, horizons: Sequence[int]) -> Iterator[Floats]:
        """Yield draws of what comes beyond the running contracts, for each horizon."""
        import numpy as np

        of, sums, draws = self._of, self._sums, get_draws()
        left: Months = np.searchsorted(-self._stays, -draws.leaving, side="left")
        variance = of.spread.step * sums.walk + of.spread.level * sums.annuity**2
        deviation = np.sqrt(np.maximum(variance, 0.0))
        grown = of.spread.trend * sums.grown(of.spread.seen)
        renewals = [
            (r, r.after + np.searchsorted(-chances, -draws.renewing, side="left"))
            for r, chances in self._again
        ]
        for horizon in horizons:
            until = np.minimum(left, horizon)
            sample = of.margin.estimate * sums.annuity[until] + draws.wandering * deviation[until]
            if of.spread.trend:
                # Nobody knows whether a trend goes on: from not at all to wholly, all alike.
                sample += draws.trend * grown[until]
            for renewal, ended in renewals:
                months = np.minimum(ended, horizon)
                paid = sums.annuity[months] - sums.annuity[min(renewal.after, horizon)]
                sample += renewal.monthly * np.maximum(paid, 0.0)
            yield sample


def outlook(
    of: Prospect, yearly_discount: float = YEARLY_DISCOUNT, horizons: Sequence[int] = HORIZONS
) -> Outlook:
    """Return the outlook of a customer, over horizons of at most `LONGEST` months."""
    ahead = _Ahead(of, yearly_discount)
    values = tuple(ahead.value(h) for h in horizons)
    contracts = tuple(round(float(ahead.contracts[h])) for h in horizons)
    renewals = tuple(round(float(ahead.renewals[h])) for h in horizons)
    bounds = list(ahead.bounds(horizons))
    here = presence(of)
    parts = zip(values, contracts, renewals, strict=True)
    return Outlook(
        values=values,
        lows=tuple(low for low, _high in bounds),
        highs=tuple(high for _low, high in bounds),
        contracts=contracts,
        renewals=renewals,
        open_ended=tuple(value - fixed - again for value, fixed, again in parts),
        active_months=sum(here[1:]),
        alive=here[0],
    )


def summary(of: Prospect, yearly_discount: float) -> tuple[tuple[int, ...], int, int]:
    """Return the values of `HORIZONS`, and the bounds of the longest one's."""
    ahead = _Ahead(of, yearly_discount)
    ((low, high),) = ahead.bounds((LONGEST,))
    return tuple(ahead.value(h) for h in HORIZONS), low, high


def money_survival(of: Prospect) -> list[float]:
    """Return the chances that open-ended money is there after 0, 1, 2 … months."""
    if not of.lingers:
        return list(of.survival)
    found, left_behind = [1.0], 1.0 - of.survival[0]
    for before, now in pairwise(of.survival):
        left_behind = left_behind * of.lingers + before - now
        found.append(now + left_behind)
    return found


def presence(of: Prospect) -> list[float]:
    """Return the chances to be here after 0, 1, 2 … months: certain as long as a contract runs."""
    lasts = min(of.contracts.lasts, LONGEST)
    if not lasts:
        return list(of.survival)
    then = of.survival[lasts]
    after = [s / then if then else 0.0 for s in of.survival[lasts + 1 :]]
    return [1.0] * (lasts + 1) + after


def _chances(of: Prospect, renewal: Renewal) -> Floats:
    """Return the chances that a contract is renewed and its holder here, month by month after."""
    import numpy as np

    then = of.survival[renewal.after]
    after = np.asarray(of.survival[renewal.after + 1 : LONGEST + 1], dtype=float)
    return after / then * renewal.chance if then else after * 0


def changed(of: Prospect, what: WhatIf, yearly_discount: float = YEARLY_DISCOUNT) -> Outlook:
    """Return the outlook after something is done for the customer."""
    margin = of.margin
    more = replace(margin, own=margin.own + what.monthly, segment=margin.segment + what.monthly)
    here = of.survival[0]
    kept = [here * (s / here) ** (1 - what.retention) if here else 0.0 for s in of.survival]
    return outlook(replace(of, margin=more, survival=kept), yearly_discount)
