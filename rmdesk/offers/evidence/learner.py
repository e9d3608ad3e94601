"""How far the evidence may be trusted: never further than it has proved itself on the past.

Several beliefs are learnt side by side: how much the traits of a customer may matter at all (the
spread expected of all of them together), how far a number may depart from a straight line, and how
much of what was learnt should be taken at face value, for customers change. Each is scored on cases
it has not learnt from yet; by these scores they are mixed in log odds with the bare base rate,
which is the favourite at first. So the mixture stays one sum with a line for each trait, and little
evidence does no harm.
"""

import numpy as np

from rmdesk.offers.evidence.belief import Belief, chance
from rmdesk.offers.evidence.cases import Cases, Floats
from rmdesk.offers.evidence.encoding import Encoding
from rmdesk.offers.evidence.running_rates import RunningRates

# The spread expected of all traits together, in log odds, and which part of it quarters may have.
PRIORS = ((0.3, 1.0), (0.8, 0.2), (0.8, 1.0), (2.0, 0.3))
SHARES = np.array((0.5, 0.75, 1.0))
# What the base rate is ahead by at first, in natural logarithms of likelihood.
HEAD_START = 3.0
LEAST_CASES = 30
_FIRST_SCORED = 10
_TRUST_GROWTH = 1.25


class Learner:
    """Learns from cases in order. `chances` speaks only from what was learnt before."""

    def __init__(self, rates: RunningRates) -> None:
        self._rates = rates
        self._count = 0
        self._beliefs: list[Belief] = []
        self._base_score = HEAD_START
        self._scores = np.zeros((len(PRIORS), len(SHARES)))
        self._trust_due = 0.0
        self.trust_in_base = 1.0
        self._trust = np.zeros((len(PRIORS), len(SHARES)))
        self.encoding: Encoding | None = None

    def begin(self, past: Cases) -> None:
        """Learn a first past, some cases at a time, each scored before it is learnt from."""
        self._read_anew(past)
        self._beliefs = self._new_beliefs()
        first = 0
        while first < len(past):
            end = min(len(past), first + max(5, first // 4))
            self.learn(past.rows(first, end))
            first = end
        self.renew(past)

    def renew(self, past: Cases) -> None:
        """Read all the past anew, as its own ends, middles and levels now are."""
        self._read_anew(past)
        old, self._beliefs = self._beliefs, self._new_beliefs()
        if not self._beliefs:
            return
        assert self.encoding is not None
        figures, anchor = self.encoding.read(past), self._anchor(past)
        start = None
        if len(old) == len(self._beliefs) and len(old[0].mean) == len(self._beliefs[0].mean):
            start = old[0].mean
        for belief in self._beliefs:
            belief.learn(figures, anchor, past.yes, start)
            start = belief.mean

    def learn(self, cases: Cases) -> None:
        """Learn from some more cases, after scoring what was believed of them."""
        figures = self._figures(cases)
        if self._count >= _FIRST_SCORED:
            self._score(cases, figures)
        self._rates.learn(cases)
        self._count += len(cases)
        for belief in self._beliefs:
            belief.learn(figures, self._anchor(cases), cases.yes)

    def chances(self, cases: Cases) -> Floats:
        """The chance of a yes in each case, from what was learnt so far."""
        base = self._rates.log_odds(cases)
        if self._count < LEAST_CASES or not self._beliefs:
            return chance(base)
        self._weigh()
        level, worth = self.sum()
        anchor = self.trust_in_base * base + (1 - self.trust_in_base) * self._anchor(cases)
        return chance(anchor + level + self._figures(cases) @ worth)

    def sum(self) -> tuple[float, Floats]:
        """The mixture: the level above the base rate, and each figure's worth, in log odds."""
        self._weigh()
        level = sum(
            w * b.level for w, b in zip(self._trust.sum(axis=1), self._beliefs, strict=False)
        )
        shares = self._trust @ SHARES
        worth = sum(
            (share * b.worth for share, b in zip(shares, self._beliefs, strict=False)),
            start=np.zeros(len(self._beliefs[0].worth) if self._beliefs else 0),
        )
        return float(level), worth

    def _read_anew(self, past: Cases) -> None:
        self.encoding = Encoding(past)
        rates = self._rates.anew()
        rates.learn(past)
        self._fixed = rates.log_odds(_one_of_each(past))
        self._trust_due = 0.0

    def _new_beliefs(self) -> list[Belief]:
        assert self.encoding is not None
        if not self.encoding.figures:
            return []
        root, quarters = np.sqrt(len(self.encoding.traits)), self.encoding.quarters()
        return [Belief(np.where(quarters, part * spread, spread) / root) for spread, part in PRIORS]

    def _figures(self, cases: Cases) -> Floats:
        assert self.encoding is not None
        return self.encoding.read(cases)

    def _anchor(self, cases: Cases) -> Floats:
        """The base rate as it stood when the past was read last; the level learns the rest."""
        anchor: Floats = self._fixed[cases.groups]
        return anchor

    def _score(self, cases: Cases, figures: Floats) -> None:
        base = self._rates.log_odds(cases)
        self._base_score += float((cases.yes * base - np.logaddexp(0, base)).sum())
        anchor = self._anchor(cases)
        for place, belief in enumerate(self._beliefs):
            evidence = figures @ belief.worth
            for share, part in enumerate(SHARES):
                odds = anchor + belief.level + part * evidence
                self._scores[place, share] += (cases.yes * odds - np.logaddexp(0, odds)).sum()

    def _weigh(self) -> None:
        """Weigh the beliefs by their scores, not at every case: the order of a day's list stays."""
        if self._count < self._trust_due or not self._beliefs:
            return
        best = max(self._base_score, float(self._scores.max()))
        base = np.exp(self._base_score - best)
        rest = np.exp(self._scores - best) / self._scores.size
        total = base + rest.sum()
        self.trust_in_base, self._trust = float(base / total), rest / total
        self._trust_due = self._count * _TRUST_GROWTH


def _one_of_each(cases: Cases) -> Cases:
    """A case for each thing offered, of which nothing else is known."""
    many = len(cases.families)
    return Cases(
        (),
        np.zeros((many, 0)),
        (),
        np.zeros((many, 0), np.int64),
        (),
        np.zeros(many),
        np.arange(many),
        cases.families,
        np.full(many, cases.weight[-1]),
    )
