"""What a customer is still to bring: a monthly margin, the chance to stay, and a discount.

Value over a horizon of H months = Σ (t from 1 to H) margin × S(t) ÷ (1 + d)^t. The interval comes
from draws of the margin and of the month of leaving, the same on every run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rmdesk.value.lifetime.credibility import Margin

HORIZONS = (12, 36, 60)
LONGEST = HORIZONS[-1]
YEARLY_DISCOUNT = 0.08
DRAWS = 2_000
_SEED = 20_140_523
_LOW, _HIGH = 0.10, 0.90


@dataclass(frozen=True, slots=True)
class Outlook:
    """An estimate, in minor units; `low` and `high` bound the longest horizon's value at 80 %.

    `values` are those of `HORIZONS`; `active_months` how many of the longest horizon's months
    the customer is expected to stay; `alive` the chance that it has not left yet.
    """

    values: tuple[int, ...]
    low: int
    high: int
    active_months: float
    alive: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What could be done for a customer.

    `monthly` is added to the margin, in minor units; `retention` makes the yearly chance to leave
    smaller by that share (0.2: a fifth fewer leave).
    """

    monthly: float = 0.0
    retention: float = 0.0


def outlook(
    margin: Margin, survival: Sequence[float], yearly_discount: float = YEARLY_DISCOUNT
) -> Outlook:
    """The outlook of a customer; `survival` is S(0), S(1) … for every month of the horizon."""
    import numpy as np

    stays = np.asarray(survival[1 : LONGEST + 1], dtype=float)
    monthly = (1 + yearly_discount) ** (1 / 12)
    discounts = monthly ** -np.arange(1, LONGEST + 1)
    worth = np.cumsum(stays * discounts) * margin.estimate
    random = np.random.default_rng(_SEED)
    margins = random.normal(margin.estimate, margin.variance**0.5, DRAWS)
    months = np.searchsorted(-stays, -random.random(DRAWS), side="left")
    annuities = np.concatenate([[0.0], np.cumsum(discounts)])
    low, high = np.quantile(margins * annuities[months], (_LOW, _HIGH))
    return Outlook(
        values=tuple(round(float(worth[h - 1])) for h in HORIZONS),
        low=round(float(low)),
        high=round(float(high)),
        active_months=float(stays.sum()),
        alive=float(survival[0]),
    )


def changed(margin: Margin, survival: Sequence[float], what: WhatIf) -> Outlook:
    """The outlook after something is done for the customer."""
    more = replace(margin, own=margin.own + what.monthly, segment=margin.segment + what.monthly)
    here = survival[0]
    kept = [here * (s / here) ** (1 - what.retention) if here else 0.0 for s in survival]
    return outlook(more, kept)
