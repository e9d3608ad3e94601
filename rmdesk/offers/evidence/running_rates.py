"""The running base rate: what is known before anything is asked about the customer."""

from collections.abc import Sequence

import numpy as np

from rmdesk.offers.evidence.cases import Cases, Floats
from rmdesk.offers.pooling import POOLING, pooled


class RunningRates:
    """How often each thing offered was taken, pooled towards its family and the whole.

    `prior` is what holds before the first outcome, and counts as `strength` of them. Where
    `alone`, all cases are of one thing, and there is nothing to pool it towards. `starts` are the
    chances to begin with of things that have their own; they are pooled towards that.
    """

    def __init__(
        self,
        families: tuple[int, ...],
        prior: float = 0.5,
        strength: float = 2.0,
        alone: bool = False,
        starts: Sequence[float | None] = (),
    ) -> None:
        self._alone = alone
        self._family_of = np.array(families, dtype=np.int64)
        self._families = max(families, default=0) + 1
        self._prior, self._strength = prior, strength
        self._starts = np.array([np.nan if s is None else s for s in starts], dtype=np.float64)
        self._yes = np.zeros(len(families))
        self._count = np.zeros(len(families))

    def restarted(self) -> "RunningRates":
        """Return the same rates as before the first outcome."""
        families = tuple(int(family) for family in self._family_of)
        starts = [None if np.isnan(s) else float(s) for s in self._starts]
        return RunningRates(families, self._prior, self._strength, self._alone, starts)

    def learn(self, cases: Cases) -> None:
        """Count some outcomes."""
        places = len(self._family_of)
        self._yes += np.bincount(cases.groups, cases.weight * cases.yes, places)
        self._count += np.bincount(cases.groups, cases.weight, places)

    def reach(self, cases: Cases) -> Floats:
        """Return how far the level of all reaches each case: wholly, but for own starts."""
        if not len(self._starts) or not len(cases):
            return np.ones(len(cases))
        count = self._count / cases.weight[0]
        of_each = np.where(np.isnan(self._starts), 1.0, count / (count + POOLING))
        found: Floats = of_each[cases.groups]
        return found

    def log_odds(self, cases: Cases) -> Floats:
        """The log odds of a yes for each case, on the day of the first of them."""
        unit = cases.weight[0] if len(cases) else 1.0
        yes, count = self._yes / unit, self._count / unit
        book = pooled(yes.sum(), count.sum(), self._prior, self._strength)
        if self._alone:
            return np.full(len(cases), float(np.log(book / (1 - book))))
        of_family = pooled(
            np.bincount(self._family_of, yes, self._families).astype(np.float64),
            np.bincount(self._family_of, count, self._families).astype(np.float64),
            np.full(self._families, book),
            POOLING,
        )
        towards = of_family[self._family_of]
        if len(self._starts):
            towards = np.where(np.isnan(self._starts), towards, self._starts)
        own = pooled(yes, count, towards, POOLING)
        odds: Floats = np.log(own / (1 - own))[cases.groups]
        return odds
