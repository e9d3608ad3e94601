"""How far months wander: what a simulated book says is what was put into it."""

import random

import pytest

from rmdesk.value.lifetime import outlook, wandering
from rmdesk.value.lifetime.credibility import Margin
from rmdesk.value.lifetime.draws import LONGEST
from rmdesk.value.lifetime.outlook import Prospect

FOR_EVER = [1.0] * (LONGEST + 1)


def walks(count: int, months: int, step: float, seed: int = 7) -> list[list[int]]:
    """Return months that walk at random from 10 000, each step of that many on average."""
    chance = random.Random(seed)
    found = []
    for _customer in range(count):
        level, walk = 10_000.0, []
        for _month in range(months):
            walk.append(round(level))
            level += chance.gauss(0, step)
        found.append(walk)
    return found


def test_the_usual_step_is_found_again() -> None:
    found = wandering.fit(walks(400, 12, 500))
    assert found.relative**0.5 * 12_500 == pytest.approx(500, rel=0.1)
    assert found.freedom > 20
    assert abs(found.trend) < 0.01


def test_a_trend_is_found_again() -> None:
    growing = [[value + 300 * n for n, value in enumerate(w)] for w in walks(200, 12, 100)]
    found = wandering.fit(growing)
    size = sum(sum(w[-2:]) / 2 for w in growing) / 200 * 1.25
    assert found.trend * size == pytest.approx(300, rel=0.1)


def test_too_few_customers_take_the_stated_default() -> None:
    found = wandering.fit(walks(wandering.LEAST_CUSTOMERS - 1, 12, 500))
    assert (found.relative, found.freedom, found.trend) == (
        wandering.DEFAULT_RELATIVE, wandering.DEFAULT_FREEDOM, 0.0,
    )  # fmt: skip
    assert wandering.fit(walks(wandering.LEAST_CUSTOMERS, 12, 500)).freedom > 4
    assert wandering.fit([]).typical == 0


def test_who_jumps_about_has_a_wider_spread_than_its_like() -> None:
    found = wandering.fit(walks(100, 12, 500))
    margin = Margin(10_000, 10_000, 1, 0)
    steady, jumpy = [10_000] * 12, [10_000, 30_000] * 6
    assert found.spread(jumpy, margin, 2).step > 4 * found.spread(steady, margin, 2).step
    single = found.spread([10_000], margin, 1)
    assert single.level > (10_000) ** 2 and single.seen == 1


@pytest.mark.parametrize("ahead", [6, 12, 36])
def test_eight_of_ten_walks_end_within_their_interval(ahead: int) -> None:
    book = walks(600, 12 + ahead, 400, seed=ahead)
    past = [walk[:12] for walk in book]
    moving = wandering.fit(past)
    inside = 0
    for walk, known in zip(book, past, strict=True):
        own = sum(known[-2:]) / 2
        margin = Margin(own, own, 1, 0)
        of = Prospect(margin, FOR_EVER, moving.spread(known, margin, 2))
        found = outlook.outlook(of, 0.0, (ahead,))
        inside += found.low <= sum(walk[12:]) <= found.high
    assert 0.76 < inside / 600 < 0.84
