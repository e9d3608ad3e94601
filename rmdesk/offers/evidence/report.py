"""How good predictions were: told inside blocks of time, beside the bare rate and a coin.

Acceptance drifts. Over a long run any running rate seems to know who will say yes, only because it
knows when; so the order is judged inside blocks of consecutive cases (VALUE section 3).
"""

from dataclasses import dataclass

import numpy as np

from rmdesk.offers.evidence.cases import Floats
from rmdesk.offers.evidence.odds import chance

TOPS = (0.1, 0.2, 0.5)
BANDS = 10
_SAFE = 1e-12


@dataclass(frozen=True)
class Quality:
    """How good some predictions were. None where that cannot be told.

    `auc` is the chance that of a yes and a no of one block the yes stood higher, averaged over the
    blocks by their size; `log_loss` the mean, in natural logarithms; `slope` that of the outcomes'
    log odds over the predicted ones (1 is right, less is too sure); `ece` how far off the
    predicted chances were, by bands of a tenth; `tops` the share of all acceptances that the best
    tenth, fifth and half of each block had.
    """

    auc: float | None
    log_loss: float
    slope: float | None
    ece: float
    tops: tuple[float, ...]


@dataclass(frozen=True)
class Band:
    """The predictions of one tenth: how many, how likely on average, how many came true."""

    low: float
    high: float
    count: int
    predicted: float
    accepted: int


def quality(yes: Floats, given: Floats, block: int) -> Quality:
    """How good predictions in order of time were, in blocks of so many."""
    return Quality(
        _auc_in_blocks(yes, given, block),
        _log_loss(yes, given),
        _slope(yes, given),
        _calibration_error(yes, given),
        tuple(_top_share(yes, given, block, share) for share in TOPS),
    )


def coin(yes: Floats) -> Quality:
    """How good it would be to say one half to all, in any order."""
    half = np.full(len(yes), 0.5)
    return Quality(0.5, _log_loss(yes, half), None, _calibration_error(yes, half), TOPS)


def bands(yes: Floats, given: Floats) -> list[Band]:
    """Of those who were given so much, how many accepted; bands without anybody are left out."""
    places = np.minimum((given * BANDS).astype(int), BANDS - 1)
    return [
        Band(
            place / BANDS,
            (place + 1) / BANDS,
            int(inside.sum()),
            float(given[inside].mean()),
            int(yes[inside].sum()),
        )
        for place in range(BANDS)
        if (inside := places == place).any()
    ]


def auc(yes: Floats, given: Floats) -> float | None:
    """The chance that a yes stood above a no; a tie is half of one. None without both."""
    ones = float(yes.sum())
    zeros = len(yes) - ones
    if not ones or not zeros:
        return None
    _values, places, counts = np.unique(given, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return float((middle[places][yes == 1].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def _auc_in_blocks(yes: Floats, given: Floats, block: int) -> float | None:
    total = weight = 0.0
    for first in range(0, len(yes), block):
        part = slice(first, first + block)
        found = auc(yes[part], given[part])
        if found is not None:
            total += found * len(yes[part])
            weight += len(yes[part])
    return total / weight if weight else None


def _log_loss(yes: Floats, given: Floats) -> float:
    sure = np.clip(given, _SAFE, 1 - _SAFE)
    return float(-np.mean(yes * np.log(sure) + (1 - yes) * np.log(1 - sure)))


def _calibration_error(yes: Floats, given: Floats) -> float:
    parts = bands(yes, given)
    return sum(abs(b.predicted * b.count - b.accepted) for b in parts) / len(yes)


def _slope(yes: Floats, given: Floats) -> float | None:
    sure = np.clip(given, _SAFE, 1 - _SAFE)
    odds = np.log(sure / (1 - sure))
    if np.ptp(odds) < 1e-9 or yes.min() == yes.max():
        return None
    ones, found = np.stack([np.ones(len(yes)), odds], axis=1), np.array([0.0, 1.0])
    for _step in range(50):
        likely = chance(ones @ found)
        curve = ones.T @ (ones * (likely * (1 - likely))[:, None]) + 1e-9 * np.eye(2)
        move = np.linalg.solve(curve, ones.T @ (yes - likely))
        found = found + np.clip(move, -1.0, 1.0)
        if np.abs(move).max() < 1e-8:
            break
    return float(found[1])


def _top_share(yes: Floats, given: Floats, block: int, share: float) -> float:
    """The acceptances among the best of each block; of equals at the border a fitting part."""
    total = 0.0
    for first in range(0, len(yes), block):
        part, said = yes[first : first + block], given[first : first + block]
        values, places, counts = np.unique(-said, return_inverse=True, return_counts=True)
        before = np.cumsum(counts) - counts
        taken = np.clip((share * len(part) - before) / counts, 0, 1)
        total += float((np.bincount(places, part, len(values)) * taken).sum())
    return total / float(yes.sum()) if yes.sum() else 0.0
