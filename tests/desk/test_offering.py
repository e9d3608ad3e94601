"""Suggestions from the catalogue, proposals and their rest, on the demo book and alone."""

import json
from datetime import timedelta

import pytest

from rmdesk.desk import editing, interactions, offering, proposals
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import Gone
from rmdesk.offers.conditions import Measure
from rmdesk.offers.eligibility import Gate
from rmdesk.store.book import Book, Clock
from rmdesk.terms import (
    CustomerKind,
    DeclineReason,
    InteractionKind,
    OfferFamily,
    Outcome,
    ProposalStatus,
)
from tests.conftest import TODAY
from tests.desk.test_value import account, post


@pytest.fixture
def idle(book: Book, customer: int) -> int:
    """A customer with a million that has not moved for months."""
    number = account(book, customer)
    post(book, number, TODAY - timedelta(days=200), 100_000_000)
    editing.edit(book, customer, {"risk_class": "C3", "born": "1985-06-01"})
    return customer


def codes(book: Book, customer: int) -> list[str]:
    return [s.offer for s in offering.look(book, customer).suggestions]


def test_the_catalogue_has_something_for_everyone() -> None:
    offers = offering.offers(2)
    assert len(offers) >= 20
    assert {offer.family for offer in offers} == set(OfferFamily)
    for kind in CustomerKind:
        fitting = [
            o
            for o in offers
            if kind.value in {c.value for c in o.conditions if c.measure == "kind"}
        ]
        assert len(fitting) >= 4
    assert all(offer.conditions and {"en", "zh"} <= set(offer.names) for offer in offers)


def test_idle_money_is_a_reason_with_its_figure(book: Book, idle: int) -> None:
    suggestion = next(s for s in offering.look(book, idle).suggestions if s.offer == "idle-to-fund")
    figures = {r.measure: r.figure for r in suggestion.reasons}
    assert figures[Measure.IDLE_BALANCE] == 100_000_000
    assert suggestion.expected == 100_000_000 * 40 * 45 // 1_000_000
    assert suggestion.untried


def test_money_that_moved_last_week_is_not_idle(book: Book, customer: int) -> None:
    number = account(book, customer)
    post(book, number, TODAY - timedelta(days=200), 100_000_000)
    post(book, number, TODAY - timedelta(days=9), -99_000_000)
    post(book, number, TODAY - timedelta(days=8), 99_000_000)
    editing.edit(book, customer, {"risk_class": "C3"})
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
    before = {s.offer: s.chance_ppm for s in offering.look(book, idle).suggestions}
    proposals.decide(book, number, ProposalStatus.DECLINED, DeclineReason.TIMING, " later ")
    view = offering.look(book, idle)
    waiting = {w.offer: w.block for w in view.waiting}
    assert waiting["idle-to-fund"].gate is Gate.DECLINED
    assert waiting["idle-to-fund"].until == TODAY + timedelta(days=90)
    assert [(p.status, p.note) for p in view.past] == [(ProposalStatus.DECLINED, "later")]
    assert {s.offer: s.chance_ppm for s in view.suggestions} != before
    book.clock = Clock(TODAY + timedelta(days=90))
    assert "idle-to-fund" in codes(book, idle)
    with pytest.raises(Gone):
        proposals.decide(book, number, ProposalStatus.ACCEPTED)


def test_a_complaint_and_a_lapsed_assessment_stand_in_the_way(book: Book, idle: int) -> None:
    editing.edit(book, idle, {"risk_until": "2026-11-01"})
    gates = {w.offer: w.block.gate for w in offering.look(book, idle).waiting}
    assert gates["idle-to-fund"] is Gate.ASSESSMENT_OVER
    angry = InteractionDraft(InteractionKind.CALL, "queue", outcome=Outcome.COMPLAINT)
    interactions.log(book, idle, angry)
    view = offering.look(book, idle)
    assert not view.suggestions
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
