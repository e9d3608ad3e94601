from hypothesis import given, strategies as st

from rmdesk.value import pareto


def test_how_many_make_most_of_it() -> None:
    assert pareto.customers_for(800_000, [70, 10, 10, 10, -50]) == 2
    assert pareto.customers_for(800_000, [-1, -2]) == 0
    assert pareto.customers_for(1_000_000, [5, 5]) == 2


def test_the_curve_rises_above_the_whole_where_some_lose() -> None:
    curve = pareto.shares_of_best([60, 60, -20], 3)
    assert curve == (600_000, 1_200_000, 1_000_000)
    assert pareto.shares_of_best([], 4) == (0, 0, 0, 0)


def test_the_share_of_the_largest() -> None:
    assert pareto.share_of_largest(1, [1, 3]) == 750_000
    assert pareto.share_of_largest(1, [-5, 2]) == 0


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_without_losses_the_curve_only_rises_to_the_whole(contributions: list[int]) -> None:
    curve = pareto.shares_of_best(contributions)
    assert list(curve) == sorted(curve)
    assert curve[-1] in (0, 1_000_000)
