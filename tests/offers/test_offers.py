"""Eligibility and ranking: what is put forward, what must wait, and why."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from rmdesk.offers import eligibility, ranking
from rmdesk.offers.acceptance import Outcomes, rates
from rmdesk.offers.conditions import Condition, Op, Reason, holds, reasons
from rmdesk.offers.effects import Source
from rmdesk.offers.eligibility import Block, Gate, Past, Standing, block
from rmdesk.offers.expectation import Held, NoPrices, Price
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.policy import Policy
from rmdesk.terms import OfferFamily, ProposalStatus
from tests.offers.offers import FACTS, STANDING, TODAY, no_outcomes, offer


def test_conditions_that_hold_are_reasons_with_their_figures() -> None:
    assert reasons(offer().conditions, FACTS) == (
        Reason(Measure.IDLE_BALANCE, Op.AT_LEAST, 50_000, 120_000_000),
        Reason(Measure.HOLDS, Op.IS_NOT, "wealth"),
    )


def test_what_is_not_known_is_no_reason() -> None:
    condition = Condition(Measure.AGE, Op.AT_MOST, 60)
    assert holds(condition, Facts()) is None


def test_expected_contribution_is_sized_by_the_customers_own_money() -> None:
    assert round(offer().effects[0].amount.exact(FACTS)) == 162_000


def test_the_score_is_chance_times_what_is_left_less_what_presenting_costs() -> None:
    best, _ = ranking.suggest([offer()], FACTS, STANDING, no_outcomes("idle"))
    chance = best[0].chance.ppm
    assert chance == 250_000
    assert best[0].score == chance * (162_000 - 5_000) // 1_000_000 - 13_500


def test_what_does_not_pay_is_not_put_forward() -> None:
    poor = Facts({Measure.IDLE_BALANCE: 60_000}, FACTS.words)
    best, waiting = ranking.suggest([offer()], poor, STANDING, no_outcomes("idle"))
    assert not best
    assert waiting[0].block == Block(Gate.LOSES, minor=81 - 5_000)


@pytest.mark.parametrize(("presenting", "fits"), [("0.01", True), ("0.02", False)])
def test_what_brings_nothing_after_its_costs_is_not_put_forward(
    presenting: str, fits: bool
) -> None:
    item = offer(effects=("gain 0.08",), cost="0", presenting=presenting)
    best, waiting = ranking.suggest([item], FACTS, STANDING, no_outcomes("idle"))
    assert [found.score for found in best] == ([1] if fits else [])
    assert [wait.block.gate for wait in waiting] == ([] if fits else [Gate.TOO_LITTLE])


def test_what_runs_out_soon_counts_a_quarter_more_and_says_so() -> None:
    urgent = offer(trigger="days_to_maturity")
    facts = Facts(dict(FACTS.numbers) | {Measure.DAYS_TO_MATURITY: 14}, FACTS.words)
    calm, soon = (
        ranking.suggest([item], facts, STANDING, no_outcomes("idle"))[0][0]
        for item in (offer(), urgent)
    )
    assert soon.score == calm.score * 1_250_000 // 1_000_000
    assert soon.urgent and soon.now is not None and soon.now.figure == 14
    assert not calm.urgent


@pytest.mark.parametrize(
    ("standing", "shut"),
    [
        (replace(STANDING, consent=None), Block(Gate.NOT_ASKED)),
        (replace(STANDING, consent=frozenset()), Block(Gate.NO_CONSENT)),
        (replace(STANDING, complaint=TODAY), Block(Gate.COMPLAINT, since=TODAY)),
        (replace(STANDING, excluded=frozenset({"idle"})), Block(Gate.EXCLUDED)),
        (replace(STANDING, holds=frozenset({"wealth"})), Block(Gate.HELD)),
        (replace(STANDING, risk_class=0), Block(Gate.NOT_ASSESSED)),
        (replace(STANDING, risk_class=1), Block(Gate.TOO_RISKY)),
        (
            replace(STANDING, risk_until=TODAY - timedelta(days=1)),
            Block(Gate.ASSESSMENT_OVER, since=TODAY - timedelta(days=1)),
        ),
    ],
)
def test_gates_say_why_an_offer_must_wait(standing: Standing, shut: Block) -> None:
    assert block(offer(), standing) == shut


@pytest.mark.parametrize(("risk_class", "is_too_risky"), [(1, True), (2, False), (3, False)])
def test_an_offer_of_the_customers_own_risk_class_is_not_too_risky(
    risk_class: int, is_too_risky: bool
) -> None:
    found = block(offer(risk="R2"), replace(STANDING, risk_class=risk_class))
    assert found == (Block(Gate.TOO_RISKY) if is_too_risky else None)


def past(status: ProposalStatus, days: int, code: str = "idle", surprise: bool = False) -> Past:
    day = TODAY - timedelta(days=days)
    decided = None if status is ProposalStatus.PRESENTED else day
    return Past(code, status, day, decided, surprise)


def test_what_was_declined_rests_and_comes_back() -> None:
    shut = replace(STANDING, past=[past(ProposalStatus.DECLINED, 89)])
    assert block(offer(), shut) == Block(Gate.DECLINED, TODAY + timedelta(days=1))
    assert block(offer(), replace(STANDING, past=[past(ProposalStatus.DECLINED, 90)])) is None


def test_two_proposals_in_a_month_are_enough_until_the_older_one_has_aged() -> None:
    two = [past(ProposalStatus.LAPSED, 5, "a"), past(ProposalStatus.ACCEPTED, 9, "b")]
    shut = Block(Gate.TOO_MANY, TODAY + timedelta(days=21))
    assert block(offer(), replace(STANDING, past=two)) == shut
    assert shut.until is not None
    assert block(offer(), replace(STANDING, past=two, today=shut.until)) is None


def test_an_offer_has_its_time() -> None:
    day = timedelta(days=1)
    assert block(offer(valid_from=TODAY + day), STANDING) == Block(Gate.NOT_YET, TODAY + day)
    assert block(offer(valid_to=TODAY - day), STANDING) == Block(Gate.OVER)
    assert block(offer(valid_from=TODAY, valid_to=TODAY), STANDING) is None


def test_who_took_one_offer_is_not_offered_the_other() -> None:
    took = replace(STANDING, past=[past(ProposalStatus.ACCEPTED, 400, "better-rate")])
    assert block(offer(excludes="better-rate"), took) == Block(Gate.INSTEAD)
    declined = replace(STANDING, past=[past(ProposalStatus.DECLINED, 400, "better-rate")])
    assert block(offer(excludes="better-rate"), declined) is None


GIFT = offer(family="surprise", sells="", risk="")


def test_never_the_same_gift_twice_running() -> None:
    same = [past(ProposalStatus.ACCEPTED, 400, "idle", surprise=True)]
    assert block(GIFT, replace(STANDING, past=same)) == Block(Gate.SAME_GIFT)
    since = [past(ProposalStatus.ACCEPTED, 200, "other", surprise=True), *same]
    assert block(GIFT, replace(STANDING, past=since)) is None


def test_surprises_come_now_and_then_and_within_the_budget() -> None:
    lately = [past(ProposalStatus.ACCEPTED, 60, "other", surprise=True)]
    until = TODAY + timedelta(days=30)
    assert block(GIFT, replace(STANDING, past=lately)) == Block(Gate.SURPRISED, until)
    spent = replace(STANDING, budget_left=18_499)
    assert block(GIFT, spent) == Block(Gate.BUDGET, date(2027, 1, 1))
    assert block(GIFT, replace(STANDING, budget_left=18_500)) is None


def test_the_managers_own_rules_hold() -> None:
    patient = Policy(declined_rest_days=10, presented_rest_days=5, at_most_in_rest=1)
    one = replace(STANDING, policy=patient, past=[past(ProposalStatus.DECLINED, 9)])
    assert block(offer(), one) == Block(Gate.DECLINED, TODAY + timedelta(days=1))
    busy = replace(STANDING, policy=patient, past=[past(ProposalStatus.LAPSED, 4, "a")])
    assert block(offer(), busy) == Block(Gate.TOO_MANY, TODAY + timedelta(days=1))


def test_at_most_three_and_one_of_a_family() -> None:
    families = list(OfferFamily)
    many = [
        offer(code=f"o{n}", family=families[n % 4].value, presenting=str(n), sells="", risk="")
        for n in range(12)
    ]
    usual = rates([], {o.code: o.family for o in many}, TODAY)
    best, _ = ranking.suggest(many, FACTS, STANDING, usual)
    assert len(best) == 3
    assert len({s.offer.family for s in best}) == 3
    assert [s.score for s in best] == sorted((s.score for s in best), reverse=True)


class OnePrice(NoPrices):
    """Prices of a bank at which every product earns one percent, and money on accounts nothing."""

    def of_new(self, product: str, rate_ppm: int) -> Price:
        return Price(Fraction(1, 100))

    def of_held(self, facts: Facts, source: Source) -> Held:
        return Held(None, Price(Fraction(0)))


def test_the_same_money_is_talked_of_once() -> None:
    lines = (
        ("ladder", "professional_service", "move 300000 from maturing to term-1y"),
        ("certificate", "creative_solution", "move 200000 from maturing to term-3y"),
        ("idle", "creative_solution", "move 2000 from current to bond-fund"),
        ("fund", "better_price", "move 1000 from outside to bond-fund"),
    )
    offers = [
        offer(code=code, family=family, effects=(e,), cost="0", presenting="0", sells="", risk="")
        for code, family, e in lines
    ]
    usual = rates([], {o.code: o.family for o in offers}, TODAY)
    best, _ = ranking.suggest(offers, FACTS, STANDING, usual, OnePrice())
    assert [s.offer.code for s in best] == ["ladder", "idle", "fund"]


def test_a_gated_offer_is_shown_with_its_reason_and_never_ranked() -> None:
    best, waiting = ranking.suggest(
        [offer()], FACTS, replace(STANDING, complaint=TODAY), no_outcomes("idle")
    )
    assert not best
    assert [w.block.gate for w in waiting] == [eligibility.Gate.COMPLAINT]


def test_pooling_is_that_of_the_worked_example() -> None:
    """3 of 10 for the offer, 12 of 80 in its family: the offer stands between the two."""
    outcomes = [
        Outcomes("idle", TODAY, 10, 3),
        Outcomes("other", TODAY, 70, 9),
    ]
    families = dict.fromkeys(("idle", "other"), OfferFamily.PROFESSIONAL_SERVICE)
    found = rates(outcomes, families, TODAY).of("idle", Facts())
    book = (12 + 10 * 0.25) / 90
    family = (12 + 10 * book) / 90
    assert found.usual_ppm == round((3 + 10 * family) / 20 * 1_000_000)
    assert (found.outcomes, found.accepted) == (10, 3)
    assert (found.family_outcomes, found.family_accepted) == (80, 12)
