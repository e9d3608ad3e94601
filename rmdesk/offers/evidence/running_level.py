"""The running level: how far acceptance now lies above the base rate, by several memories.

It moves within weeks, while what a trait is worth takes years to tell; so each model's level is
followed apart from its traits. A level is one number; it is followed by Newton steps on the cases
that its memory still counts, as a discounted logistic regression of its own (West and Harrison,
"Bayesian Forecasting and Dynamic Models", section 6.3: discount factors).
"""

from dataclasses import dataclass

import numpy as np

from rmdesk.offers.evidence.cases import Floats
from rmdesk.offers.evidence.memories import fade
from rmdesk.offers.evidence.odds import chance

_STEPS = 3
_LONGEST_STEP = 1.0
# A level is never less firm than this: one standard deviation is one in log odds.
_LEAST_PRECISION = 1.0


@dataclass(frozen=True)
class Batch:
    """Some cases, and what each model says of them without its level.

    `odds` has a row a case and a column a model; `reach` is which part of the level each case has,
    `ages` how long before the end it was, `span` how long ago the cases before them ended.
    """

    odds: Floats
    reach: Floats
    yes: Floats
    ages: Floats
    span: float


class RunningLevel:
    """A level for each of `models` and each memory."""

    def __init__(self, models: int, half_lives: tuple[float, ...]) -> None:
        self.half_lives = half_lives
        self.mean = np.zeros((models, len(half_lives)))
        self._precision = np.full((models, len(half_lives)), _LEAST_PRECISION)

    def learn(self, batch: Batch) -> None:
        """Follow the levels over some cases."""
        odds, reach, yes = batch.odds, batch.reach, batch.yes
        for place, half_life in enumerate(self.half_lives):
            weight = fade(batch.ages, half_life)
            before, mean = self.mean[:, place], self.mean[:, place].copy()
            precision = np.maximum(
                fade(batch.span, half_life) * self._precision[:, place], _LEAST_PRECISION
            )
            firm = precision
            for _step in range(_STEPS):
                likely = chance(odds + reach[:, None] * mean)
                pull = (weight * reach) @ (yes[:, None] - likely) - precision * (mean - before)
                firm = precision + (weight * reach**2) @ (likely * (1 - likely))
                mean += np.clip(pull / firm, -_LONGEST_STEP, _LONGEST_STEP)
            self.mean[:, place], self._precision[:, place] = mean, firm
