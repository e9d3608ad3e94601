"""How long the past counts: several memories side by side, and the past tells which one to trust.

Acceptance drifts: its level within weeks, what a trait is worth within years, and neither where
nothing changes. A memory is a half-life. It is counted in days where the days of the cases are
known, and in cases where they are not (VALUE, "Corrected after an audit": no fixed window).
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from rmdesk.offers.evidence.cases import Floats

FOREVER = inf


@dataclass(frozen=True)
class Memories:
    """Half-lives: of what traits are worth, of the level, and of the models' scores.

    The first of `traits` and of `levels` is FOREVER. `running` is the place among `levels` of the
    level that traits are compared against, so that they do not explain what time explains.
    """

    traits: tuple[float, ...]
    levels: tuple[float, ...]
    running: int
    scores: float


IN_CASES = Memories((FOREVER, 3_000.0, 1_000.0), (FOREVER, 2_000.0, 500.0, 150.0), 2, 3_000.0)
# 14 days are for a campaign's hundreds of contacts a day; a manager's few make nothing of it.
IN_DAYS = Memories((FOREVER, 720.0, 240.0), (FOREVER, 720.0, 180.0, 60.0, 14.0), 2, 720.0)


def fade(ages: Floats | float, half_life: float) -> Floats:
    """Return what cases of some ages count: 1 at age 0, half of it after each half-life."""
    faded: Floats = np.exp2(-np.asarray(ages, dtype=np.float64) / half_life)
    return faded
