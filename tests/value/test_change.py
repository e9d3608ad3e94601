"""Why a margin changed: volume, rate and mix sum to it, none is more than money explains."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from rmdesk.value.change import MAX_SPREAD_A_DAY, Change, Volume, explain

YEAR = 365


def volume(held: int, rate: str) -> Volume:
    """Money held for a year at a rate a year."""
    days = Fraction(held * YEAR)
    return Volume(days, held * Fraction(rate), days)


def change(*parts: int) -> Change:
    """Volume, rate, mix, and currency where there is another one."""
    return Change(*(Fraction(part) for part in (*parts, *[0] * (4 - len(parts)))))


def test_more_of_the_same_is_volume() -> None:
    assert explain({"a": volume(100, "0.02")}, {"a": volume(150, "0.02")}) == change(1, 0, 0)


def test_another_rate_is_rate() -> None:
    assert explain({"a": volume(100, "0.02")}, {"a": volume(100, "0.03")}) == change(0, 1, 0)


def test_from_the_better_product_to_the_worse_is_mix() -> None:
    before = {"a": volume(100, "0.03"), "b": volume(100, "0.01")}
    now = {"a": volume(50, "0.03"), "b": volume(150, "0.01")}
    assert explain(before, now) == change(0, 0, -1)


def test_a_new_product_alone_is_volume() -> None:
    assert explain({}, {"a": volume(100, "0.02")}) == change(2, 0, 0)


def test_a_better_exchange_rate_is_currency() -> None:
    before = {"a": volume(100, "0.02")}
    dearer = {"a": Volume(Fraction(120 * YEAR), Fraction("2.4"), Fraction(100 * YEAR))}
    assert explain(before, dearer) == Change(Fraction(0), Fraction(0), Fraction(0), Fraction("0.4"))


def test_loans_and_deposits_never_cancel_in_volume() -> None:
    """A little more lent beside a deposit of the same size: both spreads below 1 %."""
    before = {"deposit": volume(100_000, "0.0065"), "loan": volume(-99_000, "-0.0051")}
    now = {"deposit": volume(100_000, "0.0065"), "loan": volume(-110_000, "-0.0051")}
    assert explain(before, now) == Change(Fraction("56.1"), *[Fraction(0)] * 3)


def test_account_that_becomes_overdrawn_is_less_deposited_and_more_lent() -> None:
    found = explain({"a": volume(100, "0.02")}, {"a": volume(-100, "-0.05")})
    assert found == change(-2 + 5, 0, 0)


@pytest.mark.parametrize(("interest", "is_rate"), [(-100, False), (-101, True)])
def test_interest_that_no_balance_explains_is_a_matter_of_rates(
    interest: int, is_rate: bool
) -> None:
    """A year's interest posted on the day on which the money went: over 100 % a year is none."""
    closing = {"a": Volume(Fraction(100 * YEAR), Fraction(interest))}
    found = explain({}, closing)
    assert found.rate == (interest if is_rate else 0)
    assert found.volume == (0 if is_rate else interest)
    found = explain(closing, {"a": volume(1_000_000, "0.02")})
    if is_rate:
        assert found == Change(Fraction(20_000), Fraction(-interest), Fraction(0), Fraction(0))


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


# Balances of either sign, earning up to 100 % a year on themselves, in one currency.
plain_volumes = st.dictionaries(
    st.sampled_from("abcd"),
    st.builds(
        lambda days, rate: Volume(days, days * rate * MAX_SPREAD_A_DAY, days),
        st.fractions(-(10**9), 10**9, max_denominator=100),
        st.fractions(-1, 1, max_denominator=10_000),
    ),
)


@given(plain_volumes, plain_volumes)
def test_no_reason_is_larger_than_the_money_explains(
    before: dict[str, Volume], now: dict[str, Volume]
) -> None:
    """Volume is at most the money that came or went, rate the money that is there, each at the
    largest spread that was earned; mix at most what lies between the spreads."""
    found = explain(before, now)
    volume_bound = rate_bound = mix_bound = Fraction(0)
    for sign in (1, -1):
        old = {k: v for k, v in before.items() if v.balance_days * sign > 0}
        new = {k: v for k, v in now.items() if v.balance_days * sign > 0}
        held = [
            sum((abs(v.balance_days) for v in side.values()), Fraction(0)) for side in (old, new)
        ]
        spreads = [v.spread for v in (*old.values(), *new.values())] or [Fraction(0)]
        largest = max(map(abs, spreads))
        volume_bound += abs(held[1] - held[0]) * largest
        mix_bound += held[1] * (max(spreads) - min(spreads))
        for key in old.keys() & new.keys():
            rate_bound += abs(new[key].balance_days * (new[key].spread - old[key].spread))
    assert abs(found.volume) <= volume_bound
    assert abs(found.mix) <= mix_bound
    assert abs(found.rate) <= rate_bound
    if all(v.balance_days > 0 for v in (*before.values(), *now.values())):
        assert found == one_sided(before, now)


def one_sided(before: dict[str, Volume], now: dict[str, Volume]) -> Change:
    """The three reasons by their other forms: from the mean spreads, product by product."""
    v0, v1 = (sum((v.balance_days for v in side.values()), Fraction(0)) for side in (before, now))
    if not v0:
        return Change(sum((v.margin for v in now.values()), Fraction(0)), *[Fraction(0)] * 3)
    s0 = sum((v.balance_days / v0 * v.spread for v in before.values()), Fraction(0))
    rate = mix = Fraction(0)
    for key, held in now.items():
        old = before[key].spread if key in before else held.spread
        rate += held.balance_days * (held.spread - old)
        mix += held.balance_days * (old - s0)
    return Change((v1 - v0) * s0, rate, mix, Fraction(0))
