"""The evidence model finds what is there, harms nothing where nothing is, never looks ahead."""

from dataclasses import replace

import numpy as np
import pytest

from rmdesk.offers.evidence.learner import LEAST_CASES
from rmdesk.offers.evidence.replay import replay
from rmdesk.offers.evidence.report import quality
from tests.offers.evidence.simulated import contacts

SEEDS = range(20)


def test_the_order_is_nearly_that_of_the_true_chances() -> None:
    for seed in range(3):
        found = contacts(seed, 6_000)
        given, _base = replay(found.cases, 200)
        yes = found.cases.yes[2_000:]
        best, ours = (quality(yes, p[2_000:], 500).auc for p in (found.true, given))
        assert best is not None and ours is not None
        assert best - ours < 0.02


@pytest.mark.parametrize("strength", [0.0, 0.5])
@pytest.mark.parametrize("known", [10, 100, 300])
def test_few_outcomes_do_no_harm(strength: float, known: int) -> None:
    """Learnt from some, the next ones are judged no worse than by the base rate."""
    worse = []
    for seed in SEEDS:
        cases = contacts(seed, known + (300 if known > 100 else 100), strength).cases
        given, base = replay(cases, known)
        part = slice(known, 2 * known if known > 100 else known + 100)
        ours, theirs = (quality(cases.yes[part], p[part], 500).log_loss for p in (given, base))
        worse.append(ours - theirs)
    assert np.mean(worse) <= 1e-3
    if strength and known == 300:
        assert np.mean(worse) < -0.02


def test_with_next_to_nothing_known_it_says_the_base_rate() -> None:
    cases = contacts(1, LEAST_CASES).cases
    given, base = replay(cases, 1)
    assert np.allclose(given, base)


def test_what_comes_later_changes_nothing_that_was_said_before() -> None:
    cases = contacts(2, 900).cases
    turned = replace(cases, yes=np.r_[cases.yes[:600], 1 - cases.yes[600:]])
    given, base = replay(cases, 50)
    again, base_again = replay(turned, 50)
    assert np.array_equal(given[:600], again[:600])
    assert np.array_equal(base[:600], base_again[:600])
    assert not np.array_equal(given[700:], again[700:])


def test_each_thing_offered_has_its_own_rate() -> None:
    found = contacts(3, 3_000, strength=0.0, families=4)
    given, base = replay(found.cases, 100)
    part = slice(1_000, None)
    known = quality(found.cases.yes[part], base[part], 500)
    assert known.auc is not None and known.auc > 0.6
    assert quality(found.cases.yes[part], given[part], 500).log_loss < known.log_loss + 1e-3


def test_unknown_and_constant_measures_are_borne() -> None:
    cases = contacts(4, 800).cases
    numbers = cases.numbers.copy()
    numbers[::3, 0] = np.nan
    numbers[:, 1] = 7.0
    numbers[:, 2] = np.nan
    given, _base = replay(replace(cases, numbers=numbers), 100)
    assert np.isfinite(given).all()
    assert ((given > 0) & (given < 1)).all()
