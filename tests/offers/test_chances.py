"""Chances: always between none and certain, raised by a yes, explained line by line."""

from dataclasses import replace
from datetime import timedelta
from math import exp, log
from random import Random

import pytest
from hypothesis import given, strategies as st

from rmdesk.i18n import money
from rmdesk.offers import traits
from rmdesk.offers.acceptance import MOST_PUSHES, Outcomes, pushes, rates
from rmdesk.offers.evidence import fitting
from rmdesk.offers.evidence.fitting import Ended
from rmdesk.offers.evidence.learner import Learner
from rmdesk.offers.evidence.replay import replay
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.sharing import share_out
from rmdesk.offers.traits import Evidence, Term, WordWorth
from rmdesk.terms import OfferFamily
from tests.offers.offers import TODAY

FAMILIES = dict(zip("abc", reversed(OfferFamily), strict=False))


TERMS = st.lists(
    st.tuples(st.sampled_from(list(Measure)), st.floats(-3, 3)),
    max_size=12,
    unique_by=lambda t: t[0],
)


@given(TERMS, st.integers(5_000, 900_000), st.floats(-1, 1))
def test_the_points_beside_a_chance_add_up_to_it(
    drawn: list[tuple[Measure, float]], start: int, level: float
) -> None:
    """In the whole points that are shown, and in millionths."""
    terms = [Term(measure, odds) for measure, odds in drawn]
    found = rates([], FAMILIES, TODAY, Evidence(0, level), {"a": start}).weighed("a", terms)
    moved = pushes(found, terms)
    shown = [int(money.percent(ppm).split()[0]) for ppm in (found.usual_ppm, found.ppm)]
    assert shown[0] + sum(push.points for push in moved) == shown[1]
    assert found.usual_ppm + sum(push.ppm for push in moved) == found.ppm
    assert len(moved) <= MOST_PUSHES + 1
    assert [push.measure for push in moved].count(None) <= 1
    odds = {term.measure: term.log_odds for term in terms}
    for push in moved:
        if push.measure is not None:
            assert push.ppm * odds[push.measure] > 0


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9), st.floats(-0.99, 0.99))
def test_parts_shared_out_are_within_one_of_the_exact_ones(parts: list[float], off: float) -> None:
    whole = round(sum(parts) + off / 2)
    found = share_out(parts, whole)
    assert sum(found) == whole
    assert all(abs(got - part) <= 1 + 1e-6 for got, part in zip(found, parts, strict=True))


def test_equal_parts_are_shared_out_first_come_first() -> None:
    assert share_out([0.5, 0.5, 0.5], 2) == [1, 1, 0]
    assert share_out([-0.5, 1.5], 1) == [0, 1]
    assert share_out([], 0) == []
    with pytest.raises(ValueError):
        share_out([], 1)


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


def test_a_changing_level_leaves_the_starting_chances_apart() -> None:
    """The book goes from 40 % to 5 %; two offers nobody was offered keep their distance."""
    draw = Random(4)
    past = [
        Ended(
            *("a", FAMILIES["a"], TODAY - timedelta(days=(599 - n) // 2)),
            draw.random() < (0.4 if n < 300 else 0.05),
            {"age": 30 + n % 40},
            400_000,
        )
        for n in range(600)
    ]
    grouped = [Outcomes("a", e.day, 1, int(e.yes)) for e in past]
    own = {"a": 400_000, "b": 700_000, "c": 20_000}
    known = rates(grouped, FAMILIES, TODAY, fitting.fit(past), own)
    a, b, c = (known.of(code, Facts({Measure.AGE: 49}, {})) for code in "abc")
    assert a.ppm < 150_000
    assert (b.usual_ppm, c.usual_ppm) == (700_000, 20_000)
    some = rates([*grouped, Outcomes("b", TODAY, 5, 3)], FAMILIES, TODAY, fitting.fit(past), own)
    started = some.of("b", Facts({Measure.AGE: 49}, {}))
    assert c.ppm < a.ppm < started.usual_ppm < b.usual_ppm


def test_an_offer_with_few_outcomes_stays_near_its_own_start() -> None:
    """Ten outcomes weigh as much as the start does (m = 10), in the backtest as in daily use."""
    past = [Ended("a", FAMILIES["a"], TODAY, n % 5 == 0, {"age": 40}, 700_000) for n in range(10)]
    cases = fitting.cases_of(past)
    running = fitting.own_rates(past)
    assert 1 / (1 + exp(-running.log_odds(cases)[0])) == pytest.approx(0.7)
    running.learn(cases)
    daily = rates([Outcomes("a", TODAY, 10, 2)], FAMILIES, TODAY, own={"a": 700_000})
    assert daily.of("a", Facts()).ppm == 450_000
    assert 1 / (1 + exp(-running.log_odds(cases)[0])) == pytest.approx(0.45)
    again = running.restarted()
    assert 1 / (1 + exp(-again.log_odds(cases)[0])) == pytest.approx(0.7)


def test_daily_chances_are_those_of_the_backtest() -> None:
    """What the backtest says of the next day's proposals, the stored evidence says on that day."""
    draw = Random(11)
    starts = {"a": 500_000, "b": 60_000, "c": None}
    tiers = ("gold", "basic")

    def proposal(n: int) -> Ended:
        code, tier = draw.choice("abc"), draw.choice(tiers)
        yes = draw.random() < (0.5 if tier == "gold" else 0.15) * (1.3 if n < 200 else 0.6)
        day = TODAY - timedelta(days=max(0, 300 - n) * 2)
        known: dict[str, int | str] = {"tier": tier, "age": draw.randrange(25, 80)}
        return Ended(code, FAMILIES[code], day, yes, known, starts[code])

    ended = [proposal(n) for n in range(360)]
    cases = fitting.cases_of(ended)
    said, _base = replay(cases, 300, fitting.own_rates(ended))
    past, today = ended[:300], ended[300:]
    stored = traits.from_json(fitting.fit(past).to_json())
    own = {code: start for code, start in starts.items() if start is not None}
    known = rates([Outcomes(e.offer, e.day, 1, e.yes) for e in past], FAMILIES, TODAY, stored, own)
    assert len({e.day for e in today}) == 1
    for case, given_ in zip(today, said[300:], strict=True):
        facts = Facts(
            {Measure.AGE: int(case.traits["age"])},
            {Measure.TIER: frozenset({str(case.traits["tier"])})},
        )
        assert known.of(case.offer, facts).ppm == pytest.approx(given_ * 1_000_000, abs=2)


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
