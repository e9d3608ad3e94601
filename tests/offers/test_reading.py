"""Offers as they are written: conditions, formulas, amounts; and what is refused by name."""

import pytest
from hypothesis import given, strategies as st

from rmdesk.offers import conditions, formula
from rmdesk.offers.conditions import Condition, Op
from rmdesk.offers.measures import ABOUT, TRAITS, Facts, Measure
from rmdesk.offers.wrong import Wrong
from tests.offers.offers import offer


def test_every_measure_says_what_it_is() -> None:
    assert set(ABOUT) == set(Measure)
    assert all(about.doc for about in ABOUT.values())
    assert TRAITS


def test_conditions_are_read_in_the_units_that_people_write() -> None:
    assert conditions.read("idle_balance at_least 50,000", 2) == Condition(
        Measure.IDLE_BALANCE, Op.AT_LEAST, 5_000_000
    )
    assert conditions.read("idle_balance at_least 50000", 0).value == 50_000
    assert conditions.read("contribution_fall at_least 30%", 2).value == 300_000
    assert conditions.read("age is_not 40", 2) == Condition(Measure.AGE, Op.IS_NOT, 40)
    assert conditions.read("tag is not yet", 2).value == "not yet"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("shoe_size at_least 3", "no_measure"),
        ("age over 3", "no_comparison"),
        ("age", "no_comparison"),
        ("age at_least old", "no_number"),
        ("age at_least nan", "no_number"),
        ("kind at_least person", "words_compared"),
        ("kind is", "words_compared"),
    ],
)
def test_a_wrong_condition_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(Wrong) as refused:
        conditions.read(text, 2)
    assert (refused.value.field, refused.value.code) == ("when", code)


def amount(text: str, **numbers: int) -> int:
    facts = Facts({Measure(name): value for name, value in numbers.items()})
    return round(formula.read(text, 2).exact(facts))


def test_a_formula_is_reckoned_exactly_in_money() -> None:
    assert amount("40% * idle_balance * 0.45%", idle_balance=100_000_000) == 180_000
    assert amount("25 * headcount + 12.5", headcount=3) == 8_750
    assert amount("lifetime * leaving * 20%", lifetime=1_000_000, leaving=100_000) == 20_000
    assert amount("max(100, min(deposits, 2000)) - 50", deposits=1_000) == 5_000
    assert amount("-(deposits - 3) / 0", deposits=500) == 0
    assert amount("salary") == 0


@pytest.mark.parametrize(
    "text",
    [
        *("", "2 **", "__import__('os')", "age.real", "kind * 2", "shoes", "[1]"),
        *("min(1)", "1e999", "x" * 999),
    ],
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(Wrong) as refused:
        formula.read(text, 2)
    assert refused.value.field == "effects"


@given(st.text(max_size=30))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        formula.read(text, 2).exact(Facts())
    except Wrong as wrong:
        assert wrong.field == "effects"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("family", "gift", "code"),
        ("move", "", "code"),
        ("cost", "much", "number"),
        ("cost", "-1", "negative"),
        ("cost_days", "0", "whole"),
        ("chance", "1.2", "probability"),
        ("chance", "0", "probability"),
        ("chance", "120%", "probability"),
        ("risk", "R9", "code"),
        ("trigger", "deposits", "no_days"),
        ("factor", "material", "code"),
        ("level", "product", "code"),
        ("code", "Not A Code", "offer_code"),
        ("when", (), "missing"),
        ("effects", (" ",), "missing"),
        ("effects", (), "missing"),
        ("credit", "yes", "code"),
        ("minimum", "-5", "negative"),
        ("passes", "consent", "code"),
        ("names", {"zh": "没有英文"}, "missing"),
    ],
)
def test_a_wrong_offer_is_refused_by_field(field: str, value: object, code: str) -> None:
    with pytest.raises(Wrong) as refused:
        offer(**{field: value})
    assert refused.value.field == ("name" if field == "names" else field)
    assert refused.value.code == code


def test_a_chance_may_be_written_in_percent() -> None:
    assert offer(chance="20%").chance_ppm == offer(chance="0.2").chance_ppm == 200_000
