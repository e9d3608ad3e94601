"""BG/BB: active or not in each of a row of periods, where nobody says when a customer leaves.

While alive a customer is active in a period with a probability (beta across customers, α and β),
and leaves before each period with another (beta, γ and δ). Source: Fader, Hardie, Shang,
“Customer-base analysis in a discrete-time noncontractual setting”, Marketing Science 29 (2010).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmdesk.value.lifetime.fitting import positive_maximum

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Activity:
    """Customers alike in what counts: in how many of the periods they were active, when last.

    `last` is the number of the last active period, 0 for none; `customers` how many there are.
    """

    active: int
    last: int
    periods: int
    customers: int = 1


@dataclass(frozen=True, slots=True)
class BgBb:
    """The fitted model, with the log-likelihood of the data it was fitted to."""

    alpha: float
    beta: float
    gamma: float
    delta: float
    log_likelihood: float

    @property
    def dropout(self) -> float:
        """The mean chance across customers to leave before a period."""
        return self.gamma / (self.gamma + self.delta)

    def alive(self, past: Activity, ahead: int = 0) -> float:
        """The probability that a customer is still alive so many periods after the last one."""
        return self.survival(past, ahead)[-1]

    def survival(self, past: Activity, periods: int) -> list[float]:
        """The probabilities to be alive 0, 1, 2 … periods after the last one."""
        import numpy as np
        from scipy.special import betaln

        parameters = (self.alpha, self.beta, self.gamma, self.delta)
        whole = float(_log_likelihoods(parameters, _Table([past]))[0])
        stays = (
            betaln(self.alpha + past.active, self.beta + past.periods - past.active)
            - betaln(self.alpha, self.beta)
            + betaln(self.gamma, self.delta + past.periods + np.arange(periods + 1))
            - betaln(self.gamma, self.delta)
        )
        return [min(1.0, float(p)) for p in np.exp(stays - whole)]


class _Table:
    """Pasts as columns; `silent` has a column for each period in which one may have left."""

    def __init__(self, pasts: Sequence[Activity]) -> None:
        import numpy as np

        def column(values: Iterable[int]) -> NDArray[float64]:
            return np.asarray(list(values), dtype=float)[:, None]

        self.active = column(p.active for p in pasts)
        self.last = column(p.last for p in pasts)
        self.periods = column(p.periods for p in pasts)
        self.customers = column(p.customers for p in pasts)[:, 0]
        self.silent = np.arange(max(p.periods - p.last for p in pasts), dtype=float)[None, :]
        self.may_have_left = self.silent < self.periods - self.last


def _log_likelihoods(parameters: Sequence[float], table: _Table) -> NDArray[float64]:
    """Of each past: alive to the end, or left before some period after the last active one."""
    import numpy as np
    from scipy.special import betaln, logsumexp

    alpha, beta, gamma, delta = parameters
    x, last, n = table.active, table.last, table.periods
    alive = betaln(alpha + x, beta + n - x) + betaln(gamma, delta + n)
    left = last + table.silent
    gone = betaln(alpha + x, beta + left - x) + betaln(gamma + 1, delta + left)
    gone = np.where(table.may_have_left, gone, -np.inf)
    whole = logsumexp(np.hstack([gone, alive]), axis=1)
    found: NDArray[float64] = whole - betaln(alpha, beta) - betaln(gamma, delta)
    return found


def fit(pasts: Sequence[Activity]) -> BgBb:
    """The model under which these customers' activity is most likely."""
    import numpy as np

    table = _Table(pasts)

    def log_likelihood(parameters: Sequence[float]) -> float:
        return float(np.dot(table.customers, _log_likelihoods(parameters, table)))

    (alpha, beta, gamma, delta), best = positive_maximum(log_likelihood, (1, 1, 1, 1))
    return BgBb(alpha, beta, gamma, delta, best)
