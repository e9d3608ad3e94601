"""Suggestions from the catalogue, proposals and their rest, on the demo book and alone."""

import json
from datetime import timedelta

import pytest

from rmdesk.desk import (
    editing,
    facts,
    followups,
    interactions,
    learning,
    offer_catalogue,
    offering,
    opinions,
    policies,
    prices,
    proposals,
    undoing,
)
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.proposals import Answer
from rmdesk.errors import BadInput, Gone
from rmdesk.offers.eligibility import Gate
from rmdesk.offers.measures import Measure
from rmdesk.store.book import Book, Clock
from rmdesk.terms import (
    Aspect,
    CustomerKind,
    DeclineReason,
    InteractionKind,
    LifeEventKind,
    OfferFamily,
    Outcome,
    ProposalStatus,
)
from tests.conftest import TODAY
from tests.desk.sample_offers import put_idle_offer
from tests.desk.test_value import account, post


@pytest.fixture
def idle(book: Book, customer: int) -> int:
    """A customer with a million that has not moved for months, and an offer for that."""
    put_idle_offer(book)
    number = account(book, customer)
    post(book, number, TODAY - timedelta(days=200), 100_000_000)
    assessed = {"risk_class": "C3", "risk_assessed": "2026-06-01"}
    editing.edit(book, customer, assessed | {"born": "1985-06-01"})
    return customer


def codes(book: Book, customer: int) -> list[str]:
    return [s.offer for s in offering.look(book, customer).suggestions]


def test_the_catalogue_has_something_for_everyone(book: Book) -> None:
    offers = offer_catalogue.of_book(book)
    assert len(offers) >= 20
    assert {offer.family for offer in offers} == set(OfferFamily)
    for kind in CustomerKind:
        fitting = [
            o
            for o in offers
            if kind.value in {c.value for c in o.conditions if c.measure == "kind"}
        ]
        assert len(fitting) >= 4
    for offer in offers:
        assert offer.conditions and {"en", "zh"} <= set(offer.names)
        assert offer.points["en"] and offer.points["zh"]


def test_idle_money_is_a_reason_with_its_figure(book: Book, idle: int) -> None:
    suggestion = next(s for s in offering.look(book, idle).suggestions if s.offer == "idle-to-fund")
    figures = {r.measure: r.figure for r in suggestion.reasons}
    assert figures[Measure.IDLE_BALANCE] == 100_000_000
    assert suggestion.expected == 100_000_000 * 40 * 45 // 1_000_000
    assert suggestion.chance.untried


def test_money_that_moved_last_week_is_not_idle(book: Book, customer: int) -> None:
    number = account(book, customer)
    post(book, number, TODAY - timedelta(days=200), 100_000_000)
    post(book, number, TODAY - timedelta(days=9), -99_000_000)
    post(book, number, TODAY - timedelta(days=8), 99_000_000)
    editing.edit(book, customer, {"risk_class": "C3", "risk_assessed": "2026-06-01"})
    assert "idle-to-fund" not in codes(book, customer)


def test_a_presented_offer_keeps_the_reasons_of_its_day(book: Book, idle: int) -> None:
    number = proposals.present(book, idle, "idle-to-fund")
    row = book.rows("SELECT reasons, expected_minor, rank FROM proposals WHERE id = ?", (number,))
    reasons = json.loads(str(row[0][0]))
    assert {
        "measure": "idle_balance",
        "op": "at_least",
        "value": 5_000_000,
        "figure": 100_000_000,
    } in reasons
    assert "idle-to-fund" not in codes(book, idle)
    assert [p.offer for p in offering.look(book, idle).open] == ["idle-to-fund"]
    with pytest.raises(Gone):
        proposals.present(book, idle, "idle-to-fund")


def test_what_was_declined_rests_and_is_offered_again(book: Book, idle: int) -> None:
    number = proposals.present(book, idle, "idle-to-fund")
    known = facts.of_customer(book, idle)
    before = learning.rates(book).of("idle-to-fund", known).ppm
    answer = Answer(ProposalStatus.DECLINED, DeclineReason.TIMING, " later ")
    proposals.decide(book, number, answer)
    view = offering.look(book, idle)
    waiting = {w.offer: w.block for w in view.waiting}
    assert waiting["idle-to-fund"].gate is Gate.DECLINED
    assert waiting["idle-to-fund"].until == TODAY + timedelta(days=90)
    assert [(p.status, p.note) for p in view.past] == [(ProposalStatus.DECLINED, "later")]
    assert learning.rates(book).of("idle-to-fund", known).ppm < before
    book.clock = Clock(TODAY + timedelta(days=90))
    assert "idle-to-fund" in codes(book, idle)
    with pytest.raises(Gone):
        proposals.decide(book, number, Answer(ProposalStatus.ACCEPTED))


def test_a_complaint_and_a_lapsed_assessment_stand_in_the_way(book: Book, idle: int) -> None:
    editing.edit(book, idle, {"risk_until": "2026-11-01"})
    gates = {w.offer: w.block.gate for w in offering.look(book, idle).waiting}
    assert gates["idle-to-fund"] is Gate.ASSESSMENT_OVER
    angry = InteractionDraft(InteractionKind.CALL, "queue", outcome=Outcome.COMPLAINT)
    interactions.log(book, idle, angry)
    view = offering.look(book, idle)
    assert [s.offer for s in view.suggestions] == ["complaint-recovery"]
    assert {w.block.gate for w in view.waiting} == {Gate.COMPLAINT}


def test_who_allows_no_contact_gets_no_offer(book: Book, idle: int) -> None:
    editing.edit(book, idle, {"consent": "-"})
    assert not codes(book, idle)


def test_every_suggestion_of_the_demo_book_has_a_figure_from_the_data(demo_book: Book) -> None:
    seen = set()
    for row in demo_book.rows("SELECT id FROM customers"):
        view = offering.look(demo_book, int(str(row[0])))
        assert len(view.suggestions) <= 3
        for suggestion in view.suggestions:
            seen.add(suggestion.offer)
            assert any(r.figure is not None for r in suggestion.reasons)
    assert len(seen) >= 10


def test_what_was_known_is_kept_with_the_proposal(book: Book, idle: int) -> None:
    number = proposals.present(book, idle, "idle-to-fund")
    sql = "SELECT traits, score_minor FROM proposals WHERE id = ?"
    traits, score = book.rows(sql, (number,))[0]
    assert json.loads(str(traits))["age"] == 41
    assert isinstance(score, int) and score > 0


def test_a_yes_makes_its_follow_up_in_the_same_deed(book: Book, idle: int) -> None:
    number = proposals.present(book, idle, "idle-to-fund")
    promise = FollowUpDraft("See it through", TODAY + timedelta(days=3))
    answer = Answer(ProposalStatus.ACCEPTED, follow_up=promise)
    proposals.decide(book, number, answer)
    (line,) = followups.of_customer(book, idle)
    assert (line.text, line.due) == ("See it through", TODAY + timedelta(days=3))
    undoing.undo(book)
    assert not followups.of_customer(book, idle)
    assert offering.look(book, idle).open


def test_what_was_shown_is_logged_once_a_day(book: Book, idle: int) -> None:
    shown = offering.look(book, idle).suggestions
    for _look in range(2):
        proposals.log_shown(book, idle, shown)
    rows = book.rows("SELECT offer, rank, score_minor, chance_ppm, reasons, model FROM showings")
    assert [(r[0], r[1], r[2], r[3]) for r in rows] == [
        (s.offer, rank, s.score, s.chance.ppm) for rank, s in enumerate(shown, 1)
    ]
    assert all(json.loads(str(r[4])) and r[5] == "rates" for r in rows)
    book.clock = Clock(TODAY + timedelta(days=1))
    proposals.log_shown(book, idle, shown)
    assert book.number("SELECT count(*) FROM showings") == 2 * len(shown)


def test_what_is_never_to_be_offered_waits_for_ever_and_can_come_back(
    book: Book, idle: int
) -> None:
    proposals.exclude(book, idle, "idle-to-fund")
    waiting = {w.offer: w.block.gate for w in offering.look(book, idle).waiting}
    assert waiting["idle-to-fund"] is Gate.EXCLUDED
    proposals.exclude(book, idle, "idle-to-fund", excluded=False)
    assert "idle-to-fund" in codes(book, idle)


def test_one_customer_and_the_whole_book_are_told_the_same(demo_book: Book) -> None:
    book = demo_book
    everybody = facts.of_all(book, ("mid_autumn",))
    assert len(everybody) == book.number("SELECT count(*) FROM customers WHERE NOT archived")
    for customer, known in everybody.items():
        assert facts.of_customer(book, customer, ("mid_autumn",)) == known
    for fitting in offering.whole_book(book):
        assert offering.fitting(book, fitting.customer_id) == fitting


def test_similar_customers_hold_what_this_one_misses(book: Book) -> None:
    people = [editing.create(book, {"name": f"P{n}", "tier": "gold"}) for n in range(12)]
    for person in people[:6]:
        account(book, person, product="money-fund")
    for person in people:
        account(book, person)
    learning.refresh(book)
    known = facts.of_customer(book, people[-1])
    assert known.words[Measure.MISSES] == {"wealth"}
    assert known.shares["wealth"] == 500_000
    assert facts.of_customer(book, people[0]).words[Measure.MISSES] == frozenset()


def test_opinions_and_life_events_are_measures(book: Book, customer: int) -> None:
    opinions.note(book, customer, {Aspect.SOCIAL: 2, Aspect.MONEY: 4})
    opinions.happened(book, customer, LifeEventKind.CHILD, TODAY - timedelta(days=20))
    book.clock = Clock(TODAY + timedelta(days=1))
    opinions.note(book, customer, {Aspect.SOCIAL: 5, Aspect.MONEY: 4})
    known = facts.of_customer(book, customer)
    assert known.numbers[Measure.SATISFACTION_SOCIAL] == 5
    assert known.numbers[Measure.BURDEN_MONEY] == 4
    assert known.numbers[Measure.DAYS_SINCE_EVENT] == 21
    assert known.words[Measure.LIFE_EVENT] == {"child"}
    assert book.number("SELECT count(*) FROM opinions") == 3
    for score in (0, 6):
        with pytest.raises(BadInput):
            opinions.note(book, customer, {Aspect.TIME: score})
    with pytest.raises(BadInput):
        opinions.happened(book, customer, LifeEventKind.HOME, TODAY + timedelta(days=9))


def test_deposits_are_compared_with_a_quarter_ago(book: Book, customer: int) -> None:
    number = account(book, customer)
    post(book, number, TODAY - timedelta(days=200), 100_000)
    post(book, number, TODAY - timedelta(days=10), -40_000)
    known = facts.of_customer(book, customer).numbers
    assert known[Measure.DEPOSITS] == 60_000
    assert known[Measure.DEPOSITS_FALL] == -known[Measure.DEPOSITS_RISE] == 400_000


def test_the_rules_of_a_day_hold_from_that_day(book: Book, idle: int) -> None:
    texts = (
        *(("valid_from", TODAY.isoformat()), ("a_week", "3"), ("presented_rest", "7")),
        *(("declined_rest", "14"), ("at_most", "1")),
        *(("surprise_rest", "60"), ("surprise_budget", "500"), ("festivals", "mid_autumn")),
    )
    prices.put(book, prices.Change("offer_rules", texts))
    policy = policies.of_book(book)
    assert (policy.a_week, policy.declined_rest_days, policy.surprise_minor) == (3, 14, 50_000)
    book.clock = Clock(TODAY - timedelta(days=1))
    assert policies.of_book(book).a_week == 15
    wrong = dict(texts) | {"festivals": "easter"}
    with pytest.raises(BadInput):
        prices.put(book, prices.Change("offer_rules", tuple(wrong.items())))
