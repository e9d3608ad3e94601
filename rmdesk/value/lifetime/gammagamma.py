"""Gamma-Gamma: what a purchase is worth on average, for spending above zero.

A customer's mean spend is gamma distributed with a rate that is itself gamma distributed across
customers. Source: Fader, Hardie, “The Gamma-Gamma model of monetary value” (2013). Margins can be
negative, so this is for spending (cards, fund purchases), not for contribution.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rmdesk.value.lifetime.fitting import positive_maximum


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """The fitted model, with the log-likelihood of the data it was fitted to."""

    p: float
    q: float
    v: float
    log_likelihood: float

    def expected(self, repeats: float, mean: float) -> float:
        """The mean spend of a customer's purchases to come; with 0 repeats that of anyone."""
        return (self.p * (self.v + repeats * mean)) / (self.p * repeats + self.q - 1)


def fit(repeats: Sequence[float], means: Sequence[float]) -> GammaGamma:
    """The model for customers with at least one repeat purchase and their mean spend on these."""
    import numpy as np
    from scipy.special import gammaln

    x, m = np.asarray(repeats, dtype=float), np.asarray(means, dtype=float)

    def log_likelihood(parameters: Sequence[float]) -> float:
        p, q, v = parameters
        return float(
            np.sum(
                gammaln(p * x + q)
                - gammaln(p * x)
                - gammaln(q)
                + q * np.log(v)
                + (p * x - 1) * np.log(m)
                + p * x * np.log(x)
                - (p * x + q) * np.log(x * m + v)
            )
        )

    (p, q, v), best = positive_maximum(log_likelihood, (1, 1, 1))
    return GammaGamma(p, q, v, best)
