"""The lines that say what an offer does: read whole, refused by name."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from rmdesk.i18n.words import problem
from rmdesk.offers import effects
from rmdesk.offers.effects import Source, Verb
from rmdesk.offers.expectation import NoPrices, Price, expect
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.wrong import Wrong
from tests.offers.offers import offer

FACTS = Facts({Measure.IDLE_BALANCE: 20_000_000, Measure.LEAVING: 250_000})


def test_a_move_is_read_with_its_amount_source_target_price_and_chance_of_leaving() -> None:
    line = "move 40% * idle_balance from current to term-1y at +0.30% leaving leaving * 50%"
    effect = effects.read_effect(line, 2)
    assert (effect.verb, effect.source, effect.target) == (Verb.MOVE, Source.CURRENT, "term-1y")
    assert effect.rate_ppm == 3_000
    assert effect.amount.exact(FACTS) == 8_000_000
    assert effect.leaving is not None and effect.leaving.exact(FACTS) * 8 == 1


def test_each_verb_is_read_with_what_belongs_to_it() -> None:
    lend = effects.read_effect("lend 50000 as working-capital at -0.15", 2)
    assert (lend.verb, lend.target, lend.rate_ppm) == (Verb.LEND, "working-capital", -1_500)
    cheaper = effects.read_effect("reprice 1000 of loans by -0.2%", 0)
    assert (cheaper.verb, cheaper.source, cheaper.rate_ppm) == (Verb.REPRICE, Source.LOANS, -2_000)
    fee = effects.read_effect("fee headcount * 12 on payroll", 2)
    assert (fee.verb, fee.target) == (Verb.FEE, "payroll")
    assert effects.read_effect("fee 120", 2).target == ""
    assert effects.read_effect("move maturing from maturing to same", 2).target == effects.SAME


@pytest.mark.parametrize(
    "line", ["lifetime * leaving * 10%", "min(1, 2)", "60", "-5 + age", "( 3 )"]
)
def test_a_line_without_a_verb_is_a_gain(line: str) -> None:
    effect = effects.read_effect(line, 2)
    assert effect.verb is Verb.GAIN
    assert effect.amount == effects.read_effect(f"gain {line}", 2).amount


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("shift 5 from current to bond-fund", "no_verb"),
        ("move 5 from current", "shape_move"),
        ("move from current to bond-fund", "shape_move"),
        ("move 5 from attic to bond-fund", "no_source"),
        ("move 5 from current to same", "nothing_matures"),
        ("move 5 from current to bond!fund", "no_product_code"),
        ("move 5 from current to bond-fund at 0.30%", "no_rate"),
        ("move 5 from current to bond-fund at +30%", "no_rate"),
        ("move shoes from current to bond-fund", "no_measure"),
        ("move 5 from current to bond-fund leaving kind", "no_measure"),
        ("move 5 ** 2 from current to bond-fund", "formula"),
        ("lend 5", "shape_lend"),
        ("reprice 5 of loans", "shape_reprice"),
        ("reprice 5 of outside by +1%", "no_source"),
        ("fee", "shape_fee"),
        ("gain", "shape_gain"),
    ],
)
def test_a_wrong_line_is_refused_by_name(line: str, code: str) -> None:
    with pytest.raises(Wrong) as refused:
        effects.read_effect(line, 2)
    assert (refused.value.field, refused.value.code) == ("effects", code)
    assert problem(code, refused.value.text) != code


def test_too_many_lines_are_refused() -> None:
    assert len(effects.read_all(("gain 1",) * effects.MOST_EFFECTS, 2)) == effects.MOST_EFFECTS
    with pytest.raises(Wrong) as refused:
        effects.read_all(("gain 1",) * (effects.MOST_EFFECTS + 1), 2)
    assert refused.value.code == "too_many_effects"


@given(st.sampled_from([*Verb, ""]), st.text(max_size=40))
def test_any_text_is_an_effect_or_refused(verb: str, text: str) -> None:
    try:
        effects.read_effect(f"{verb} {text}", 2)
    except Wrong as wrong:
        assert wrong.field == "effects" and problem(wrong.code, "") != wrong.code


class _Loans(NoPrices):
    """Each loan earns a hundredth of what is lent, and costs 500 as an account."""

    def of_new(self, product: str, rate_ppm: int) -> Price | None:
        return Price(Fraction(1, 100), Fraction(-500), product)


@pytest.mark.parametrize(
    ("second", "accounts"),
    [("lend 3000 as mortgage", 1), ("lend 3000 as card", 2), ("lend 3000 as mortgage at +1%", 2)],
)
def test_an_account_that_two_lines_fill_is_opened_once(second: str, accounts: int) -> None:
    item = offer(effects=("lend 1000 as mortgage", second), cost="0", sells="", risk="")
    found = expect(item, FACTS, _Loans())
    assert found.gross_minor == 4_000 - 500 * accounts
