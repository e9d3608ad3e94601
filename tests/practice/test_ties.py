from hypothesis import given, strategies as st

from rmdesk.practice import ties


def test_ties_lead_on_and_nobody_comes_twice() -> None:
    pairs = [(1, 2), (2, 3), (3, 1), (5, 6)]
    assert ties.together(1, pairs) == (1, 2, 3)
    assert ties.together(6, pairs) == (6, 5)
    assert ties.together(9, pairs) == (9,)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=60))
def test_everyone_of_a_group_sees_the_same_group(pairs: list[tuple[int, int]]) -> None:
    group = ties.together(1, pairs)
    assert len(set(group)) == len(group)
    assert all(set(ties.together(member, pairs)) == set(group) for member in group)
