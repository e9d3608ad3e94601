"""Learns from outcomes in order, by models of different memory that compete on the past.

Several beliefs are learnt side by side: how much the traits of a customer may matter at all (the
spread expected of all of them together), how far a number may depart from a straight line, how
long the past counts, and whether a trait is compared with the level of its own time or with that
of the whole past. The level is followed apart from them (`running_level`), for it moves faster.
All are scored on cases they have not learnt from yet, and mixed (`mixture`).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rmdesk.offers.evidence import novelty
from rmdesk.offers.evidence.belief import Belief, Lesson
from rmdesk.offers.evidence.cases import Cases, Floats
from rmdesk.offers.evidence.encoding import Encoding, figure_starts, sample
from rmdesk.offers.evidence.memories import IN_CASES, IN_DAYS, Memories
from rmdesk.offers.evidence.mixture import SHARES, Mixture
from rmdesk.offers.evidence.odds import chance
from rmdesk.offers.evidence.running_level import Batch, RunningLevel
from rmdesk.offers.evidence.running_rates import RunningRates

LEAST_CASES = 30
_FIRST_SCORED = 10
_MOST_AT_ONCE = 100
# Cases older than this number of half-lives count less than a fiftieth.
_HALF_LIVES_READ = 6


@dataclass(frozen=True)
class _Model:
    """The spread expected of all traits together, in log odds, and which part quarters may have.

    `memory` is a place among the memories of traits; `whole` says that traits are compared with
    the level of the whole past.
    """

    spread: float
    quarters: float
    memory: int
    whole: bool = False

    def belief(self, root: float, quarters: npt.NDArray[np.bool_], memories: Memories) -> Belief:
        """Return what is believed before the first case."""
        spreads = np.where(quarters, self.quarters * self.spread, self.spread) / root
        return Belief(spreads, memories.traits[self.memory])


_MODELS = (
    _Model(0.8, 0.2, 0, whole=True),
    _Model(2.0, 0.3, 0, whole=True),
    _Model(0.8, 1.0, 0),
    _Model(0.8, 0.2, 1),
    _Model(2.0, 0.5, 1),
    _Model(2.0, 0.5, 2),
)
_WHOLE = np.array([model.whole for model in _MODELS])


class Learner:
    """Learns from cases in order. `chances` speaks only from what was learnt before."""

    def __init__(self, rates: RunningRates) -> None:
        self._rates = rates
        self._count = 0
        self._beliefs: list[Belief] = []
        self._last: Cases | None = None
        self._anchors: list[Floats] = []
        self._fixed = np.zeros(0)
        self.encoding: Encoding | None = None

    def begin(self, past: Cases) -> None:
        """Learn a first past, some cases at a time, each scored before it is learnt from."""
        self._memories = IN_CASES if past.days is None else IN_DAYS
        many = len(_MODELS) * len(SHARES)
        # The first column follows the level of everybody, whatever their traits.
        self._level = RunningLevel(1 + many, self._memories.levels)
        self._mixture = Mixture(many, len(self._memories.levels), self._memories.scores)
        self._read(past)
        first = 0
        while first < len(past):
            end = min(len(past), first + min(_MOST_AT_ONCE, max(5, first // 4)))
            self.learn(past.rows(first, end))
            first = end
        self.renew(past)

    def renew(self, past: Cases) -> None:
        """Read all the past once more, as its own ends, middles and levels now are."""
        before, old = self.encoding, self._beliefs
        self._mixture.weigh_again()
        self._read(past)
        if not self._beliefs:
            return
        assert self.encoding is not None
        self._anchors = [np.concatenate(self._anchors)]
        figures, ages = self.encoding.read(past), past.ages()
        for place, (belief, model) in enumerate(zip(self._beliefs, _MODELS, strict=True)):
            anchor = self._fixed[past.groups] if model.whole else self._anchors[0]
            part = Lesson(figures, past.yes, ages, 0.0).last(_HALF_LIVES_READ * belief.half_life)
            start = None
            if old and before is not None:
                start = figure_starts(before, old[place].mean, self.encoding)
            lesson = Lesson(figures[part], past.yes[part], ages[part], 0.0)
            belief.learn(lesson, anchor[part], start)

    def learn(self, cases: Cases) -> None:
        """Learn from some more cases, after scoring what was believed of them."""
        assert self.encoding is not None
        figures, base = self.encoding.read(cases), self._rates.log_odds(cases)
        batch = self._batch(cases, figures, base)
        if self._count >= _FIRST_SCORED and self._beliefs:
            models = replace(batch, odds=batch.odds[:, 1:])
            self._mixture.score(models, base, self._level.mean[1:])
        running = base + batch.reach * self._level.mean[0, self._memories.running]
        self._level.learn(batch)
        self._anchors.append(running)
        self._rates.learn(cases)
        self._count += len(cases)
        self._last = cases.rows(len(cases) - 1, len(cases))
        lesson = Lesson(figures, cases.yes, batch.ages, batch.span)
        for belief, model in zip(self._beliefs, _MODELS, strict=False):
            belief.learn(lesson, self._fixed[cases.groups] if model.whole else running)

    def is_outgrown(self, recent: Cases) -> bool:
        """Tell whether the past should be read once more, for what came since it was read."""
        assert self.encoding is not None
        return novelty.is_outgrown(self.encoding, recent, self._count - len(recent))

    def chances(self, cases: Cases) -> Floats:
        """Return the chance of a yes in each case, from what was learnt so far."""
        base = self._rates.log_odds(cases)
        if self._count < LEAST_CASES or not self._beliefs:
            return chance(base)
        assert self.encoding is not None
        level, worth = self.sum()
        reach = self._rates.reach(cases)
        return chance(base + reach * level + self.encoding.read(cases) @ worth)

    def sum(self) -> tuple[float, Floats]:
        """Return the mixture: the level above the base rate, each figure's worth, in log odds."""
        weights = self._mixture.weights(self._count)
        of_model = weights.sum(axis=1).reshape(len(_MODELS), len(SHARES))
        level = float((weights * self._level.mean[1:]).sum())
        worth = np.zeros(len(self._beliefs[0].worth) if self._beliefs else 0)
        for belief, model, own in zip(self._beliefs, _MODELS, of_model, strict=False):
            level += float(own.sum()) * belief.level if model.whole else 0.0
            worth = worth + float(own @ SHARES) * belief.worth
        return level, worth

    def _read(self, past: Cases) -> None:
        self.encoding = Encoding(sample(past))
        rates = self._rates.restarted()
        rates.learn(past)
        self._fixed = rates.log_odds(_one_of_each(past))
        self._beliefs = []
        if self.encoding.figures:
            root = float(np.sqrt(len(self.encoding.traits)))
            quarters = self.encoding.quarters()
            self._beliefs = [m.belief(root, quarters, self._memories) for m in _MODELS]

    def _batch(self, cases: Cases, figures: Floats, base: Floats) -> Batch:
        """Return what each model says of cases but for its level; the first has no traits."""
        reach = self._rates.reach(cases)
        found = np.zeros((len(figures), 1 + len(_MODELS) * len(SHARES)))
        if self._beliefs:
            worth = np.stack([b.worth for b in self._beliefs], axis=1)
            levels = np.array([b.level for b in self._beliefs]) * _WHOLE
            told = (figures @ worth)[:, :, None] * SHARES + (reach[:, None] * levels)[:, :, None]
            found[:, 1:] = told.reshape(len(figures), -1)
        odds = base[:, None] + found
        return Batch(odds, reach, cases.yes, cases.ages(), cases.span_after(self._last))


def _one_of_each(cases: Cases) -> Cases:
    """Return a case for each thing offered, of which nothing else is known."""
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
