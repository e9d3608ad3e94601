from fractions import Fraction

from hypothesis import given, strategies as st

from rmdesk.value.change import Change, Volume, explain


def volume(days: int, spread: str) -> Volume:
    return Volume(Fraction(days), days * Fraction(spread), Fraction(days))


def change(*parts: int) -> Change:
    """Volume, rate, mix, and currency where there is another one."""
    return Change(*(Fraction(part) for part in (*parts, *[0] * (4 - len(parts)))))


def test_more_of_the_same_is_volume() -> None:
    found = explain({"a": volume(100, "0.02")}, {"a": volume(150, "0.02")})
    assert found == change(1, 0, 0)


def test_another_rate_is_rate() -> None:
    found = explain({"a": volume(100, "0.02")}, {"a": volume(100, "0.03")})
    assert found == change(0, 1, 0)


def test_from_the_better_product_to_the_worse_is_mix() -> None:
    before = {"a": volume(100, "0.03"), "b": volume(100, "0.01")}
    now = {"a": volume(50, "0.03"), "b": volume(150, "0.01")}
    found = explain(before, now)
    assert found == change(0, 0, -1)


def test_a_new_product_alone_is_volume() -> None:
    found = explain({}, {"a": volume(100, "0.02")})
    assert found == change(2, 0, 0)


def test_a_better_exchange_rate_is_currency() -> None:
    before = {"a": volume(100, "0.02")}
    dearer = {"a": Volume(Fraction(120), Fraction("2.4"), Fraction(100))}
    assert explain(before, dearer) == Change(Fraction(0), Fraction(0), Fraction(0), Fraction("0.4"))


volumes = st.dictionaries(
    st.sampled_from("abc"),
    st.builds(
        Volume,
        st.fractions(-(10**9), 10**9, max_denominator=100),
        st.fractions(-(10**6), 10**6, max_denominator=1000),
        st.fractions(-(10**9), 10**9, max_denominator=100),
    ),
)


@given(volumes, volumes)
def test_the_reasons_sum_to_the_change(before: dict[str, Volume], now: dict[str, Volume]) -> None:
    found = explain(before, now)
    margins = [sum((v.margin for v in part.values()), Fraction(0)) for part in (now, before)]
    assert found.volume + found.rate + found.mix + found.currency == margins[0] - margins[1]
