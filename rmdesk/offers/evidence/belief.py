"""What each figure is believed to be worth, in log odds, and how firmly.

A logistic regression with a normal prior, learnt from some cases at a time: what was learnt so far
is the prior of what comes next (its mean, and its curvature there: Laplace's approximation). So
learning costs the same however long the past is.
"""

import numpy as np

from rmdesk.offers.evidence.cases import Floats

_MOST_STEPS = 12
_CLOSE = 1e-3
_LEVEL_SPREAD = 1.0


def chance(log_odds: Floats) -> Floats:
    """The chance of log odds."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30.0, 30.0)))
    return found


class Belief:
    """Mean and precision of the level and of each figure's worth."""

    def __init__(self, spreads: Floats) -> None:
        """`spreads` are the standard deviations that are expected before anything is learnt."""
        self.mean = np.zeros(1 + len(spreads))
        self._precision = np.diag(np.r_[1 / _LEVEL_SPREAD**2, 1 / spreads**2])

    @property
    def level(self) -> float:
        """What an ordinary customer is worth above the anchor."""
        return float(self.mean[0])

    @property
    def worth(self) -> Floats:
        """What each figure is worth."""
        return self.mean[1:]

    def learn(
        self, figures: Floats, anchor: Floats, yes: Floats, start: Floats | None = None
    ) -> None:
        """Learn from cases whose log odds are `anchor` plus what level and figures are worth.

        `start` is where to look first, where that is better known than from the mean.
        """
        ones = np.concatenate([np.ones((len(yes), 1)), figures], axis=1)
        # The curvature only steers the steps and says how firm the belief is: half is enough.
        half = ones.astype(np.float32)
        found = (self.mean if start is None else start).copy()
        odds = anchor + ones @ found
        loss, curve = self._loss(odds, yes, found), self._precision
        for _step in range(_MOST_STEPS):
            likely = chance(odds)
            pull = ones.T @ (yes - likely) - self._precision @ (found - self.mean)
            weighted = half * np.sqrt(likely * (1 - likely)).astype(np.float32)[:, None]
            curve = self._precision + (weighted.T @ weighted).astype(np.float64)
            move = np.linalg.solve(curve, pull)
            length, turned = 1.0, ones @ move
            better = self._loss(odds + turned, yes, found + move)
            while better > loss + 1e-9 and length > 1e-4:
                length /= 2
                better = self._loss(odds + length * turned, yes, found + length * move)
            found, odds, loss = found + length * move, odds + length * turned, better
            if np.abs(length * move).max() < _CLOSE:
                break
        self.mean, self._precision = found, curve

    def _loss(self, odds: Floats, yes: Floats, worth: Floats) -> float:
        away = worth - self.mean
        fit = np.logaddexp(0, odds).sum() - yes @ odds
        return float(fit + 0.5 * away @ self._precision @ away)
