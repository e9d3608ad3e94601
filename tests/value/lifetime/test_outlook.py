from collections.abc import Sequence
from itertools import pairwise, product
from math import inf
from typing import Any

import pytest
from hypothesis import given, strategies as st

from rmdesk.value.lifetime import credibility, outlook
from rmdesk.value.lifetime.contracts import Contracts, Renewal
from rmdesk.value.lifetime.credibility import Margin, Segment
from rmdesk.value.lifetime.draws import LONGEST, get_sums
from rmdesk.value.lifetime.outlook import Prospect, WhatIf
from rmdesk.value.lifetime.wandering import Spread

FOR_EVER = [1.0] * (LONGEST + 1)
FADING = [0.98**month for month in range(LONGEST + 1)]
SURE = Margin(own=1_000, segment=1_000, weight=1, variance=0)


def certain(survival: Sequence[float] = FOR_EVER, **more: Any) -> Prospect:
    return Prospect(SURE, survival, **more)


def test_who_surely_stays_brings_the_annuity() -> None:
    found = outlook.outlook(certain())
    monthly = 1.08 ** (1 / 12)
    for months, value in zip(outlook.HORIZONS, found.values, strict=True):
        assert value == round(1_000 * sum(monthly**-t for t in range(1, months + 1)))
    assert found.lows == found.highs == found.values
    assert (found.active_months, found.alive) == (LONGEST, 1.0)


def test_who_may_leave_brings_less_and_is_less_certain() -> None:
    found = outlook.outlook(certain(FADING))
    assert found.values[-1] < outlook.outlook(certain()).values[-1]
    assert found.low < found.values[-1] < found.high
    assert found.active_months == pytest.approx(sum(FADING[1:]))
    assert found == outlook.outlook(certain(FADING))


def test_what_is_done_for_a_customer_shows() -> None:
    before = outlook.outlook(certain(FADING))
    kept = outlook.changed(certain(FADING), WhatIf(retention=0.5))
    more = outlook.changed(certain(FADING), WhatIf(monthly=500))
    assert kept.values[-1] > before.values[-1]
    assert more.values[0] == pytest.approx(1.5 * before.values[0], rel=1e-3)
    assert outlook.changed(certain(FADING), WhatIf()) == before


def test_a_contract_counts_whatever_its_holder_does_and_no_longer_than_it_runs() -> None:
    gone = [0.0] * (LONGEST + 1)
    contracts = Contracts((700, 300), lasts=2, until=1, count=1)
    found = outlook.outlook(certain(gone, contracts=contracts))
    monthly = 1.08 ** (1 / 12)
    assert found.values == (round(700 / monthly + 300 / monthly**2),) * 3
    assert found.contracts == found.values and set(found.renewals + found.open_ended) == {0}
    assert found.lows == found.highs == found.values
    assert found.active_months == 2


def test_renewed_contracts_follow_survival_from_their_end() -> None:
    contracts = Contracts((500,) * 12, 12, 1, 1, (Renewal(12, 500, 0.6),))
    found = outlook.outlook(certain(FADING, contracts=contracts), 0.05)
    by_hand = sum(
        500 * 0.6 * FADING[t] / FADING[12] / 1.05 ** (t / 12) for t in range(13, LONGEST + 1)
    )
    assert found.renewals == (0, found.renewals[1], round(by_hand))
    assert found.contracts[0] == found.contracts[-1]


def test_a_running_contract_proves_that_its_holder_is_here() -> None:
    silent = [0.25 * 0.95**month for month in range(LONGEST + 1)]
    here = outlook.presence(certain(silent, contracts=Contracts((1,), 17, 1, 1)))
    assert here[:18] == [1.0] * 18
    assert here[18] == pytest.approx(0.95) and here[29] == pytest.approx(0.95**12)
    assert outlook.presence(certain(silent))[0] == 0.25


def test_money_of_a_silent_customer_is_there_and_runs_down() -> None:
    silent = [0.4 * 0.97**month for month in range(LONGEST + 1)]
    found = outlook.money_survival(certain(silent, lingers=0.9))
    left = [1 - silent[0], *(a - b for a, b in pairwise(silent))]
    for month in (0, 1, 7, LONGEST):
        behind = sum(left[t] * 0.9 ** (month - t) for t in range(month + 1))
        assert found[month] == pytest.approx(silent[month] + behind)
    assert found[0] == 1 and found == sorted(found, reverse=True)


def test_intervals_widen_with_the_horizon() -> None:
    found = outlook.outlook(certain(spread=Spread(step=10_000, level=2_500)))
    widths = [high - low for low, high in zip(found.lows, found.highs, strict=True)]
    assert widths == sorted(widths) and widths[0] > 0
    assert widths[2] > 5 * widths[0]


def test_a_random_walk_spreads_the_sum_as_its_covariances_say() -> None:
    sums = get_sums(0.08)
    for months in (1, 2, 12, LONGEST):
        pairs = product(range(1, months + 1), repeat=2)
        variance = sum(
            min(one, other) * sums.discounts[one - 1] * sums.discounts[other - 1]
            for one, other in pairs
        )
        assert sums.walk[months] == pytest.approx(variance)


def test_a_trend_is_believed_for_as_long_as_it_was_seen() -> None:
    sums = get_sums(0.08)
    for seen, months in ((0, 12), (1, 12), (7, 12), (12, 12), (12, LONGEST)):
        by_hand = sum(min(t, seen) * sums.discounts[t - 1] for t in range(1, months + 1))
        assert sums.grown(seen)[months] == pytest.approx(by_hand)


@given(
    st.lists(st.integers(-(10**7), 10**7), max_size=LONGEST),
    st.lists(
        st.tuples(st.integers(1, 59), st.integers(-(10**6), 10**6), st.floats(0, 1)), max_size=3
    ),
    st.floats(0, 1),
    st.floats(0, 0.3),
    st.floats(0, 10**12),
)
def test_the_parts_add_up_and_the_interval_holds_the_value(
    margins: list[int],
    renewals: list[tuple[int, int, float]],
    alive: float,
    hazard: float,
    step: float,
) -> None:
    again = tuple(Renewal(*renewal) for renewal in renewals)
    contracts = Contracts(tuple(margins), len(margins), 1, 1, again)
    survival = [alive * (1 - hazard) ** month for month in range(LONGEST + 1)]
    found = outlook.outlook(certain(survival, contracts=contracts, spread=Spread(step, step / 4)))
    parts = zip(found.contracts, found.renewals, found.open_ended, strict=True)
    assert tuple(map(sum, parts)) == found.values
    bounds = zip(found.lows, found.values, found.highs, strict=True)
    assert all(low <= value <= high for low, value, high in bounds)


def test_alike_customers_are_believed_to_be_alike() -> None:
    like = credibility.segment([[100, 100, 100], [100, 100, 100]])
    assert like.kappa == inf
    found = credibility.margin([500], like)
    assert (found.weight, found.estimate) == (0, 100)


def test_steady_customers_are_believed_themselves() -> None:
    like = credibility.segment([[10, 10, 10], [1_000, 1_000, 1_000]])
    assert like.kappa == 0
    assert credibility.margin([10, 10], like).estimate == 10


def test_nothing_own_is_the_segment() -> None:
    like = Segment(5, 70.0, 4.0, 2.0)
    found = credibility.margin([], like)
    assert (found.weight, found.estimate, found.variance) == (0, 70, 2)
    assert credibility.segment([]).customers == 0


def test_a_young_book_believes_its_own_months() -> None:
    like = credibility.young_segment([[900]])
    found = credibility.margin([900], like)
    assert found.estimate == 900 and found.weight == pytest.approx(1 / 1.67)
    several = credibility.young_segment([[100], [200], [900]])
    assert several.mean == 400 and several.kappa == pytest.approx(credibility.DEFAULT_KAPPA)
    assert 600 < credibility.margin([900], several).estimate < 900


@given(
    st.lists(
        st.lists(st.integers(-(10**9), 10**9), min_size=6, max_size=6), min_size=2, max_size=20
    ),
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6),
)
def test_the_estimate_lies_between_own_and_segment(months: list[list[int]], own: list[int]) -> None:
    found = credibility.margin(own, credibility.segment(months))
    low, high = sorted((found.own, found.segment))
    assert low - 1e-3 <= found.estimate <= high + 1e-3
    assert 0 <= found.weight <= 1 and found.variance >= 0
