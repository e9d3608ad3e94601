"""A proposal names the channel by which it was put, and the guardian who was spoken to."""

import csv
import io
from pathlib import Path

import pytest

from rmdesk.desk import (
    editing,
    exporting,
    history,
    interactions,
    offering,
    outcomes,
    proposals,
    purging,
    results,
    undoing,
)
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.offer_views import ProposalLine
from rmdesk.desk.proposals import Answer
from rmdesk.desk.results import ChannelLine
from rmdesk.errors import BadInput
from rmdesk.i18n.words import explain
from rmdesk.store.book import Book
from rmdesk.terms import Care, ContactChannel, InteractionKind, ProposalStatus, RelationKind
from tests.conftest import CONSENT
from tests.own_offers import take_own_offers

PHONE, VISIT, EMAIL = ContactChannel.PHONE, ContactChannel.VISIT, ContactChannel.EMAIL


@pytest.fixture
def rich(book: Book, customer: int, tmp_path: Path) -> int:
    """A customer to whom something is offered, and who allows visits and e-mails."""
    take_own_offers(book, tmp_path)
    fields = {"risk_class": "C3", "risk_assessed": "2026-06-01", "consent": "visit; email"}
    editing.edit(book, customer, fields)
    return customer


def offer(book: Book, customer: int) -> str:
    return offering.fitting(book, customer).suggestions[0].offer.code


def only(book: Book, customer: int) -> ProposalLine:
    (line,) = offering.proposals(book, customer)
    return line


def test_without_a_channel_the_usual_one_is_taken_where_it_is_allowed(
    book: Book, rich: int
) -> None:
    proposals.present(book, rich, offer(book, rich))
    assert only(book, rich).channel is EMAIL
    undoing.undo(book)
    interactions.log(book, rich, InteractionDraft(InteractionKind.MEETING, "Lunch"))
    proposals.present(book, rich, offer(book, rich))
    assert only(book, rich).channel is VISIT


@pytest.mark.parametrize("channel", list(ContactChannel))
def test_a_channel_without_consent_is_refused_by_its_name(
    book: Book, rich: int, channel: ContactChannel
) -> None:
    code = offer(book, rich)
    if channel in (VISIT, EMAIL):
        proposals.present(book, rich, code, channel)
        assert only(book, rich).channel is channel
        return
    with pytest.raises(BadInput) as caught:
        proposals.present(book, rich, code, channel)
    assert "did not consent to" in explain(caught.value)
    assert not offering.proposals(book, rich)


def test_the_channel_is_corrected_before_and_with_the_answer(book: Book, rich: int) -> None:
    number = proposals.present(book, rich, offer(book, rich), VISIT)
    proposals.correct_channel(book, number, PHONE)
    assert only(book, rich).channel is PHONE
    undoing.undo(book)
    assert only(book, rich).channel is VISIT
    proposals.decide(book, number, Answer(ProposalStatus.ACCEPTED))
    known = outcomes.look(book, number)
    assert known["channel"] == "visit"
    outcomes.correct(book, number, Answer(ProposalStatus.DECLINED))
    assert only(book, rich).channel is VISIT
    outcomes.correct(book, number, Answer(ProposalStatus.DECLINED, channel=EMAIL), known)
    assert only(book, rich).channel is EMAIL
    known = outcomes.look(book, number)
    outcomes.correct(book, number, Answer(ProposalStatus.DECLINED), known)
    assert only(book, rich).channel is None


def test_results_exports_and_the_history_have_the_channel(
    book: Book, rich: int, tmp_path: Path
) -> None:
    number = proposals.present(book, rich, offer(book, rich), VISIT)
    proposals.decide(book, number, Answer(ProposalStatus.ACCEPTED))
    assert results.look(book).channels == (ChannelLine(VISIT, 1, 1, 0),)
    exporting.export(book, tmp_path / "out")
    text = (tmp_path / "out" / "proposals.csv").read_text("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["channel"], line["cares"], line["guardian"]) == ("visit", "", "")
    operation = history.list_operations(book, rich).lines[1]
    (change,) = history.list_changes(book, operation.id).rows
    assert VISIT in {field.new for field in change.fields if field.field == "channel"}


def test_care_is_recorded_with_the_proposal(book: Book, rich: int) -> None:
    editing.edit(book, rich, {"born": "1950-01-01"})
    suggestion = offering.look(book, rich).suggestions[0]
    assert suggestion.approach.cares == (Care.SENIOR,)
    proposals.present(book, rich, suggestion.offer)
    assert only(book, rich).cares == (Care.SENIOR,)
    editing.edit(book, rich, {"born": "1980-01-01"})
    assert only(book, rich).cares == (Care.SENIOR,)


@pytest.fixture
def ward(book: Book, rich: int) -> int:
    """A minor with two parents who is offered something that is neither credit nor risk."""
    editing.edit(book, rich, {"born": "2012-05-01", "consent": CONSENT})
    for name in ("Bea", "Anna"):
        parent = editing.create(book, {"name": name})
        editing.relate(book, parent, rich, RelationKind.PARENT)
    return rich


def test_a_minors_proposal_names_with_whom_it_was_spoken_of(book: Book, ward: int) -> None:
    code = offer(book, ward)
    anna, bea = offering.fitting(book, ward).suggestions[0].approach.guardians
    assert (anna.name, bea.name) == ("Anna", "Bea")
    with pytest.raises(BadInput) as caught:
        proposals.present(book, ward, code, PHONE, guardian_id=ward)
    assert caught.value.field == "guardian"
    proposals.present(book, ward, code, PHONE)
    assert (only(book, ward).guardian, only(book, ward).cares) == ("Anna", (Care.MINOR,))
    undoing.undo(book)
    proposals.present(book, ward, code, PHONE, bea.customer_id)
    assert only(book, ward).guardian == "Bea"
    purging.purge(book, bea.customer_id, "Bea")
    assert only(book, ward).guardian == ""


def test_nobody_else_is_spoken_with_for_an_adult(book: Book, rich: int) -> None:
    parent = editing.create(book, {"name": "Anna"})
    editing.relate(book, parent, rich, RelationKind.PARENT)
    with pytest.raises(BadInput):
        proposals.present(book, rich, offer(book, rich), guardian_id=parent)
    assert not offering.look(book, rich).suggestions[0].approach.guardians
