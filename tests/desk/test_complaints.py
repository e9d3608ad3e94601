"""Complaints: recorded with the log, in the way of offers until closed, corrected and undone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rmdesk.desk import (
    complaints,
    customers,
    details,
    doctor,
    editing,
    exporting,
    facts,
    history,
    importing,
    interactions,
    log_entries,
    offering,
    opening,
    policies,
    purging,
    today as desk_today,
    undoing,
)
from rmdesk.desk.complaint_views import ComplaintLine
from rmdesk.desk.complaints import ComplaintDraft
from rmdesk.desk.findings import Fault
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import BadInput, ChangedMeanwhile, Gone
from rmdesk.offers.eligibility import Block, Gate
from rmdesk.offers.measures import Measure
from rmdesk.store.book import Book, Clock
from rmdesk.terms import Act, ContactChannel, InteractionKind, Outcome, Section
from tests.conftest import TODAY, copied
from tests.own_offers import RECOVERY, take_own_offers

DAY = timedelta(days=1)
ANGRY = InteractionDraft(InteractionKind.VISIT, "The queue", outcome=Outcome.COMPLAINT)
CALM = InteractionDraft(InteractionKind.CALL, "Asked about funds", outcome=Outcome.REACHED)


@pytest.fixture
def angry(book: Book, customer: int, tmp_path: Path) -> int:
    """A customer to whom something could be offered, and who has complained today."""
    take_own_offers(book, tmp_path)
    editing.edit(book, customer, {"risk_class": "C3", "risk_assessed": "2026-06-01"})
    interactions.log(book, customer, ANGRY)
    return customer


def offered(book: Book, customer: int) -> list[str]:
    return [line.offer for line in offering.look(book, customer).suggestions]


def gates(book: Book, customer: int) -> set[Block]:
    return {line.block for line in offering.look(book, customer).waiting}


def test_a_complaint_is_recorded_with_the_log_entry_that_brought_it(book: Book, angry: int) -> None:
    (line,) = complaints.list_of_customer(book, angry)
    assert (line.received, line.channel, line.about) == (TODAY, ContactChannel.VISIT, "The queue")
    assert line.interaction_id == customers.look(book, angry).log[0].id
    assert line.is_open and customers.look(book, angry).complaints == (line,)
    assert details.look(book, angry).complaints == complaints.list_open(book) == (line,)
    undoing.undo(book)
    assert not complaints.list_of_customer(book, angry)
    assert not customers.look(book, angry).log


def test_it_stands_in_the_way_until_it_is_closed_whatever_is_talked_of(
    book: Book, angry: int
) -> None:
    shut = {Block(Gate.COMPLAINT, since=TODAY)}
    assert gates(book, angry) == shut
    book.clock = Clock(TODAY + timedelta(days=200))
    interactions.log(book, angry, CALM)
    assert offered(book, angry) == [RECOVERY] and gates(book, angry) == shut
    (line,) = complaints.list_open(book)
    complaints.close(book, line.id, " Apologised ")
    assert offered(book, angry) and RECOVERY not in offered(book, angry)
    closed = complaints.look(book, line.id)
    assert (closed.closed, closed.closure) == (book.clock.today(), "Apologised")
    with pytest.raises(Gone):
        complaints.close(book, line.id, "again")
    undoing.undo(book)
    assert offered(book, angry) == [RECOVERY] and gates(book, angry) == shut


def test_open_ones_are_counted_for_offers(book: Book, angry: int) -> None:
    assert facts.of_customer(book, angry).numbers[Measure.COMPLAINTS] == 1
    complaints.record(book, angry, ComplaintDraft(TODAY - DAY, "Fees"))
    assert facts.of_customer(book, angry).numbers[Measure.COMPLAINTS] == 2
    assert facts.of_all(book)[angry].numbers[Measure.COMPLAINTS] == 2
    assert gates(book, angry) == {Block(Gate.COMPLAINT, since=TODAY - DAY)}
    for line in complaints.list_open(book):
        complaints.close(book, line.id, "Settled")
    assert facts.of_customer(book, angry).numbers[Measure.COMPLAINTS] == 0


def test_today_and_the_doctor_name_what_is_open(book: Book, angry: int) -> None:
    view = desk_today.look(book)
    (line,) = [line for line in view.lines if line.section is Section.COMPLAINT]
    (complaint,) = complaints.list_open(book)
    assert (line.customer_id, line.text) == (angry, "The queue")
    assert line.complaint_id == complaint.id
    (found,) = [f for f in doctor.examine(book).findings if f.fault is Fault.COMPLAINTS]
    assert (found.count, found.day) == (1, TODAY)
    complaints.close(book, complaint.id, "Settled")
    assert not desk_today.look(book).count(Section.COMPLAINT)
    assert Fault.COMPLAINTS not in {f.fault for f in doctor.examine(book).findings}


def test_an_outcome_that_is_corrected_takes_its_complaint_along(book: Book, customer: int) -> None:
    entry = interactions.log(book, customer, CALM).interaction_id
    draft = log_entries.look(book, entry).draft
    log_entries.edit(book, entry, _with(draft, Outcome.COMPLAINT))
    assert [line.interaction_id for line in complaints.list_open(book)] == [entry]
    log_entries.edit(book, entry, _with(draft, Outcome.AGREED))
    assert not complaints.list_open(book)
    undoing.undo(book)
    (line,) = complaints.list_open(book)
    complaints.close(book, line.id, "Settled")
    log_entries.edit(book, entry, _with(draft, Outcome.AGREED))
    assert complaints.list_of_customer(book, customer)


def _with(draft: InteractionDraft, outcome: Outcome) -> InteractionDraft:
    return replace(draft, outcome=outcome)


def test_a_complaint_outlives_the_log_entry_that_brought_it(book: Book, angry: int) -> None:
    (line,) = complaints.list_open(book)
    assert line.interaction_id is not None
    log_entries.remove(book, line.interaction_id)
    assert complaints.look(book, line.id).interaction_id is None
    undoing.undo(book)
    assert complaints.look(book, line.id) == line


def test_a_complaint_is_corrected_reopened_and_removed(book: Book, angry: int) -> None:
    (line,) = complaints.list_open(book)
    closed = ComplaintDraft(TODAY - DAY, "Fees", ContactChannel.EMAIL, TODAY, "Refunded")
    complaints.edit(book, line.id, closed)
    changed = complaints.look(book, line.id)
    assert (changed.received, changed.about, changed.channel) == (TODAY - DAY, "Fees", "email")
    assert (changed.closed, changed.closure) == (TODAY, "Refunded")
    complaints.edit(book, line.id, ComplaintDraft(TODAY - DAY, "Fees", ContactChannel.EMAIL))
    assert complaints.look(book, line.id).is_open
    complaints.remove(book, line.id)
    with pytest.raises(Gone):
        complaints.look(book, line.id)
    undoing.undo(book)
    assert complaints.look(book, line.id).is_open
    acts = [o.act for o in history.list_operations(book, angry).lines][:4]
    assert acts == [Act.UNDO, Act.REMOVE_COMPLAINT, Act.EDIT_COMPLAINT, Act.CLOSE_COMPLAINT]


def test_what_another_program_changed_meanwhile_is_asked_about(book: Book, angry: int) -> None:
    (line,) = complaints.list_open(book)
    opened = ComplaintDraft(line.received, line.about, line.channel)
    complaints.edit(book, line.id, ComplaintDraft(TODAY, "Fees", line.channel))
    with pytest.raises(ChangedMeanwhile):
        mine = ComplaintDraft(TODAY, "Charges", line.channel)
        complaints.edit(book, line.id, mine, opened.form_texts)


@pytest.mark.parametrize(
    ("draft", "field", "code"),
    [
        (ComplaintDraft(TODAY, "  "), "about", "missing"),
        (ComplaintDraft(TODAY + DAY, "x"), "received", "future"),
        (ComplaintDraft(TODAY, "x", closed=TODAY - DAY, closure="y"), "closed", "period"),
        (ComplaintDraft(TODAY, "x", closed=TODAY + DAY, closure="y"), "closed", "future"),
        (ComplaintDraft(TODAY, "x", closed=TODAY), "closure", "missing"),
        (ComplaintDraft(TODAY, "x", closure="y"), "closed", "missing"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    book: Book, customer: int, draft: ComplaintDraft, field: str, code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        complaints.record(book, customer, draft)
    assert (caught.value.field, caught.value.code) == (field, code)
    assert not complaints.list_all(book)


def test_complaints_go_out_and_come_back_with_their_log_entries(
    book: Book, angry: int, empty_store: Path, tmp_path: Path
) -> None:
    (first,) = complaints.list_open(book)
    complaints.close(book, first.id, "Settled")
    complaints.record(book, angry, ComplaintDraft(TODAY - DAY, "Fees\nand charges"))
    exporting.export(book, tmp_path / "out")
    (tmp_path / "other").mkdir()
    other = opening.open_book(copied(empty_store, tmp_path / "other"), None, TODAY)
    try:
        report = importing.run(other, Order((tmp_path / "out",)))
        assert report.written and not report.rejected
        strip = [(c.received, c.channel, c.about, c.closed, c.closure) for c in _all(other)]
        assert strip == [(c.received, c.channel, c.about, c.closed, c.closure) for c in _all(book)]
        assert [c.interaction_id for c in _all(other)] == [c.interaction_id for c in _all(book)]
    finally:
        other.close()


def _all(book: Book) -> tuple[ComplaintLine, ...]:
    return complaints.list_all(book)


def test_an_import_of_the_log_records_its_complaints(
    book: Book, customer: int, tmp_path: Path
) -> None:
    recent, long_ago = TODAY - timedelta(days=30), TODAY - timedelta(days=400)
    lines = ["customer,kind,at,text,outcome"]
    lines += [f"#{customer},call,{recent}T10:00,Queue,complaint"]
    lines += [f"#{customer},call,{recent + DAY}T10:00,Funds,reached"]
    lines += [f"#{customer},email,{long_ago}T10:00,Fees,complaint"]
    file = tmp_path / "interactions.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert importing.run(book, Order((file,))).written
    told = [(c.received, c.channel, c.about, c.closed) for c in complaints.list_all(book)]
    assert told == [
        (recent, ContactChannel.PHONE, "Queue", None),
        (long_ago, ContactChannel.EMAIL, "Fees", long_ago + timedelta(days=181)),
    ]
    assert importing.run(book, Order((file,))).written
    assert len(complaints.list_all(book)) == 2
    undoing.undo(book)
    assert not complaints.list_all(book)


def test_a_complaint_of_another_customers_log_entry_is_refused(
    book: Book, angry: int, tmp_path: Path
) -> None:
    other = editing.create(book, {"name": "Other"})
    (line,) = complaints.list_open(book)
    file = tmp_path / "complaints.csv"
    text = f"customer,received,about,interaction\n#{other},2026-11-01,Fees,{line.interaction_id}\n"
    file.write_text(text, encoding="utf-8")
    (problem,) = importing.run(book, Order((file,))).problems
    assert (problem.column, problem.code) == ("interaction", "other_customer")


def test_complaints_go_with_a_purged_customer(book: Book, store: Path, angry: int) -> None:
    complaints.record(book, angry, ComplaintDraft(TODAY, "Wyvernstone", closed=None))
    plan = purging.describe(book, angry)
    assert plan.rows["complaints"] == 2
    purging.purge(book, angry, plan.name)
    assert not complaints.list_all(book)
    for path in (store, Path(f"{store}-wal")):
        assert b"Wyvernstone" not in path.read_bytes()


def test_rules_of_an_earlier_version_come_in_without_the_days_of_a_complaint(
    book: Book, tmp_path: Path
) -> None:
    file = tmp_path / "offer_rules.csv"
    header = "valid_from,a_week,presented_rest,declined_rest,at_most,complaint,surprise_rest"
    text = f"{header},surprise_budget,festivals\n2026-11-01,9,30,90,2,180,90,20000,mid_autumn\n"
    file.write_text(text, encoding="utf-8")
    report = importing.run(book, Order((file,)))
    assert report.written and [note.code for note in report.notes] == ["retired_column"]
    assert policies.of_book(book).a_week == 9
