"""BG/NBD: purchases in continuous time, where nobody says when a customer leaves.

While alive a customer buys at a Poisson rate (gamma across customers, r and α); after each
purchase the customer leaves with a probability (beta across customers, a and b). Source: Fader,
Hardie, Lee, “Counting your customers the easy way”, Marketing Science 24 (2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rmdesk.value.lifetime.fitting import positive_maximum


@dataclass(frozen=True, slots=True)
class Purchases:
    """Customers' repeat purchases: how many, when the last one was, and how long they are known.

    Times are of one unit (weeks, months) since each customer's first purchase.
    """

    repeats: Sequence[float]
    last: Sequence[float]
    known: Sequence[float]


@dataclass(frozen=True, slots=True)
class BgNbd:
    """The fitted model, with the log-likelihood of the data it was fitted to."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, repeats: float, last: float, known: float) -> float:
        """The probability that a customer has not left yet. Never to rank by."""
        if repeats == 0:
            return 1.0
        left = self.a / (self.b + repeats - 1)
        silence = ((self.alpha + known) / (self.alpha + last)) ** (self.r + repeats)
        return float(1 / (1 + left * silence))

    def expected(self, ahead: float, repeats: float, last: float, known: float) -> float:
        """Purchases to come within a time ahead, given a customer's past."""
        from scipy.special import hyp2f1

        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        whole = alpha + known + ahead
        shrinking = ((alpha + known) / whole) ** (r + repeats)
        tail = hyp2f1(r + repeats, b + repeats, a + b + repeats - 1, ahead / whole)
        rate = (a + b + repeats - 1) / (a - 1) * (1 - shrinking * tail)
        return float(rate * self.alive(repeats, last, known))

    def expected_of_new(self, ahead: float) -> float:
        """Purchases within a time ahead of a customer of whom nothing is known."""
        from scipy.special import hyp2f1

        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        shrinking = (alpha / (alpha + ahead)) ** r
        tail = hyp2f1(r, b, a + b - 1, ahead / (alpha + ahead))
        return float((a + b - 1) / (a - 1) * (1 - shrinking * tail))


def fit(purchases: Purchases) -> BgNbd:
    """The model under which these purchases are most likely."""
    import numpy as np
    from scipy.special import betaln, gammaln

    x, last, known = (
        np.asarray(values, dtype=float)
        for values in (purchases.repeats, purchases.last, purchases.known)
    )
    again = x > 0

    def log_likelihood(parameters: Sequence[float]) -> float:
        r, alpha, a, b = parameters
        common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
        still = -(r + x) * np.log(alpha + known)
        gone = np.where(
            again,
            np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last),
            -np.inf,
        )
        return float(np.sum(common + np.logaddexp(still, gone)))

    (r, alpha, a, b), best = positive_maximum(log_likelihood, (1, 1, 1, 1))
    return BgNbd(r, alpha, a, b, best)
