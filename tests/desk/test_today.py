"""Each section of Today, from data alone."""

from datetime import date, timedelta

import pytest

from rmdesk.desk import editing, interactions, today as desk_today
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.views import TodayLine
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, InteractionKind, Section
from tests.conftest import TODAY
from tests.desk.test_value import account, noon, post

SOON = timedelta(days=1)


def lines(book: Book, section: Section) -> list[TodayLine]:
    return [line for line in desk_today.look(book).lines if line.section is section]


@pytest.mark.parametrize(
    ("born", "shown"),
    [
        ("1979-11-24", True),
        ("1979-12-01", True),
        ("1979-12-02", False),
        ("1979-11-23", False),
    ],
)
def test_birthdays_of_the_next_week(book: Book, customer: int, born: str, shown: bool) -> None:
    editing.edit(book, customer, {"born": born})
    found = lines(book, Section.BIRTHDAY)
    assert bool(found) == shown
    if shown:
        assert found[0].count == 47


def test_a_contacts_birthday_is_told_with_its_organisation(book: Book) -> None:
    firm = editing.create(book, {"name": "Acme", "kind": "organisation"})
    editing.save_contact(book, firm, None, {"name": "Laura", "born": "1980-11-26"})
    assert [(f.customer_name, f.text) for f in lines(book, Section.BIRTHDAY)] == [("Acme", "Laura")]


def test_who_was_not_spoken_to_for_longer_than_the_tier_allows(book: Book, customer: int) -> None:
    assert not lines(book, Section.OUT_OF_TOUCH)
    talk = InteractionDraft(InteractionKind.CALL, "x", at=noon(TODAY - timedelta(days=61)))
    interactions.log(book, customer, talk)
    assert [line.count for line in lines(book, Section.OUT_OF_TOUCH)] == [61]
    interactions.log(book, customer, InteractionDraft(InteractionKind.MESSAGE, "x"))
    assert not lines(book, Section.OUT_OF_TOUCH)


def test_a_gift_is_no_talk(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"since": "2020-01-01"})
    interactions.log(book, customer, InteractionDraft(InteractionKind.GIFT, "Flowers"))
    assert [line.detail for line in lines(book, Section.OUT_OF_TOUCH)] == ["never"]


def test_deposits_and_loans_that_end_within_a_month(book: Book, customer: int) -> None:
    for days in (0, 30, 31):
        account(book, customer, "term-1y", matures=TODAY + timedelta(days=days))
    assert [(line.day - TODAY).days for line in lines(book, Section.MATURITY)] == [0, 30]


def test_instalments_due_this_week_and_loans_in_arrears(book: Book, customer: int) -> None:
    terms = {"principal_minor": 1_200_000, "instalment_minor": 100_000}
    account(book, customer, "consumer-loan", opened=date(2026, 3, 27), **terms)
    account(
        book,
        customer,
        "consumer-loan",
        opened=date(2026, 3, 10),
        status=AccountStatus.IN_ARREARS,
        **terms,
    )
    assert [line.day for line in lines(book, Section.INSTALMENT)] == [date(2026, 11, 27)]
    assert [line.day for line in lines(book, Section.MISSED_INSTALMENT)] == [date(2026, 11, 10)]


def test_a_posted_loan_without_its_last_payment_is_missed(book: Book, customer: int) -> None:
    terms = {"principal_minor": 1_200_000, "instalment_minor": 100_000}
    loan = account(book, customer, "consumer-loan", opened=date(2026, 8, 15), **terms)
    post(book, loan, date(2026, 8, 15), -1_200_000)
    post(book, loan, date(2026, 9, 15), 100_000)
    post(book, loan, date(2026, 10, 15), 100_000)
    assert len(lines(book, Section.MISSED_INSTALMENT)) == 1
    post(book, loan, date(2026, 11, 16), 100_000)
    assert not lines(book, Section.MISSED_INSTALMENT)


def test_a_movement_many_times_the_usual_one(book: Book, customer: int) -> None:
    number = account(book, customer)
    for days in (20, 40, 60):
        post(book, number, TODAY - timedelta(days=days), 100_000)
    post(book, number, TODAY - SOON, 499_000)
    assert not lines(book, Section.LARGE_MOVEMENT)
    post(book, number, TODAY - SOON, -500_000)
    assert [line.minor for line in lines(book, Section.LARGE_MOVEMENT)] == [-500_000]


def test_what_expires_stays_until_it_is_put_right(book: Book, customer: int) -> None:
    editing.edit(
        book,
        customer,
        {"document_expires": "2026-12-20", "review_due": "2026-01-01", "risk_until": "2027-06-01"},
    )
    assert {line.detail for line in lines(book, Section.EXPIRY)} == {
        "document_expires",
        "review_due",
    }
