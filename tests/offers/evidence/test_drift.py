"""The learner forgets what no longer holds, and nothing where nothing changes."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from rmdesk.offers.evidence.cases import Cases, Floats
from rmdesk.offers.evidence.encoding import Encoding, figure_starts, sample
from rmdesk.offers.evidence.novelty import is_outgrown
from rmdesk.offers.evidence.replay import replay
from rmdesk.offers.evidence.report import Quality, quality
from tests.offers.evidence.drifting import (
    CONTACTS,
    after,
    logistic,
    real,
    resampled,
    season_by_season,
    turning,
)
from tests.offers.evidence.simulated import contacts

needs_contacts = pytest.mark.skipif(not CONTACTS.exists(), reason="no table of contacts")


@cache
def of_2008() -> Cases:
    return real()


def judged(cases: Cases, given: Floats, first: int = 0) -> Quality:
    return quality(cases.yes[first:], given[first:], 500)


@needs_contacts
def test_the_year_2008_is_learnt_no_worse_than_by_one_long_memory() -> None:
    """What the learner gave before it had several memories, on the same file and course."""
    cases = of_2008()
    for update, auc, loss, tops in (
        (100, 0.5418, 0.2002, (0.136, 0.2427, 0.556)),
        (500, 0.5638, 0.2092, (0.1388, 0.249, 0.584)),
    ):
        found = judged(cases, replay(cases, update)[0])
        assert found.auc is not None and found.auc >= auc - 0.0005
        assert found.log_loss <= loss + 0.0005
        assert found.tops[2] >= tops[2] - 0.001


@needs_contacts
def test_a_level_that_leaps_after_2008_is_followed() -> None:
    past = of_2008()
    cases = after(past, resampled(past, 1, 10_000, jumps=True))
    given, base = replay(cases, 100)
    ours, rate = (judged(cases, said, len(past)) for said in (given, base))
    plain = judged(cases, logistic(cases, 500, first=len(past)), len(past))
    assert ours.log_loss <= plain.log_loss - 0.005 <= rate.log_loss - 0.02
    assert ours.auc is not None and plain.auc is not None
    assert ours.auc >= plain.auc + 0.01
    assert ours.tops[2] >= plain.tops[2]
    assert ours.ece < 0.02


@needs_contacts
def test_seasons_and_a_rising_level_are_followed_together() -> None:
    cases = season_by_season(of_2008(), 1, 20_000)
    given, base = replay(cases, 100)
    ours, rate = judged(cases, given), judged(cases, base)
    plain = judged(cases, logistic(cases, 500))
    assert ours.log_loss < min(plain.log_loss, rate.log_loss)
    assert ours.auc is not None and plain.auc is not None and ours.auc > plain.auc
    assert ours.tops[2] > plain.tops[2]


def test_what_traits_are_worth_is_learnt_again_when_it_turns() -> None:
    found = turning(1, 12_000)
    given, base = replay(found.cases, 200)
    first = 6_000
    ours, best = judged(found.cases, given, first), judged(found.cases, found.true, first)
    assert ours.auc is not None and best.auc is not None
    assert best.auc - ours.auc < 0.035
    assert ours.log_loss - best.log_loss < 0.02
    assert ours.log_loss < judged(found.cases, base, first).log_loss - 0.05


def test_where_nothing_turns_nothing_is_forgotten() -> None:
    found = turning(2, 8_000, turn=False, rising=False)
    given, _base = replay(found.cases, 200)
    ours, best = judged(found.cases, given, 3_000), judged(found.cases, found.true, 3_000)
    assert ours.auc is not None and best.auc is not None
    assert best.auc - ours.auc < 0.015
    assert ours.log_loss - best.log_loss < 0.01


def test_a_level_that_leaps_is_caught_up_with_within_some_hundreds() -> None:
    draw = np.random.default_rng(5)
    cases = contacts(5, 4_000, strength=0.0).cases
    yes = draw.random(4_000) < np.where(np.arange(4_000) < 3_000, 0.05, 0.35)
    given, base = replay(replace(cases, yes=yes.astype(np.float64)), 50)
    assert abs(given[2_900:3_000].mean() - 0.05) < 0.03
    assert given[3_500:].mean() > 0.28
    assert base[3_500:].mean() < 0.15


def test_days_count_where_they_are_known() -> None:
    """The same outcomes a day apart each, or all within a week: then nothing is old."""
    draw = np.random.default_rng(6)
    cases = contacts(6, 2_400, strength=0.0).cases
    yes = (draw.random(2_400) < np.where(np.arange(2_400) < 2_000, 0.05, 0.35)).astype(np.float64)
    slow = replace(cases, yes=yes, days=np.arange(2_400.0))
    fast = replace(cases, yes=yes, days=np.arange(2_400.0) // 400)
    by_day, in_a_week = (replay(part, 50)[0][2_300:].mean() for part in (slow, fast))
    assert by_day > in_a_week + 0.05


@pytest.mark.parametrize("known", [10, 100, 300])
def test_few_outcomes_of_a_rising_rate_do_no_harm(known: int) -> None:
    worse = []
    for seed in range(20):
        cases = turning(seed, known + 100, turn=False).cases
        given, base = replay(cases, known)
        part = slice(known, known + 100)
        ours, rate = (quality(cases.yes[part], p[part], 500).log_loss for p in (given, base))
        worse.append(ours - rate)
    assert np.mean(worse) <= 1e-3


def test_traits_that_tell_nothing_do_no_harm_in_the_long_run() -> None:
    cases = contacts(7, 6_000, strength=0.0).cases
    given, base = replay(cases, 100)
    ours, rate = (judged(cases, said, 1_000).log_loss for said in (given, base))
    assert ours <= rate + 1e-3


def test_categories_nobody_had_are_read_soon_after_they_come() -> None:
    draw = np.random.default_rng(8)
    cases = contacts(8, 4_000, strength=0.3).cases
    new = (np.arange(4_000) >= 2_500) & (draw.random(4_000) < 0.3)
    words = cases.words.copy()
    words[new, 0] = 5
    yes = np.where(new, draw.random(4_000) < 0.7, cases.yes).astype(np.float64)
    levels = ((*cases.levels[0], "new"), *cases.levels[1:])
    found = replace(cases, words=words, yes=yes, levels=levels)
    given, _base = replay(found, 100)
    late = np.arange(4_000) >= 3_200
    assert given[late & new].mean() > given[late & ~new].mean() + 0.2


def test_a_number_that_was_always_the_same_is_read_once_it_differs() -> None:
    cases = contacts(9, 1_200).cases
    numbers = cases.numbers.copy()
    numbers[:600, 0] = 7.0
    found = replace(cases, numbers=numbers)
    reading = Encoding(found.rows(0, 600))
    assert not is_outgrown(reading, found.rows(300, 600), 300)
    assert is_outgrown(reading, found.rows(600, 1_000), 600)
    assert not is_outgrown(Encoding(found), found.rows(600, 1_000), 600)


def test_another_reading_starts_from_what_was_learnt() -> None:
    cases = contacts(10, 900).cases
    old, new = Encoding(cases.rows(0, 300)), Encoding(cases)
    worth = np.arange(1.0 + old.figures)
    moved = figure_starts(old, worth, new)
    by_label = dict(zip(new.labels(), moved[1:], strict=True))
    assert moved[0] == 0.0
    assert [by_label[label] for label in old.labels() if label in by_label] == [
        value for label, value in zip(old.labels(), worth[1:], strict=True) if label in by_label
    ]
    assert len(sample(contacts(11, 15_000).cases)) <= 10_000


def test_it_says_the_same_every_time() -> None:
    cases = turning(3, 1_500).cases
    assert np.array_equal(replay(cases, 100)[0], replay(cases, 100)[0])
