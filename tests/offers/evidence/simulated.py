"""Simulated contacts whose true chances are known."""

from dataclasses import dataclass

import numpy as np

from rmdesk.offers.evidence.cases import Cases, Floats, words_of
from rmdesk.offers.evidence.odds import chance


@dataclass(frozen=True)
class Simulated:
    """Cases, and how likely each one really was to say yes."""

    cases: Cases
    true: Floats


def contacts(
    seed: int, count: int, strength: float = 0.5, level: float = -1.0, families: int = 1
) -> Simulated:
    """Eight numbers that matter, four that do not, and three categories of five levels."""
    draw = np.random.default_rng(seed)
    numbers = draw.normal(size=(count, 12))
    codes = draw.integers(0, 5, size=(count, 3))
    worth = np.r_[draw.normal(size=8) * strength, np.zeros(4)]
    of_level = draw.normal(size=(3, 5)) * strength
    groups = draw.integers(0, families, size=count)
    of_family = draw.normal(size=families) * (families > 1)
    odds = level + numbers @ worth + of_family[groups]
    odds = odds + sum(of_level[c][codes[:, c]] for c in range(3))
    true = chance(odds)
    columns = [words_of([f"l{v}" for v in codes[:, c]]) for c in range(3)]
    cases = Cases(
        tuple(f"n{c}" for c in range(12)),
        numbers,
        ("a", "b", "c"),
        np.stack([column for column, _ in columns], axis=1),
        tuple(levels for _, levels in columns),
        (draw.random(count) < true).astype(np.float64),
        groups,
        (0,) * families,
        np.ones(count),
    )
    return Simulated(cases, true)
