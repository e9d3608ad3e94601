"""Replay: what would have been said of each case, knowing only what came before it."""

import numpy as np

from rmdesk.offers.evidence.cases import Cases, Floats
from rmdesk.offers.evidence.learner import Learner
from rmdesk.offers.evidence.odds import chance
from rmdesk.offers.evidence.running_rates import RunningRates

_GROWTH = 1.5


def replay(cases: Cases, update: int, before: RunningRates | None = None) -> tuple[Floats, Floats]:
    """The chance given to each case, and the running base rate's; learnt every `update` cases.

    `before` are the rates that hold before the first outcome.
    """
    given, base = np.zeros(len(cases)), np.zeros(len(cases))
    rates = before or RunningRates(cases.families, alone=len(cases.families) == 1)
    learner = Learner(rates.restarted())
    renew_at, read_at = 0.0, 0
    for first in range(0, len(cases), update):
        end = min(len(cases), first + update)
        now = cases.rows(first, end)
        base[first:end] = chance(rates.log_odds(now))
        if first == 0:
            given[first:end] = base[first:end]
            rates.learn(now)
            continue
        if not renew_at:
            learner.begin(cases.rows(0, first))
            renew_at, read_at = first * _GROWTH, first
        elif first >= renew_at or learner.is_outgrown(cases.rows(read_at, first)):
            learner.renew(cases.rows(0, first))
            renew_at, read_at = first * _GROWTH, first
        given[first:end] = learner.chances(now)
        rates.learn(now)
        if end < len(cases):
            learner.learn(now)
    return given, base
