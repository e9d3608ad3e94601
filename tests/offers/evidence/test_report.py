"""The measures of quality, against their definitions."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from rmdesk.offers.evidence.report import auc, bands, coin, quality

PAIRS = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=40)


@given(PAIRS)
def test_auc_counts_the_pairs(pairs: list[tuple[bool, int]]) -> None:
    yes = np.array([float(y) for y, _ in pairs])
    said = np.array([s / 6 for _, s in pairs])
    won = [1.0 if a > b else 0.5 if a == b else 0.0 for a in said[yes == 1] for b in said[yes == 0]]
    assert auc(yes, said) == (pytest.approx(sum(won) / len(won)) if won else None)


@given(PAIRS)
def test_who_says_the_same_to_all_is_as_good_as_chance(pairs: list[tuple[bool, int]]) -> None:
    yes = np.array([float(y) for y, _ in pairs])
    found = quality(yes, np.full(len(yes), 0.3), 10)
    assert found.auc in (None, 0.5)
    if yes.sum():
        assert found.tops == pytest.approx((0.1, 0.2, 0.5))


def test_blocks_are_judged_apart() -> None:
    """Between the blocks the rate rises, inside them the order is wrong."""
    yes = np.array([1.0, 0, 0, 0, 1, 1, 1, 0])
    said = np.array([0.1, 0.2, 0.2, 0.2, 0.7, 0.7, 0.7, 0.8])
    assert quality(yes, said, 4).auc == 0.0
    assert (quality(yes, said, 8).auc or 0) > 0.5


def test_a_right_prediction_has_slope_one_and_no_error() -> None:
    draw = np.random.default_rng(1)
    said = draw.uniform(0.05, 0.95, 200_000)
    yes = (draw.random(200_000) < said).astype(np.float64)
    found = quality(yes, said, 1_000)
    assert found.slope == pytest.approx(1, abs=0.03)
    assert found.ece < 0.01
    assert sum(band.count for band in bands(yes, said)) == 200_000
    too_sure = 1 / (1 + ((1 - said) / said) ** 2)
    assert quality(yes, too_sure, 1_000).slope == pytest.approx(0.5, abs=0.03)


def test_a_coin_knows_nothing() -> None:
    assert coin(np.array([1.0, 0.0])).log_loss == pytest.approx(np.log(2))
