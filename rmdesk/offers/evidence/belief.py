"""What each figure is believed to be worth, in log odds, and how firmly.

A logistic regression with a normal prior, learnt from some cases at a time: what was learnt so far
is the prior of what comes next (its mean, and its curvature there: Laplace's approximation). So
learning costs the same however long the past is. A belief may forget: what was learnt then weighs
less against the first prior with every day, and half of it after its half-life.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rmdesk.offers.evidence.cases import Floats
from rmdesk.offers.evidence.memories import FOREVER, fade
from rmdesk.offers.evidence.odds import chance, log_likelihood

_MOST_STEPS = 12
_CLOSE = 1e-3
_LEVEL_SPREAD = 1.0


@dataclass(frozen=True)
class Lesson:
    """Some cases as figures: `ages` is how long before the end each was.

    `span` is how long before the end the lesson before this one ended.
    """

    figures: Floats
    yes: Floats
    ages: Floats
    span: float

    def last(self, longest: float) -> slice:
        """Return which cases are not older than `longest`."""
        return slice(int(np.searchsorted(-self.ages, -longest)), None)


class Belief:
    """Mean and precision of the level and of each figure's worth."""

    def __init__(self, spreads: Floats, half_life: float = FOREVER) -> None:
        """`spreads` are the standard deviations that are expected before anything is learnt."""
        self.half_life = half_life
        self.mean: Floats = np.zeros(1 + len(spreads))
        firm: Floats = np.r_[1 / _LEVEL_SPREAD**2, 1 / spreads**2]
        self._first: Floats = np.diag(firm)
        self._precision: Floats = self._first

    @property
    def level(self) -> float:
        """What an ordinary customer is worth above the anchor."""
        return float(self.mean[0])

    @property
    def worth(self) -> Floats:
        """What each figure is worth."""
        return self.mean[1:]

    def learn(self, lesson: Lesson, anchor: Floats, start: Floats | None = None) -> None:
        """Learn from cases whose log odds are `anchor` plus what level and figures are worth.

        `start` is where to look first, where that is better known than from the mean.
        """
        self._forget(lesson.span)
        yes, weight = lesson.yes, np.ones(1)
        if self.half_life != FOREVER:
            weight = fade(lesson.ages, self.half_life)
        ones = np.concatenate([np.ones((len(yes), 1)), lesson.figures], axis=1)
        # The curvature only steers the steps and says how firm the belief is: half is enough.
        half = ones.astype(np.float32)
        found: Floats = (self.mean if start is None else start).copy()
        odds: Floats = anchor + ones @ found
        loss, curve = self._loss(odds, yes, weight, found), self._precision
        for _step in range(_MOST_STEPS):
            likely = chance(odds)
            pull = ones.T @ (weight * (yes - likely)) - self._precision @ (found - self.mean)
            curve = self._precision + _curvature(half, weight * likely * (1 - likely))
            move: Floats = np.linalg.solve(curve, pull).astype(np.float64)
            turned: Floats = ones @ move
            length = 1.0
            better = self._loss(odds + turned, yes, weight, found + move)
            while better > loss + 1e-9 and length > 1e-4:
                length /= 2
                better = self._loss(odds + length * turned, yes, weight, found + length * move)
            found, odds, loss = found + length * move, odds + length * turned, better
            if np.abs(length * move).max() < _CLOSE:
                break
        self.mean, self._precision = found, curve

    def _forget(self, span: float) -> None:
        """Let what was learnt fade towards the first prior, whose mean is 0."""
        left = float(fade(span, self.half_life))
        if left < 1:
            firm = left * self._precision
            precision: Floats = firm + (1 - left) * self._first
            mean: Floats = np.linalg.solve(precision, firm @ self.mean).astype(np.float64)
            self.mean = mean
            self._precision = precision

    def _loss(self, odds: Floats, yes: Floats, weight: Floats, worth: Floats) -> float:
        away = worth - self.mean
        fit = (weight * log_likelihood(yes, odds)).sum()
        return float(0.5 * away @ self._precision @ away - fit)


def _curvature(ones: npt.NDArray[np.float32], spread: Floats) -> Floats:
    weighted = ones * np.sqrt(spread).astype(np.float32)[:, None]
    found: Floats = (weighted.T @ weighted).astype(np.float64)
    return found
