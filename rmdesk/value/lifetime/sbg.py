"""sBG: how long customers stay where their leaving is seen, period by period.

Each customer leaves in a period with a probability of its own, beta distributed across customers
(α and β): so those who stayed long stay longer. Source: Fader, Hardie, “How to project customer
retention”, Journal of Interactive Marketing 21 (2007); the residual value after theirs of 2010.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite

from rmdesk.value.lifetime.fitting import positive_maximum


@dataclass(frozen=True, slots=True)
class ShiftedBetaGeometric:
    """The model; `log_likelihood` is 0 for an assumed one. Times need not be whole periods."""

    alpha: float
    beta: float
    log_likelihood: float = 0.0

    def survival(self, periods: float) -> float:
        """The share of customers that stay at least so many periods."""
        from scipy.special import betaln

        return float(exp(betaln(self.alpha, self.beta + periods) - betaln(self.alpha, self.beta)))

    def survival_from(self, tenure: float, periods: float) -> float:
        """The share that stays so many periods more, of those who stayed for a tenure."""
        return self.survival(tenure + periods) / self.survival(tenure)

    def retention(self, period: int) -> float:
        """The share that stays through a period (from 1), of those who were there before it."""
        return (self.beta + period - 1) / (self.alpha + self.beta + period - 1)

    def residual_value(self, margin: float, period: int, discount: float) -> float:
        """What a customer at the end of its `period` (from 1) is still to bring, for ever.

        That is just before it renews or leaves; a renewal's `margin` is there at once, the later
        ones are discounted a period each (0.1 for 10 %).
        """
        from scipy.special import hyp2f1

        whole = self.alpha + self.beta + period
        tail = float(hyp2f1(1, self.beta + period, whole, 1 / (1 + discount)))
        if isfinite(tail):
            return margin * (self.beta + period - 1) / (whole - 1) * tail
        # SciPy has no value for large α and β, where retention hardly changes.
        once = self.survival_from(period - 1, 1)
        return margin * once / (1 - once / (1 + discount))


def fit(leavers: Sequence[int], stayers: int) -> ShiftedBetaGeometric:
    """The model for how many of a cohort left in each period (from 1), and how many stayed on."""
    return fit_tenures(dict(enumerate(leavers, 1)), {len(leavers): stayers})


def fit_tenures(left: Mapping[int, int], stay: Mapping[int, int]) -> ShiftedBetaGeometric:
    """The model for how many left in which period (from 1), and how many are here after how many.

    Customers of different ages go in together: who is still here has stayed at least so long.
    """
    import numpy as np
    from scipy.special import betaln

    periods, leavers = (np.asarray(list(v), dtype=float) for v in (left.keys(), left.values()))
    ages, stayers = (np.asarray(list(v), dtype=float) for v in (stay.keys(), stay.values()))

    def log_likelihood(parameters: Sequence[float]) -> float:
        alpha, beta = parameters
        gone = np.dot(leavers, betaln(alpha + 1, beta + periods - 1))
        here = np.dot(stayers, betaln(alpha, beta + ages))
        return float(gone + here - (leavers.sum() + stayers.sum()) * betaln(alpha, beta))

    (alpha, beta), best = positive_maximum(log_likelihood, (1, 1))
    return ShiftedBetaGeometric(alpha, beta, best)
