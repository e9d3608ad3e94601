"""How far each model may be trusted: as far as it has proved itself lately.

A model is a belief, a share of it that is taken at face value (customers change), and a memory of
the level. Each is scored by the log likelihood of cases it had not learnt from; scores fade, so
that what was right years ago does not outvote what is right now. The mixture is one of log odds:
it stays one sum with a line for each trait. The bare base rate is the favourite at first, so that
few outcomes do no harm; some evidence always stays in, for a trait that adds nothing to the
likelihood still puts customers in order.
"""

import numpy as np

from rmdesk.offers.evidence.cases import Floats
from rmdesk.offers.evidence.memories import fade
from rmdesk.offers.evidence.odds import log_likelihood
from rmdesk.offers.evidence.running_level import Batch

SHARES = np.array((0.4, 1.0))
# How far the base rate is ahead, in natural logarithms of likelihood: at first, and how fast it
# falls behind once there are more than a few outcomes.
HEAD_START = 3.0
_FEW_OUTCOMES = 300
_OUTCOMES_PER_POINT = 150
# Cases of one time resemble each other more than the likelihood assumes: half of it counts.
_TEMPER = 0.5
# Weighed again after this number of cases, or a quarter more: the order of a day's list stays.
_WEIGHED_EVERY = 300
_WEIGHED_GROWTH = 0.25
_LEVEL_ODDS = (4.0, 2.0, 1.0, 1.0, 0.5)


class Mixture:
    """The scores of models by memories of the level, beside that of the base rate."""

    def __init__(self, models: int, levels: int, half_life: float) -> None:
        self._half_life = half_life
        self._base = 0.0
        self._scores = np.zeros((models, levels))
        odds = np.array(_LEVEL_ODDS[:levels])
        self._first = np.log(odds / odds.sum() / models)
        self._weights, self._due = np.zeros((models, levels)), 0.0

    def score(self, batch: Batch, base: Floats, levels: Floats) -> None:
        """Score the models on some cases.

        `base` is the log odds of the base rate; `levels` has a row a model, a column a memory.
        """
        weight = fade(batch.ages, self._half_life)
        left = float(fade(batch.span, self._half_life))
        self._base = left * self._base + float(weight @ log_likelihood(batch.yes, base))
        for place, level in enumerate(levels.T):
            odds = batch.odds + batch.reach[:, None] * level
            told = weight @ log_likelihood(batch.yes, odds)
            self._scores[:, place] = left * self._scores[:, place] + told

    def weights(self, outcomes: int) -> Floats:
        """Return the weight of each model and memory; the base rate has what is left to 1."""
        if outcomes >= self._due:
            self._due = outcomes + min(_WEIGHED_EVERY, _WEIGHED_GROWTH * outcomes)
            behind = max(0, outcomes - _FEW_OUTCOMES) / _OUTCOMES_PER_POINT
            base = _TEMPER * self._base + HEAD_START - behind
            rest = _TEMPER * self._scores + self._first
            best = max(base, float(rest.max(initial=base)))
            found = np.exp(rest - best)
            self._weights = found / (found.sum() + np.exp(base - best))
        return self._weights

    def weigh_again(self) -> None:
        """Have the next weights take all scores so far into account."""
        self._due = 0.0
