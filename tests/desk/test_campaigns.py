"""Campaigns, surprises and results: whom next, whose day comes, what it really earned."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rmdesk.desk import (
    campaigns,
    deriving,
    earnings,
    editing,
    learning,
    offering,
    proposals,
    results,
    surprises,
)
from rmdesk.desk.proposals import Answer
from rmdesk.errors import BadInput, Gone
from rmdesk.offers.eligibility import Gate
from rmdesk.store.book import Book, Clock
from rmdesk.terms import Occasion, OfferFamily, ProposalStatus
from tests.conftest import CONSENT, TODAY
from tests.desk.sample_offers import put_idle_offer
from tests.desk.test_value import account, post
from tests.offers.offers import WRITTEN
from tests.plain_prices import drop_costs


def rich(book: Book, count: int) -> list[int]:
    """Customers with more and more idle money; accounts cost nothing."""
    drop_costs(book)
    put_idle_offer(book)
    people = []
    for n in range(count):
        fields = {"name": f"P{n}", "born": "1985-06-01", "consent": CONSENT}
        fields |= {"risk_class": "C3", "risk_assessed": "2026-06-01"}
        people.append(editing.create(book, fields))
        number = account(book, people[-1])
        post(book, number, TODAY - timedelta(days=300), 100_000_000 + n * 10_000_000)
    return people


def test_a_campaign_has_all_whom_it_fits_the_best_first(book: Book) -> None:
    people = rich(book, 4)
    view = campaigns.look(book, "idle-to-fund")
    assert [line.customer_id for line in view.lines] == people[::-1]
    proposals.present(book, people[-1], "idle-to-fund")
    view = campaigns.look(book, "idle-to-fund")
    assert [line.customer_id for line in view.lines] == people[-2::-1]
    assert view.counts == {ProposalStatus.PRESENTED: 1}
    assert view.week_left == 14
    with pytest.raises(Gone):
        campaigns.look(book, "nothing-of-the-kind")


def test_the_weeks_best_are_no_more_than_the_manager_can_see_through(book: Book) -> None:
    people = rich(book, 18)
    view = campaigns.look(book)
    assert len(view.lines) == view.week_left == 15
    assert len({line.customer_id for line in view.lines}) == 15
    scores = [line.suggestion.score for line in view.lines]
    assert scores == sorted(scores, reverse=True)
    for line in view.lines[:3]:
        proposals.present(book, line.customer_id, line.suggestion.offer)
    assert campaigns.look(book).week_left == 12
    monday = TODAY + timedelta(days=7 - TODAY.weekday())
    book.clock = Clock(monday)
    assert campaigns.look(book).week_left == 15
    assert len(people) == 18


def test_a_preview_says_whom_an_offer_would_fit_before_it_is_kept(book: Book) -> None:
    people = rich(book, 3)
    editing.edit(book, people[0], {"risk_class": "C1"})
    found = campaigns.preview(book, WRITTEN)
    assert (found.fits, found.waits) == (3, 1)
    assert found.names == ("P2", "P1")
    assert found.expected == round(0.25 * (157_000 + 143_500))
    dear = campaigns.preview(book, replace(WRITTEN, presenting="390"))
    assert (dear.fits, dear.waits, dear.worthless, dear.names) == (3, 1, 1, ("P2",))
    with pytest.raises(BadInput):
        campaigns.preview(book, replace(WRITTEN, effects=()))


def test_days_to_come_are_in_the_calendar_with_what_would_please(book: Book) -> None:
    born = date(1980, TODAY.month, TODAY.day) + timedelta(days=5)
    fields = {"name": "王芳", "born": born.isoformat(), "since": "2010-12-20", "tier": "gold"}
    number = editing.create(book, fields | {"consent": CONSENT})
    post(book, account(book, number), TODAY - timedelta(days=300), 900_000_000)
    survival = ",".join(str(1_000_000 - 8_000 * n) for n in range(61))
    book.rows(
        "INSERT INTO lifetimes VALUES (?, 'assumed', '', 0, 0, 1, 0, ?, 0, 0, 40000000, 0, 0,"
        " 904000, 0, 0, 0, 0, '')",
        (number, survival),
    )
    found = surprises.look(book)
    birthday, anniversary = found.lines
    assert (birthday.occasion, birthday.years) == (Occasion.BIRTHDAY, 46)
    assert birthday.day == born.replace(year=TODAY.year)
    assert birthday.suggestion is not None
    assert birthday.suggestion.offer == "birthday-surprise"
    assert (anniversary.occasion, anniversary.years) == (Occasion.ANNIVERSARY, 16)
    assert anniversary.suggestion is not None
    assert found.spent == 0
    accepted(book, number, "birthday-surprise")
    after = surprises.look(book)
    assert after.spent == 8_000
    gates = {line.block.gate for line in after.lines if line.block}
    assert gates == {Gate.PRESENTED, Gate.SURPRISED}
    assert after.lines[0].last["en"] == "Birthday surprise"
    book.clock = Clock(born.replace(year=TODAY.year + 1))
    again = {s.offer.code for s in offering.fitting(book, number).suggestions}
    assert "birthday-surprise" not in again


def accepted(book: Book, customer: int, code: str) -> int:
    number = proposals.present(book, customer, code)
    proposals.decide(book, number, Answer(ProposalStatus.ACCEPTED))
    return number


def test_what_was_opened_after_a_yes_is_what_it_earned(book: Book) -> None:
    (person,) = rich(book, 1)
    book.clock = Clock(TODAY - timedelta(days=120))
    proposal = accepted(book, person, "idle-to-fund")
    book.clock = Clock(TODAY)
    assert earnings.earned(book) == {}
    opened = TODAY - timedelta(days=100)
    fund = account(book, person, product="money-fund", opened=opened)
    post(book, fund, opened, 50_000_000)
    other = account(book, person, product="term-1y", opened=opened)
    post(book, other, opened, 50_000_000)
    expected = book.number("SELECT sum(minor) FROM rollup WHERE account_id = ?", (fund,))
    assert expected > 0
    assert earnings.earned(book) == {proposal: expected}
    (line,) = offering.look(book, person).past
    assert line.earned == expected
    found = results.look(book)
    assert [(r.offer, r.accepted, r.earned) for r in found.lines] == [
        ("", 1, expected),
        ("idle-to-fund", 1, expected),
    ]


def test_what_is_tied_by_hand_counts_there_and_nowhere_else(book: Book) -> None:
    (person,) = rich(book, 1)
    book.clock = Clock(TODAY - timedelta(days=120))
    one = accepted(book, person, "idle-to-fund")
    book.clock = Clock(TODAY)
    opened = TODAY - timedelta(days=100)
    fund = account(book, person, product="money-fund", opened=opened)
    post(book, fund, opened, 50_000_000)
    first = book.number("SELECT id FROM accounts WHERE product = 'current'")
    post(book, first, opened, 30_000_000)
    posting = book.number("SELECT max(id) FROM transactions")
    before = earnings.earned(book)[one]
    known = earnings.ties(book, one)
    assert {line.id for line in known.accounts if line.tied} == {fund}
    earnings.tie(book, one, {fund}, {posting})
    assert earnings.earned(book)[one] > before
    # The posting's account counts for it as well now: the whole, and nothing twice.
    earnings.tie(book, one, {fund, first}, {posting})
    whole = book.number(
        "SELECT sum(minor) FROM rollup WHERE account_id IN (?, ?) AND month >= ?",
        (fund, first, (TODAY - timedelta(days=120)).replace(day=1).toordinal()),
    )
    assert earnings.earned(book)[one] == whole
    earnings.tie(book, one, set(), {posting})
    tied = earnings.ties(book, one)
    assert {line.id for line in tied.postings if line.tied} == {posting}


def test_results_tell_expected_so_far_and_whether_chances_were_right(book: Book) -> None:
    people = rich(book, 6)
    for n, person in enumerate(people):
        number = proposals.present(book, person, "idle-to-fund")
        status = ProposalStatus.ACCEPTED if n < 2 else ProposalStatus.DECLINED
        if n < 5:
            proposals.decide(book, number, Answer(status))
    book.clock = Clock(TODAY + timedelta(days=73))
    deriving.turn_month(book)
    found = results.look(book)
    family, offer = found.lines
    assert family.family is OfferFamily.PROFESSIONAL_SERVICE
    assert (offer.presented, offer.accepted, offer.declined, offer.open) == (6, 2, 3, 1)
    yearly = book.rows("SELECT expected_minor FROM proposals WHERE status = 'accepted'")
    # To the end of January, the last complete month.
    assert offer.expected == sum(round(int(str(row[0])) * 69 / 365) for row in yearly)
    assert sum(band.count for band in found.bands) == 5
    assert sum(band.accepted for band in found.bands) == 2


def test_outcomes_are_learnt_from_once_they_are_there(book: Book) -> None:
    people = rich(book, 1)
    assert learning.refresh(book)
    assert not learning.refresh(book)
    number = proposals.present(book, people[0], "idle-to-fund")
    assert not learning.is_stale(book)
    proposals.decide(book, number, Answer(ProposalStatus.DECLINED))
    assert learning.is_stale(book)
    assert learning.refresh(book)
    assert learning.evidence(book).outcomes == 1
