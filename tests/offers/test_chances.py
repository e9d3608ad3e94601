"""Chances: always between none and certain, raised by a yes, explained line by line."""

from dataclasses import replace
from datetime import timedelta
from math import exp, log

import pytest
from hypothesis import given, strategies as st

from rmdesk.offers import traits
from rmdesk.offers.acceptance import Outcomes, pushes, rates
from rmdesk.offers.evidence import fitting
from rmdesk.offers.evidence.fitting import Ended
from rmdesk.offers.evidence.learner import Learner
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.traits import Evidence, WordWorth
from rmdesk.terms import OfferFamily
from tests.offers.offers import TODAY

FAMILIES = dict(zip("abc", reversed(OfferFamily), strict=False))


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 2_000)), max_size=60)
)
def test_a_chance_is_always_between_none_and_certain(drawn: list[tuple[str, bool, int]]) -> None:
    outcomes = [
        Outcomes(code, TODAY - timedelta(days=age), 1, int(yes)) for code, yes, age in drawn
    ]
    found = rates(outcomes, FAMILIES, TODAY)
    for code in FAMILIES:
        chance = found.of(code, Facts())
        assert 0 < chance.low_ppm < chance.ppm < chance.high_ppm < 1_000_000


def test_a_yes_raises_the_chance_and_an_old_one_less() -> None:
    def after(*outcomes: tuple[int, int]) -> int:
        found = [Outcomes("a", TODAY - timedelta(days=age), 1, yes) for yes, age in outcomes]
        return rates(found, FAMILIES, TODAY).of("a", Facts()).ppm

    assert after((0, 0)) < after() < after((1, 700)) < after((1, 0))


def test_more_outcomes_make_it_surer() -> None:
    def width(count: int) -> int:
        found = rates([Outcomes("a", TODAY, count, count // 4)], FAMILIES, TODAY)
        chance = found.of("a", Facts())
        return chance.high_ppm - chance.low_ppm

    assert width(200) < width(40) < width(0)


def test_an_offers_own_chance_holds_until_there_are_outcomes() -> None:
    first = rates([], FAMILIES, TODAY, own={"a": 600_000})
    assert first.of("a", Facts()).ppm == 600_000
    later = rates([Outcomes("a", TODAY, 90, 9)], FAMILIES, TODAY, own={"a": 600_000})
    assert later.of("a", Facts()).ppm == round((9 + 10 * 0.6) / 100 * 1_000_000)


def test_each_trait_is_a_line_and_the_lines_add_up() -> None:
    """VALUE section 3: 22.5 %, said yes before +.28, by phone only −.17: 24.5 % or so."""
    learnt = Evidence(
        100,
        0.0,
        (),
        (
            WordWorth("last_proposal", {"accepted": 0.28}, 0.0),
            WordWorth("reached_by", {"call": -0.17}, 0.0),
        ),
    )
    facts = Facts(
        {},
        {
            Measure.LAST_PROPOSAL: frozenset({"accepted"}),
            Measure.REACHED_BY: frozenset({"call"}),
        },
    )
    found = rates([], FAMILIES, TODAY, learnt, {"a": 225_000}).of("a", facts)
    moved = pushes(found, learnt.terms(facts))
    odds = log(0.225 / 0.775) + 0.28 - 0.17
    assert found.ppm == pytest.approx(1_000_000 / (1 + exp(-odds)), abs=1)
    assert {push.measure: round(push.ppm / 10_000) for push in moved} == {
        Measure.LAST_PROPOSAL: 5,
        Measure.REACHED_BY: -3,
    }


def outcomes(count: int) -> list[Ended]:
    """Gold customers say yes three times of four, others once of four."""
    return [
        Ended(
            *("a", OfferFamily.SURPRISE, TODAY - timedelta(days=count - n)),
            (n // 2) % 4 != 3 if n % 2 else (n // 2) % 4 == 3,
            {"tier": "gold" if n % 2 else "basic", "age": 30 + n % 40},
        )
        for n in range(count)
    ]


def gold(evidence: Evidence, tier: str) -> float:
    facts = Facts({Measure.AGE: 45}, {Measure.TIER: frozenset({tier})})
    return next(t.log_odds for t in evidence.terms(facts) if t.measure is Measure.TIER)


def test_what_customers_have_in_common_is_learnt_from_outcomes() -> None:
    learnt = fitting.fit(outcomes(300))
    assert learnt.outcomes == 300
    assert gold(learnt, "gold") > 0.5 > -0.5 > gold(learnt, "basic")
    assert gold(learnt, "never seen") == pytest.approx(0, abs=0.05)


def test_too_few_outcomes_teach_nothing() -> None:
    assert fitting.fit(outcomes(20)) == Evidence(20)
    assert fitting.fit([]) == Evidence(0)


def test_what_was_learnt_is_kept_whole() -> None:
    learnt = fitting.fit(outcomes(120))
    assert traits.from_json(learnt.to_json()) == learnt


def test_the_kept_evidence_says_what_the_learner_says() -> None:
    ended = [replace(case, day=TODAY) for case in outcomes(200)]
    cases = fitting.cases_of(ended)
    learner = Learner(fitting.own_rates(ended))
    learner.begin(cases)
    said = learner.chances(cases)
    yes = sum(case.yes for case in ended)
    kept = rates([Outcomes("a", TODAY, 200, yes)], FAMILIES, TODAY, fitting.fit(ended))
    for case, chance in zip(ended, said, strict=True):
        facts = Facts(
            {Measure.AGE: int(case.traits["age"])},
            {Measure.TIER: frozenset({str(case.traits["tier"])})},
        )
        assert kept.of("a", facts).ppm == pytest.approx(chance * 1_000_000, abs=2)


def test_the_lines_of_a_chance_leave_nothing_out() -> None:
    """From what is usual, the traits alone lead to the chance of the customer."""
    learnt = fitting.fit(outcomes(120))
    found = rates([], FAMILIES, TODAY, learnt)
    facts = Facts({Measure.AGE: 61}, {Measure.TIER: frozenset({"gold"})})
    chance = found.of("a", facts)
    usual = chance.usual_ppm / 1_000_000
    odds = log(usual / (1 - usual)) + sum(t.log_odds for t in learnt.terms(facts))
    assert chance.ppm == pytest.approx(1_000_000 / (1 + exp(-odds)), abs=3)
