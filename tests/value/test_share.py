from fractions import Fraction

from hypothesis import given, strategies as st

from rmdesk.value.scale import SCALE
from rmdesk.value.share import apportion, half_even

numerators = st.integers(-(10**24), 10**24)


@given(numerators)
def test_half_even_rounds_as_fractions_do(numerator: int) -> None:
    assert half_even(numerator) == round(Fraction(numerator, SCALE))


@given(st.lists(numerators, min_size=1, max_size=40))
def test_the_parts_sum_to_the_rounded_whole(parts: list[int]) -> None:
    assert sum(apportion(parts)) == half_even(sum(parts))


@given(st.lists(numerators, min_size=1, max_size=40))
def test_no_part_is_a_unit_or_more_away_from_its_exact_value(parts: list[int]) -> None:
    for exact, shown in zip(parts, apportion(parts), strict=True):
        assert abs(Fraction(exact, SCALE) - shown) < 1


def test_the_missing_unit_goes_to_the_largest_fraction_and_ties_to_the_first() -> None:
    assert apportion([SCALE // 4, SCALE // 4, SCALE // 2]) == [0, 0, 1]
    assert apportion([SCALE // 2, SCALE // 2]) == [1, 0]
