"""Anything done is taken back and brought back, or refused in words that say why."""

import time
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from rmdesk.desk import (
    customers,
    deriving,
    editing,
    followups,
    history,
    importing,
    interactions,
    offering,
    opening,
    proposals,
    undoing,
)
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import (
    AlreadyTakenBack,
    BuiltOn,
    CannotTakeBack,
    ChangedSince,
    NothingToRedo,
)
from rmdesk.i18n.words import explain
from rmdesk.store.book import Book
from rmdesk.terms import Act, InteractionKind
from tests.conftest import TODAY
from tests.own_offers import take_own_offers
from tests.torture.sequences import tables

CALL = InteractionDraft(InteractionKind.CALL, "Asked about funds")


def extract(folder: Path, people: int = 2, postings: int = 3) -> Path:
    """An extract of customers with an idle million each."""
    folder.mkdir()
    names = ["bank_id,name,risk_class,risk_until,born,consent"]
    names += [f"P{n},Person {n},C3,2027-06-01,1985-06-01,phone;visit" for n in range(people)]
    held = ["number,customer,product,opened"] + [
        f"A{n},P{n},current,2025-01-01" for n in range(people)
    ]
    moved = ["account,reference,date,amount,kind"]
    for n in range(people):
        moved.append(f"A{n},IDLE{n},2026-02-01,1000000.00,transfer")
        moved += [f"A{n},R{n}-{m},2026-03-02,-{m + 1}.00,cash" for m in range(postings)]
    for name, lines in (("customers", names), ("accounts", held), ("transactions", moved)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def bring_in(book: Book, folder: Path, **sizes: int) -> list[int]:
    """Import an extract; give its customers."""
    importing.run(book, Order((extract(folder, **sizes),)))
    return [int(r[0] or 0) for r in book.rows("SELECT id FROM customers WHERE bank_id NOT NULL")]


def look_at(book: Book, customer: int) -> int:
    """What the desk does when a customer is looked at; gives how many suggestions there are."""
    lines = customers.look(book, customer).offers.suggestions
    proposals.log_shown(book, customer, lines)
    return len(lines)


def shown(book: Book) -> int:
    return book.number("SELECT count(*) FROM showings")


def test_an_import_is_taken_back_after_its_customers_were_looked_at(
    book: Book, tmp_path: Path
) -> None:
    take_own_offers(book, tmp_path)
    people = bring_in(book, tmp_path / "in")
    count = sum(look_at(book, person) for person in people)
    assert count and shown(book) == count
    before = tables(book)
    assert undoing.undo(book).act is Act.IMPORT
    for name in ("customers", "accounts", "transactions", "showings", "account_imports"):
        assert not book.number(f"SELECT count(*) FROM {name}"), name
    undoing.redo(book)
    assert tables(book) == before


def test_drafts_about_what_goes_go_along_and_come_back(
    book: Book, tmp_path: Path, customer: int
) -> None:
    person = bring_in(book, tmp_path / "in")[0]
    columns = "id, created_at, updated_at, form, customer_id, subject_id, fields"
    for number, whose, subject in ((1, person, None), (2, None, person), (3, customer, None)):
        book.rows(
            f"INSERT INTO drafts ({columns}) VALUES (?, 0, 0, ?, ?, ?, '{{}}')",
            (number, f"form {number}", whose, subject),
        )
    undoing.undo(book)
    assert book.rows("SELECT id FROM drafts") == [(3,)]
    undoing.redo(book)
    assert book.rows("SELECT id FROM drafts ORDER BY id") == [(1,), (2,), (3,)]


def test_every_suggestion_shown_is_stored_in_every_session(store: Path, tmp_path: Path) -> None:
    book = opening.open_book(store, None, TODAY)
    take_own_offers(book, tmp_path)
    people = bring_in(book, tmp_path / "in", people=6)
    book.close()
    wanted = 0
    for number, person in enumerate(people):
        book = opening.open_book(store, None, TODAY)
        wanted += look_at(book, person)
        assert look_at(book, person), "shown twice on a day counts once"
        assert shown(book) == wanted, f"session {number}"
        book.close()


def test_undo_works_on_after_the_clock_was_set_back(
    book: Book, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tables(book)
    for text in ("one", "two", "three"):
        editing.edit(book, customer, {"notes": text})
    back = SimpleNamespace(time_ns=lambda: time.time_ns() - 9 * 86_400 * 10**9)
    monkeypatch.setattr("rmdesk.store.ids.time", back)
    editing.edit(book, customer, {"notes": "four"})
    for _ in range(4):
        undoing.undo(book)
    assert tables(book) == before
    for _ in range(4):
        undoing.redo(book)
    assert book.value("SELECT notes FROM customers") == "four"
    ids = [int(r[0] or 0) for r in book.rows("SELECT id FROM deeds ORDER BY rowid")]
    assert len(ids) == len(set(ids))


def test_ids_are_given_out_only_while_the_store_is_held(book: Book) -> None:
    with pytest.raises(RuntimeError):
        book.ids.next()


def test_ids_stay_above_those_that_an_import_brought(book: Book, customer: int) -> None:
    far = book.number("SELECT max(id) FROM changes") + (1 << 50)
    book.rows(
        "INSERT INTO opinions (id, created_at, updated_at, customer_id, aspect, day, score, note)"
        " VALUES (?, 0, 0, ?, 'speed', 1, 1, '')",
        (far, customer),
    )
    assert followups.add(book, customer, FollowUpDraft("x", TODAY)) > far


def test_undo_and_redo_alternate(book: Book, customer: int) -> None:
    states = [tables(book)]
    for text in ("one", "two", "three"):
        editing.edit(book, customer, {"notes": text})
        states.append(tables(book))
    for place in (2, 1, 2, 1, 0, 1, 2, 3, 2, 3):
        now = states.index(tables(book))
        (undoing.undo if place < now else undoing.redo)(book)
        assert tables(book) == states[place]


def test_redo_is_offered_until_something_new_is_done(book: Book, customer: int) -> None:
    with pytest.raises(NothingToRedo):
        undoing.redo(book)
    editing.edit(book, customer, {"notes": "one"})
    undoing.undo(book)
    offered = undoing.describe_redo(book)
    assert offered is not None and offered.act is Act.EDIT_CUSTOMER
    interactions.log(book, customer, CALL)
    assert undoing.describe_redo(book) is None
    with pytest.raises(NothingToRedo):
        undoing.redo(book)


def test_how_many_rows_is_known_before(book: Book, tmp_path: Path) -> None:
    bring_in(book, tmp_path / "in", people=3, postings=5)
    offered = undoing.describe_next(book)
    assert offered is not None and offered.rows == 3 + 3 + 3 * 6
    assert undoing.undo(book, offered.operation_id).rows == offered.rows
    with pytest.raises(ChangedSince):
        undoing.redo(book, offered.operation_id - 1)


def operation_of(book: Book, act: Act) -> int:
    return book.number("SELECT max(id) FROM deeds WHERE act = ?", (act.value,))


def test_any_operation_is_taken_back_where_nothing_builds_on_it(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"notes": "here"})
    edit = operation_of(book, Act.EDIT_CUSTOMER)
    interactions.log(book, customer, CALL)
    editing.edit(book, customer, {"tags": "a"})
    assert undoing.take_back(book, edit).act is Act.EDIT_CUSTOMER
    assert book.rows("SELECT notes, tags FROM customers") == [("", "a")]
    with pytest.raises(AlreadyTakenBack):
        undoing.take_back(book, edit)
    undone = undoing.describe(book, operation_of(book, Act.UNDO))
    assert undone.redoes and undone.act is Act.EDIT_CUSTOMER
    undoing.take_back(book, undone.operation_id)
    assert book.rows("SELECT notes, tags FROM customers") == [("here", "a")]
    assert not undoing.describe(book, edit).redoes


def test_what_a_later_operation_builds_on_is_refused_with_that_operation(
    book: Book, customer: int
) -> None:
    created = operation_of(book, Act.NEW_CUSTOMER)
    interactions.log(book, customer, CALL)
    before = tables(book)
    with pytest.raises(BuiltOn) as refused:
        undoing.take_back(book, created)
    assert refused.value.operation_id == operation_of(book, Act.LOG)
    assert "Log entry, 张伟" in explain(refused.value)
    assert tables(book) == before
    undoing.take_back(book, refused.value.operation_id)
    undoing.take_back(book, created)
    assert not book.number("SELECT count(*) FROM customers")


def test_an_import_whose_rows_were_edited_since_is_refused(book: Book, tmp_path: Path) -> None:
    person = bring_in(book, tmp_path / "in")[0]
    editing.edit(book, person, {"notes": "typed here"})
    with pytest.raises(BuiltOn) as refused:
        undoing.take_back(book, operation_of(book, Act.IMPORT))
    assert refused.value.act == Act.EDIT_CUSTOMER
    undoing.undo(book)
    undoing.take_back(book, operation_of(book, Act.IMPORT))
    assert not book.number("SELECT count(*) FROM customers")


def test_what_cannot_come_back_because_its_key_is_taken_says_so(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"bank_id": "B1"})
    undoing.undo(book)
    undone = operation_of(book, Act.UNDO)
    other = editing.create(book, {"name": "Other", "bank_id": "B1"})
    with pytest.raises(BuiltOn) as refused:
        undoing.take_back(book, undone)
    assert refused.value.act == Act.NEW_CUSTOMER and other


def test_a_set_up_is_not_taken_back(book: Book) -> None:
    with pytest.raises(CannotTakeBack):
        undoing.take_back(book, operation_of(book, Act.SET_UP))


def test_what_a_currency_was_set_by_gives_it_back(tmp_path: Path) -> None:
    """A store of an older rmdesk, whose currency nobody had said yet."""
    book = opening.make(tmp_path / "new.rmdesk", None, TODAY)
    book.set_currency("")
    bring_in(book, tmp_path / "in")
    assert book.card().currency == "CNY"
    undoing.undo(book)
    assert book.card().currency == ""
    undoing.redo(book)
    assert book.card().currency == "CNY"
    book.close()


def test_the_history_of_a_customer_has_the_imports_that_touched_it(
    book: Book, tmp_path: Path, customer: int
) -> None:
    first, second = bring_in(book, tmp_path / "in")
    interactions.log(book, first, CALL)
    undoing.undo(book)
    acts = [line.act for line in history.list_operations(book, first).lines]
    assert acts == [Act.UNDO, Act.LOG, Act.IMPORT]
    assert [line.act for line in history.list_operations(book, second).lines] == [Act.IMPORT]
    lines = history.list_operations(book, first).lines
    assert lines[1].undone_by == lines[0].id and lines[0].takes_back == lines[1].id
    page = history.list_operations(book, limit=2)
    assert len(page.lines) == 2 and page.older is not None
    older = history.list_operations(book, limit=50, before=page.older).lines
    assert page.lines[-1].id > older[0].id


def test_changes_are_read_a_page_at_a_time(book: Book, tmp_path: Path) -> None:
    people = bring_in(book, tmp_path / "in", people=3, postings=40)
    editing.edit(book, people[0], {"name": "Renamed", "born": "1990-01-02"})
    edit = history.list_changes(book, operation_of(book, Act.EDIT_CUSTOMER))
    (row,) = edit.rows
    assert {(f.field, f.old, f.new) for f in row.fields} == {
        ("name", "Person 0", "Renamed"),
        ("born", date(1985, 6, 1), date(1990, 1, 2)),
    }
    operation = operation_of(book, Act.IMPORT)
    assert sum(1 for r in paged(book, operation) if r.table == "transactions") == 123
    named = [f.new for r in paged(book, operation) for f in r.fields if f.field == "name"]
    assert named == ["Person 0", "Person 1", "Person 2"], "as they came, not as they are now"
    undoing.undo(book)
    undoing.undo(book)
    undone = paged(book, operation_of(book, Act.UNDO))
    assert sum(1 for r in undone if r.table == "transactions") == 123
    assert {r.kind.value for r in undone} == {"removed"}


def paged(book: Book, operation: int) -> list[history.RowChange]:
    found: list[history.RowChange] = []
    rest = None
    while True:
        page = history.list_changes(book, operation, 7, rest)
        assert len(page.rows) <= 7
        found += page.rows
        if page.rest is None:
            return found
        rest = page.rest


def test_an_offer_presented_is_taken_back_with_what_follows(book: Book, tmp_path: Path) -> None:
    take_own_offers(book, tmp_path)
    person = bring_in(book, tmp_path / "in")[0]
    look_at(book, person)
    code = offering.fitting(book, person).suggestions[0].offer.code
    before = tables(book)
    proposals.present(book, person, code)
    undoing.undo(book)
    deriving.catch_up(book)
    assert tables(book) == before
    assert book.clock.today() - timedelta(0) == TODAY
