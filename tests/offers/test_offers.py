from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmdesk.offers import acceptance, eligibility, ranking
from rmdesk.offers.conditions import Condition, Facts, Measure, Op, Reason, holds, reasons
from rmdesk.offers.eligibility import Block, Gate, Past, Standing, block
from rmdesk.offers.offer import Offer, from_data
from rmdesk.terms import OfferFamily, ProposalStatus

TODAY = date(2026, 11, 24)
STANDING = Standing(
    today=TODAY,
    consents=True,
    complaint=False,
    arrears=False,
    holds=frozenset({"current"}),
    risk_class=3,
    risk_until=TODAY + timedelta(days=100),
    past=(),
    declined_rest_days=90,
)
DATA: dict[str, object] = {
    "code": "idle",
    "name": {"en": "Idle money"},
    "family": "professional_service",
    "move": "cross_sell",
    "when": [["idle_balance", "at_least", 500], ["holds", "is_not", "wealth"]],
    "expected": {"base": "idle_balance", "share": 30, "rate": 0.45},
    "cost": 50,
    "presenting": 135,
    "sells": "wealth",
    "risk": "R2",
    "factor": "product",
    "level": "material",
}
FACTS = Facts({Measure.IDLE_BALANCE: 120_000_000}, {Measure.HOLDS: frozenset({"current"})})
CHANCE = acceptance.Chance(245_000, 10, 3)


def offer(**changes: object) -> Offer:
    return from_data(DATA | changes, 2)


def test_conditions_that_hold_are_reasons_with_their_figures() -> None:
    assert reasons(offer().conditions, FACTS) == (
        Reason(Measure.IDLE_BALANCE, Op.AT_LEAST, 50_000, 120_000_000),
        Reason(Measure.HOLDS, Op.IS_NOT, "wealth"),
    )


def test_what_is_not_known_is_no_reason() -> None:
    condition = Condition(Measure.AGE, Op.AT_MOST, 60)
    assert holds(condition, Facts()) is None


def test_expected_contribution_is_sized_by_the_customers_own_money() -> None:
    assert offer().expected.of(FACTS) == 162_000


def test_the_score_is_that_of_the_worked_example() -> None:
    best, _ = ranking.suggest([offer()], FACTS, STANDING, {"idle": CHANCE})
    assert best[0].score == 24_965  # 0.245 × (1 620.00 − 50.00) − 135.00


@pytest.mark.parametrize(
    ("standing", "shut"),
    [
        (replace(STANDING, consents=False), Block(Gate.NO_CONSENT)),
        (replace(STANDING, complaint=True), Block(Gate.COMPLAINT)),
        (replace(STANDING, holds=frozenset({"wealth"})), Block(Gate.HELD)),
        (replace(STANDING, risk_class=0), Block(Gate.NOT_ASSESSED)),
        (replace(STANDING, risk_class=1), Block(Gate.TOO_RISKY)),
        (
            replace(STANDING, risk_until=TODAY - timedelta(days=1)),
            Block(Gate.ASSESSMENT_OVER),
        ),
    ],
)
def test_gates_say_why_an_offer_must_wait(standing: Standing, shut: Block) -> None:
    assert block(offer(), standing) == shut


def past(status: ProposalStatus, days: int, code: str = "idle") -> Past:
    day = TODAY - timedelta(days=days)
    return Past(code, status, day, None if status is ProposalStatus.PRESENTED else day)


def test_what_was_declined_rests_and_comes_back() -> None:
    shut = replace(STANDING, past=[past(ProposalStatus.DECLINED, 89)])
    assert block(offer(), shut) == Block(Gate.DECLINED, TODAY + timedelta(days=1))
    assert block(offer(), replace(STANDING, past=[past(ProposalStatus.DECLINED, 90)])) is None


def test_two_proposals_in_a_month_are_enough() -> None:
    two = [past(ProposalStatus.LAPSED, 5, "a"), past(ProposalStatus.ACCEPTED, 9, "b")]
    assert block(offer(), replace(STANDING, past=two)) == Block(Gate.TOO_MANY)


def test_credit_waits_while_payments_are_in_arrears() -> None:
    late = replace(STANDING, arrears=True)
    assert block(offer(credit=True), late) == Block(Gate.ARREARS)
    assert block(offer(), late) is None


def test_at_most_three_and_one_of_a_family() -> None:
    families = list(OfferFamily)
    many = [
        offer(code=f"o{n}", family=families[n % 4].value, presenting=n, sells="", risk="R0")
        for n in range(12)
    ]
    best, _ = ranking.suggest(many, FACTS, STANDING, {o.code: CHANCE for o in many})
    assert len(best) == 3
    assert len({s.offer.family for s in best}) == 3
    assert [s.score for s in best] == sorted((s.score for s in best), reverse=True)


def test_a_gated_offer_is_shown_with_its_reason_and_never_ranked() -> None:
    best, waiting = ranking.suggest(
        [offer()], FACTS, replace(STANDING, complaint=True), {"idle": CHANCE}
    )
    assert not best
    assert [w.block.gate for w in waiting] == [eligibility.Gate.COMPLAINT]


def test_pooling_is_that_of_the_worked_example() -> None:
    """3 of 10 for the offer where its family stands at 15 %: (3 + 10 × .15) ÷ 20 = 22.5 %."""
    total = acceptance._Sum(yes=3, count=10)
    assert total.pooled(0.15) == pytest.approx(0.225)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 2_000)), max_size=60)
)
def test_a_chance_is_always_between_none_and_certain(drawn: list[tuple[str, bool, int]]) -> None:
    families = dict(zip("abc", OfferFamily, strict=False))
    outcomes = [
        acceptance.Outcome(code, families[code], yes, TODAY - timedelta(days=age))
        for code, yes, age in drawn
    ]
    for found in acceptance.chances(outcomes, families, TODAY).values():
        assert 0 < found.ppm < 1_000_000


def test_a_yes_raises_the_chance_and_an_old_one_less() -> None:
    families = {"a": OfferFamily.SURPRISE}

    def after(*outcomes: tuple[bool, int]) -> int:
        found = [
            acceptance.Outcome("a", OfferFamily.SURPRISE, yes, TODAY - timedelta(days=age))
            for yes, age in outcomes
        ]
        return acceptance.chances(found, families, TODAY)["a"].ppm

    assert after((False, 0)) < after() < after((True, 700)) < after((True, 0))


def test_a_wrong_offer_is_refused() -> None:
    for change in ({"family": "gift"}, {"when": [["wealth", "is", 1]]}, {"when": [["age", 1]]}):
        with pytest.raises(ValueError):
            offer(**change)
