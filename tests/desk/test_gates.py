"""The gates as the book fills them: consent, age, guardians, documents, loans; day by day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rmdesk.desk import accounts, campaigns, editing, facts, gates, offering, policies, surprises
from rmdesk.desk.accounts import Rated, Shared
from rmdesk.offers.eligibility import Gate, Guardian, Standing
from rmdesk.offers.measures import Measure
from rmdesk.store.book import Book, Clock
from rmdesk.terms import AccountStatus, AssetClass, ContactChannel, RelationKind
from tests.conftest import CONSENT, TODAY
from tests.desk.test_value import account, post
from tests.own_offers import CREDIT, GIFT, PLAIN, RISK, take_own_offers

DAY = timedelta(days=1)


def standing(book: Book, customer: int, day: date = TODAY) -> Standing:
    """What the gates look at on a day; of one customer and of the whole book it is the same."""
    book.clock = Clock(day)
    policy = policies.of_book(book)
    known = facts.of_customer(book, customer)
    found = gates.of_customer(book, customer, known, policy)
    assert gates.of_all(book, facts.of_all(book), policy)[customer] == found
    return found


def waiting(book: Book, customer: int) -> set[Gate]:
    return {line.block.gate for line in offering.look(book, customer).waiting}


def offered(book: Book, customer: int) -> set[str]:
    return {line.offer for line in offering.look(book, customer).suggestions}


def held_back(book: Book, customer: int, gate: Gate) -> set[str]:
    """The offers that wait at a gate."""
    lines = offering.look(book, customer).waiting
    return {line.offer for line in lines if line.block.gate is gate}


@pytest.fixture
def rich(book: Book, customer: int, tmp_path: Path) -> int:
    """A customer to whom one thing of each kind can be offered."""
    take_own_offers(book, tmp_path)
    post(book, account(book, customer), TODAY - timedelta(days=200), 100_000_000)
    assessed = {"risk_class": "C3", "risk_assessed": "2026-06-01"}
    editing.edit(book, customer, assessed | {"born": "1985-06-01"})
    assert offered(book, customer) == {PLAIN, RISK, CREDIT}
    return customer


def test_consent_is_asked_for_recorded_and_taken_back(book: Book, rich: int) -> None:
    assert standing(book, rich).consent == frozenset(ContactChannel)
    editing.edit(book, rich, {"consent": "phone; visit"})
    two = frozenset({ContactChannel.PHONE, ContactChannel.VISIT})
    assert standing(book, rich).consent == two
    editing.edit(book, rich, {"consent": "-"})
    assert waiting(book, rich) == {Gate.NO_CONSENT}
    editing.edit(book, rich, {"consent": ""})
    assert standing(book, rich).consent is None
    assert not offering.look(book, rich).suggestions
    assert waiting(book, rich) == {Gate.NOT_ASKED}


def test_who_was_never_asked_is_in_no_campaign_and_no_calendar(book: Book, rich: int) -> None:
    editing.edit(book, rich, {"born": "1985-12-01"})
    assert campaigns.look(book).lines
    (birthday,) = surprises.look(book).lines
    assert birthday.suggestion is not None and birthday.suggestion.offer == GIFT
    editing.edit(book, rich, {"consent": ""})
    assert not campaigns.look(book).lines
    (birthday,) = surprises.look(book).lines
    assert birthday.suggestion is None
    assert birthday.block is not None and birthday.block.gate is Gate.NOT_ASKED


@pytest.mark.parametrize(
    ("born", "birthday"),
    [(date(2008, 11, 25), date(2026, 11, 25)), (date(2008, 2, 29), date(2026, 2, 28))],
)
def test_a_person_is_a_minor_to_the_day_before_the_18th_birthday(
    book: Book, customer: int, born: date, birthday: date
) -> None:
    editing.edit(book, customer, {"born": born.isoformat()})
    assert standing(book, customer, birthday - DAY).minor_until == birthday
    assert standing(book, customer, birthday).minor_until is None
    assert standing(book, customer, birthday + DAY).minor_until is None


@pytest.mark.parametrize(
    ("born", "birthday"),
    [(date(1961, 11, 25), date(2026, 11, 25)), (date(1960, 2, 29), date(2025, 2, 28))],
)
def test_a_person_is_senior_from_the_65th_birthday(
    book: Book, customer: int, born: date, birthday: date
) -> None:
    editing.edit(book, customer, {"born": born.isoformat()})
    assert not standing(book, customer, birthday - DAY).senior
    assert standing(book, customer, birthday).senior
    assert standing(book, customer, birthday + DAY).senior


def test_an_organisation_has_no_age_gate(book: Book) -> None:
    for born in ("2020-01-01", "1900-01-01"):
        fields = {"name": born, "kind": "organisation", "born": born, "consent": CONSENT}
        found = standing(book, editing.create(book, fields))
        assert found.minor_until is None and not found.senior


def test_of_whom_no_birthday_is_known_no_age_is_told(book: Book, customer: int) -> None:
    found = standing(book, customer)
    assert found.minor_until is None and not found.senior


@pytest.mark.parametrize("told_from", ["guardian", "ward"])
def test_guardians_come_before_parents_from_whichever_side_they_are_recorded(
    book: Book, customer: int, told_from: str
) -> None:
    editing.edit(book, customer, {"born": "2012-05-01"})
    mother = editing.create(book, {"name": "Anna"})
    uncle = editing.create(book, {"name": "Zoe"})
    sister = editing.create(book, {"name": "Bea"})
    for person, kind in (
        (mother, RelationKind.PARENT),
        (uncle, RelationKind.GUARDIAN),
        (sister, RelationKind.SIBLING),
    ):
        if told_from == "guardian":
            editing.relate(book, person, customer, kind)
        else:
            editing.relate(book, customer, person, kind.inverse)
    assert standing(book, customer).guardians == (
        Guardian(uncle, "Zoe"),
        Guardian(mother, "Anna", parent=True),
    )


def test_a_guardian_is_of_age_and_not_removed(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"born": "2012-05-01"})
    guardian = editing.create(book, {"name": "Anna", "born": "2008-11-25"})
    relation = editing.relate(book, guardian, customer, RelationKind.GUARDIAN)
    assert not standing(book, customer).guardians
    assert standing(book, customer, date(2026, 11, 25)).guardians
    editing.remove_relation(book, relation)
    assert not standing(book, customer, date(2026, 11, 25)).guardians


def test_a_minor_with_a_guardian_is_offered_what_is_neither_credit_nor_risk(
    book: Book, rich: int
) -> None:
    editing.edit(book, rich, {"born": "2012-05-01"})
    assert waiting(book, rich) == {Gate.NO_GUARDIAN}
    mother = editing.create(book, {"name": "Anna"})
    editing.relate(book, mother, rich, RelationKind.PARENT)
    assert held_back(book, rich, Gate.MINOR) == {RISK, CREDIT}
    (suggestion,) = offering.look(book, rich).suggestions
    assert suggestion.offer == PLAIN
    assert [g.name for g in suggestion.approach.guardians] == ["Anna"]


def test_an_assessment_lapses_after_twelve_months(book: Book, rich: int) -> None:
    editing.edit(book, rich, {"risk_assessed": "2025-11-24", "risk_until": ""})
    assert standing(book, rich, TODAY - DAY).risk_until == TODAY
    assert RISK in offered(book, rich)
    book.clock = Clock(TODAY)
    assert RISK in offered(book, rich)
    book.clock = Clock(TODAY + DAY)
    assert held_back(book, rich, Gate.ASSESSMENT_OVER) == {RISK}


def test_an_assessment_with_an_end_date_holds_to_that_day(book: Book, rich: int) -> None:
    editing.edit(book, rich, {"risk_assessed": "2024-01-01", "risk_until": TODAY.isoformat()})
    assert RISK in offered(book, rich)
    book.clock = Clock(TODAY + DAY)
    assert held_back(book, rich, Gate.ASSESSMENT_OVER) == {RISK}


def test_an_undated_assessment_is_named_as_that(book: Book, rich: int) -> None:
    editing.edit(book, rich, {"risk_assessed": "", "risk_until": ""})
    assert held_back(book, rich, Gate.NOT_DATED) == {RISK}
    assert Measure.DAYS_TO_RISK_EXPIRY not in facts.of_customer(book, rich).numbers


def test_the_days_to_a_lapse_count_from_the_assessment_too(book: Book, rich: int) -> None:
    known = facts.of_customer(book, rich).numbers
    assert known[Measure.DAYS_TO_RISK_EXPIRY] == (date(2027, 6, 1) - TODAY).days


def test_an_expired_document_bars_new_business_only(book: Book, rich: int) -> None:
    editing.edit(book, rich, {"document_expires": TODAY.isoformat()})
    assert offered(book, rich) == {PLAIN, RISK, CREDIT}
    book.clock = Clock(TODAY + DAY)
    assert offered(book, rich) == {PLAIN}
    assert held_back(book, rich, Gate.DOCUMENT_EXPIRED) == {RISK, CREDIT}


def loan(book: Book, customer: int, **more: object) -> int:
    """A loan of 900 that began a year ago and is owed in full."""
    opened = TODAY - timedelta(days=365)
    number = account(book, customer, "mortgage", opened=opened, **more)
    post(book, number, opened, -90_000)
    return number


@pytest.mark.parametrize("asset_class", list(AssetClass))
def test_the_class_of_a_loan_counts_from_its_day(
    book: Book, customer: int, asset_class: AssetClass
) -> None:
    number = loan(book, customer)
    rate(book, number, asset_class, TODAY)
    before = standing(book, customer, TODAY - DAY).asset_class
    assert before in (None, AssetClass.NORMAL)
    assert standing(book, customer).asset_class is asset_class


def rate(book: Book, number: int, asset_class: AssetClass, day: date) -> None:
    accounts.change(book, number, day, None, Rated("", "", asset_class))


@pytest.mark.parametrize("status", [AccountStatus.IN_ARREARS, AccountStatus.WRITTEN_OFF])
def test_arrears_and_write_offs_are_on_watch(
    book: Book, customer: int, status: AccountStatus
) -> None:
    assert standing(book, customer).asset_class is None
    loan(book, customer, status=status)
    found = standing(book, customer).asset_class
    assert found is not None and found.is_watch


def test_a_loan_past_its_maturity_and_unpaid_is_in_arrears(book: Book, customer: int) -> None:
    number = loan(book, customer, matures=TODAY)
    for day in (TODAY - DAY, TODAY):
        assert standing(book, customer, day).asset_class in (None, AssetClass.NORMAL)
    found = standing(book, customer, TODAY + DAY).asset_class
    assert found is AssetClass.SPECIAL_MENTION
    book.clock = Clock(TODAY + DAY)
    post(book, number, TODAY + DAY, 90_000)
    assert standing(book, customer, TODAY + DAY).asset_class in (None, AssetClass.NORMAL)


def test_every_owner_of_a_bad_loan_is_gated_and_who_gave_it_away_is_not(
    book: Book, customer: int
) -> None:
    partner, former = (editing.create(book, {"name": n, "consent": CONSENT}) for n in "AB")
    number = loan(book, former, status=AccountStatus.IN_ARREARS)
    accounts.change(book, number, TODAY, Shared(customer, 990_000, partner), None)
    assert standing(book, customer).asset_class is AssetClass.SPECIAL_MENTION
    assert standing(book, partner).asset_class is AssetClass.SPECIAL_MENTION
    assert standing(book, former).asset_class is None


@pytest.mark.parametrize("told_from", ["guarantor", "guaranteed"])
def test_the_guarantor_of_a_bad_loan_is_marked(book: Book, customer: int, told_from: str) -> None:
    debtor = editing.create(book, {"name": "Debtor"})
    if told_from == "guarantor":
        editing.relate(book, customer, debtor, RelationKind.GUARANTOR)
    else:
        editing.relate(book, debtor, customer, RelationKind.GUARANTEED)
    number = loan(book, debtor)
    assert not standing(book, customer).guarantor
    rate(book, number, AssetClass.SPECIAL_MENTION, TODAY)
    found = standing(book, customer)
    assert found.guarantor and found.asset_class is None
    assert not standing(book, debtor).guarantor
