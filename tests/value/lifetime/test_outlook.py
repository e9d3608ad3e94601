from math import inf

import pytest
from hypothesis import given, strategies as st

from rmdesk.value.lifetime import credibility, outlook
from rmdesk.value.lifetime.credibility import Margin, Segment
from rmdesk.value.lifetime.outlook import LONGEST, WhatIf

FOR_EVER = [1.0] * (LONGEST + 1)
FADING = [0.98**month for month in range(LONGEST + 1)]
SURE = Margin(own=1_000, segment=1_000, weight=1, variance=0)


def test_who_surely_stays_brings_the_annuity() -> None:
    found = outlook.outlook(SURE, FOR_EVER)
    monthly = 1.08 ** (1 / 12)
    for months, value in zip(outlook.HORIZONS, found.values, strict=True):
        assert value == round(1_000 * sum(monthly**-t for t in range(1, months + 1)))
    assert found.low == found.high == found.values[-1]
    assert (found.active_months, found.alive) == (LONGEST, 1.0)


def test_who_may_leave_brings_less_and_is_less_certain() -> None:
    found = outlook.outlook(SURE, FADING)
    assert found.values[-1] < outlook.outlook(SURE, FOR_EVER).values[-1]
    assert found.low < found.values[-1] < found.high
    assert found.active_months == pytest.approx(sum(FADING[1:]))
    assert found == outlook.outlook(SURE, FADING)


def test_what_is_done_for_a_customer_shows() -> None:
    before = outlook.outlook(SURE, FADING)
    kept = outlook.changed(SURE, FADING, WhatIf(retention=0.5))
    more = outlook.changed(SURE, FADING, WhatIf(monthly=500))
    assert kept.values[-1] > before.values[-1]
    assert more.values[0] == pytest.approx(1.5 * before.values[0], rel=1e-3)
    assert outlook.changed(SURE, FADING, WhatIf()) == before


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
