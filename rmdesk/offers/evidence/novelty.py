"""Whether cases have come that a reading of the past has no figures for.

A level of a word that nobody had, a number beyond the ends it was cut at, one that was always the
same: as long as the past is not read once more, such cases look like ordinary ones.
"""

import numpy as np

from rmdesk.offers.evidence.cases import Cases, Floats
from rmdesk.offers.evidence.encoding import Encoding

LEAST_CASES = 300
# Numbers that go one way are outside their ends all the time; reading again pays off more rarely.
_GROWTH_FOR_NUMBERS = 0.1
_OUTSIDE = 0.1


def has_new_words(encoding: Encoding, recent: Cases) -> bool:
    """Tell whether a level that was rare so far no longer is, where there is room for it."""
    for column, known in enumerate(encoding.known_levels):
        counts = np.bincount(recent.words[:, column], minlength=1)
        often = set(np.flatnonzero(counts >= encoding.least_of_level).tolist())
        if len(known) < encoding.most_levels and not often <= known:
            return True
    return False


def has_new_numbers(encoding: Encoding, recent: Cases) -> bool:
    """Tell whether many numbers lie beyond their ends, or are unknown that never were."""
    return any(
        _outside(recent.numbers[:, column], ends) > _OUTSIDE
        for column, ends in enumerate(encoding.ends)
    )


def is_outgrown(encoding: Encoding, recent: Cases, past: int) -> bool:
    """Tell whether a reading of `past` cases misses what the `recent` ones after it had."""
    if len(recent) < LEAST_CASES:
        return False
    if has_new_words(encoding, recent):
        return True
    return len(recent) >= _GROWTH_FOR_NUMBERS * past and has_new_numbers(encoding, recent)


def _outside(values: Floats, ends: tuple[float, float, bool]) -> float:
    low, high, may_miss = ends
    unknown = np.isnan(values)
    beyond = (values < low) | (values > high) | (unknown & (not may_miss))
    return float(beyond.mean())
