"""Log, follow up, edit: what a manager does all day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rmdesk.desk import (
    customers,
    details,
    editing,
    followups,
    interactions,
    names,
    today as desk_today,
    undoing,
)
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import BadInput, Gone, ManyCustomers, NoSuchCustomer
from rmdesk.store.book import Book
from rmdesk.terms import FollowUpStatus, InteractionKind, Recurrence, RelationKind, Section
from tests.conftest import TODAY

WEEK = (0, 1, 2, 3, 4)


def test_a_logged_visit_costs_what_the_catalogue_says(book: Book, customer: int) -> None:
    logged = interactions.log(
        book, customer, InteractionDraft(InteractionKind.VISIT, "Plant tour", minutes=45)
    )
    assert logged.cost == -(4_000 + 9_000)
    view = customers.look(book, customer)
    assert view.log[0].cost == logged.cost
    assert view.this_month == logged.cost
    assert view.last_contact == TODAY


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "  "}, "text"),
        ({"minutes": -1}, "minutes"),
        ({"at": datetime(2026, 12, 1).astimezone()}, "at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    book: Book, customer: int, change: dict[str, object], field: str
) -> None:
    draft = replace(InteractionDraft(InteractionKind.CALL, "Hello"), **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput) as refused:
        interactions.log(book, customer, draft)
    assert refused.value.field == field
    assert not customers.look(book, customer).log


def test_a_done_follow_up_of_a_series_makes_the_next(book: Book, customer: int) -> None:
    draft = FollowUpDraft("Report", date(2026, 10, 31), recurrence=Recurrence.MONTH_END)
    number = followups.add(book, customer, draft)
    assert followups.complete(book, number) == date(2026, 11, 30)
    assert followups.look(book, number).status is FollowUpStatus.DONE
    assert [f.due for f in followups.of_customer(book, customer)] == [date(2026, 11, 30)]


def test_a_snoozed_series_goes_back_to_its_own_days(book: Book, customer: int) -> None:
    draft = FollowUpDraft("Call", date(2026, 11, 24), recurrence=Recurrence.WEEKLY)
    number = followups.add(book, customer, draft)
    followups.snooze(book, number, date(2026, 11, 26))
    assert followups.complete(book, number) == date(2026, 12, 1)


def test_cancelling_ends_a_series(book: Book, customer: int) -> None:
    draft = FollowUpDraft("Call", date(2026, 11, 24), recurrence=Recurrence.WEEKLY)
    number = followups.add(book, customer, draft)
    followups.cancel(book, number)
    assert not followups.of_customer(book, customer)
    with pytest.raises(Gone):
        followups.complete(book, number)


def test_no_answer_logs_the_call_and_tries_again_with_longer_pauses(
    book: Book, customer: int
) -> None:
    number = followups.add(book, customer, FollowUpDraft("Ask", TODAY))
    again = followups.next_try(0, TODAY, WEEK)
    followups.no_answer(book, number, again)
    line = followups.look(book, number)
    assert (line.due, line.snoozes) == (date(2026, 11, 25), 1)
    assert customers.look(book, customer).log[0].text == "Ask"
    tries = [followups.next_try(n, TODAY, WEEK) - TODAY for n in range(5)]
    assert tries == sorted(tries)


def test_a_follow_up_is_in_today_until_it_is_done(book: Book, customer: int) -> None:
    for days in (-3, 0, 5, 30):
        followups.add(book, customer, FollowUpDraft(f"in {days}", TODAY + timedelta(days=days)))
    for _ in range(2):
        found = {line.text: line.section for line in desk_today.look(book).lines}
        assert found["in -3"] is Section.OVERDUE
        assert found["in 0"] is Section.TODAY
        assert found["in 5"] is Section.UPCOMING
        assert "in 30" not in found


def test_fields_are_checked_one_by_one(book: Book, customer: int) -> None:
    for fields, field, code in (
        ({"name": ""}, "name", "missing"),
        ({"phones": "call me"}, "phones", "phone"),
        ({"emails": "nobody"}, "emails", "email"),
        ({"born": "1979-02-30"}, "born", "date"),
        ({"born": "2030-01-01"}, "born", "future"),
        ({"tier": "platinum"}, "tier", "tier"),
        ({"risk_class": "C9"}, "risk_class", "code"),
        ({"consent": "pigeon"}, "consent", "channels"),
        ({"headcount": "-5"}, "headcount", "range"),
    ):
        with pytest.raises(BadInput) as refused:
            editing.edit(book, customer, fields)
        assert (refused.value.field, refused.value.code) == (field, code)


def test_a_bank_id_belongs_to_one_customer(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"bank_id": "P1"})
    editing.edit(book, customer, {"bank_id": "P1"})
    with pytest.raises(BadInput):
        editing.create(book, {"name": "Other", "bank_id": "P1"})


def test_what_is_typed_comes_back_in_the_form(book: Book, customer: int) -> None:
    typed = {
        "name": "欧阳 修文",
        "phones": "138 0013 8000; +86 571 88",
        "born": "1979-05-23",
        "tags": "vip; golf",
        "consent": "-",
        "stage": "after_sales",
        "risk_class": "C3",
        "notes": "two lines;\nwith a semicolon",
    }
    editing.edit(book, customer, typed)
    fields = details.look(book, customer).fields
    assert {name: fields[name] for name in typed} == typed


def test_a_like_customer_is_found_by_phone_name_and_number(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"identity_number": "33010119790523123X"})
    for fields, by in (
        ({"name": "Somebody", "phones": "13800138000"}, "phones"),
        ({"name": "张伟"}, "name"),
        ({"name": "ZHANGWEI"}, "name"),
        ({"name": "X", "identity_number": "33010119790523123x"}, "identity_number"),
    ):
        assert [(a.id, a.by) for a in editing.alike(book, fields)] == [(customer, by)]
    assert not editing.alike(book, {"name": "李娜", "phones": "139"})


def test_an_archived_customer_leaves_list_and_today_and_comes_back(
    book: Book, customer: int
) -> None:
    editing.edit(book, customer, {"born": "1979-11-24"})
    editing.archive(book, customer, True)
    assert customers.overview(book).customers == 0
    assert not desk_today.look(book).lines
    editing.archive(book, customer, False)
    assert customers.overview(book).customers == 1
    assert {line.section for line in desk_today.look(book).lines} >= {Section.BIRTHDAY}


def test_relations_read_from_both_sides(book: Book, customer: int) -> None:
    firm = editing.create(book, {"name": "Acme", "kind": "organisation"})
    editing.relate(book, customer, firm, RelationKind.OWNER)
    assert details.relations(book, firm)[0].kind is RelationKind.OWNER
    assert details.relations(book, customer)[0].kind is RelationKind.OWNED
    with pytest.raises(BadInput):
        editing.relate(book, customer, customer, RelationKind.SPOUSE)
    editing.remove_relation(book, details.relations(book, firm)[0].id)
    assert not details.relations(book, firm) and not details.relations(book, customer)
    undoing.undo(book)
    assert details.relations(book, firm)


def test_a_customer_is_meant_by_id_bank_id_or_words(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"bank_id": "P1"})
    other = editing.create(book, {"name": "张伟明"})
    for words in (str(customer), f"#{customer}", "P1", "张伟", "8000"):
        assert names.the_one(book, words) == customer
    assert names.the_one(book, "伟明") == other
    with pytest.raises(ManyCustomers) as many:
        names.the_one(book, "zhang")
    assert many.value.figures["count"] == 2
    with pytest.raises(NoSuchCustomer):
        names.the_one(book, "nobody")
