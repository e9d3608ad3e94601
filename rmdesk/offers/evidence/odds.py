"""Chances and log odds."""

import numpy as np

from rmdesk.offers.evidence.cases import Floats


def chance(log_odds: Floats) -> Floats:
    """Return the chance of log odds."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30.0, 30.0)))
    return found


def log_likelihood(yes: Floats, log_odds: Floats) -> Floats:
    """Return the natural logarithm of the chance that was given to what happened.

    `log_odds` has a row a case, and may have more dimensions: one model each.
    """
    happened = yes.reshape(-1, *(1,) * (log_odds.ndim - 1))
    # log(1 + e^x) without overflow, and in half the time of logaddexp.
    softplus = np.maximum(log_odds, 0) + np.log1p(np.exp(-np.abs(log_odds)))
    found: Floats = happened * log_odds - softplus
    return found
