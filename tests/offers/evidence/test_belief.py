"""A belief learns from cases, and forgets by its half-life."""

import numpy as np
import pytest

from rmdesk.offers.evidence.belief import Belief, Lesson
from rmdesk.offers.evidence.memories import FOREVER

NOTHING = np.zeros(0)


def lesson(count: int, span: float) -> Lesson:
    """Cases that all said yes, at one time, with one figure that is 1."""
    return Lesson(np.ones((count, 1)), np.ones(count), np.zeros(count), span)


@pytest.mark.parametrize(("half_life", "spans"), [(100.0, (0, 50, 100, 1000)), (FOREVER, (0, 9))])
def test_what_was_learnt_fades_towards_the_first_prior(
    half_life: float, spans: tuple[int, ...]
) -> None:
    found = []
    for span in spans:
        belief = Belief(np.ones(1), half_life)
        belief.learn(lesson(40, 0), np.zeros(40))
        learnt = belief.worth[0]
        belief.learn(lesson(0, span), NOTHING)
        found.append(belief.worth[0] / learnt)
    assert found[0] == pytest.approx(1)
    if half_life == FOREVER:
        assert found == pytest.approx([1] * len(spans))
    else:
        assert found == sorted(found, reverse=True) and found[1] < 0.99 and found[-1] < 0.05
