"""What is done can be taken back, whole, and nothing newer is lost with it."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from rmdesk.desk import customers, details, editing, followups, interactions, undoing
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import ChangedSince, NothingToUndo
from rmdesk.store.book import Book
from rmdesk.terms import Act, InteractionKind

TABLES = ("customers", "contacts", "interactions", "follow_ups", "proposals")
CALL = InteractionDraft(
    InteractionKind.CALL, "Asked about funds", follow_up=FollowUpDraft("Send", date(2026, 11, 27))
)


def contents(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """All kept rows without the instants of their writing."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in TABLES:
        names = [str(r[1]) for r in book.rows(f"PRAGMA table_info({table})")]
        kept = ", ".join(f'"{n}"' for n in names if n != "updated_at")
        found[table] = [tuple(r) for r in book.rows(f"SELECT {kept} FROM {table} ORDER BY id")]
    return found


def test_a_log_entry_and_its_follow_up_go_together(book: Book, customer: int) -> None:
    before = contents(book)
    interactions.log(book, customer, CALL)
    view = customers.look(book, customer)
    assert [e.text for e in view.log] == ["Asked about funds"]
    assert [f.text for f in view.follow_ups] == ["Send"]
    undone = undoing.undo(book)
    assert (undone.act, undone.label) == (Act.LOG, "张伟")
    assert contents(book) == before
    view = customers.look(book, customer)
    assert not view.log and not view.follow_ups and view.last_contact is None


def test_every_kind_of_change_is_taken_back_in_turn(book: Book, customer: int) -> None:
    states = [contents(book)]
    number = followups.add(book, customer, FollowUpDraft("Call", date(2026, 11, 24)))
    states.append(contents(book))
    for change in (
        lambda: followups.snooze(book, number, date(2026, 12, 1)),
        lambda: followups.no_answer(book, number, date(2026, 12, 2)),
        lambda: followups.complete(book, number),
        lambda: editing.edit(book, customer, {"name": "张维", "consent": "-"}),
        lambda: editing.save_contact(book, customer, None, {"name": "Qian Duo"}),
        lambda: editing.archive(book, customer, True),
    ):
        change()
        states.append(contents(book))
    for state in reversed(states[:-1]):
        undoing.undo(book)
        assert contents(book) == state


def test_taking_back_says_when_there_is_nothing(book: Book) -> None:
    with pytest.raises(NothingToUndo):
        undoing.undo(book)


def test_a_change_from_elsewhere_is_not_lost_by_undo(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"notes": "here"})
    book.rows("UPDATE customers SET notes = 'elsewhere' WHERE id = ?", (customer,))
    with pytest.raises(ChangedSince):
        undoing.undo(book)
    assert book.value("SELECT notes FROM customers WHERE id = ?", (customer,)) == "elsewhere"


def test_the_history_has_old_and_new_values(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"tier": "silver"})
    row = book.rows('SELECT "table", row_id, old, new FROM changes ORDER BY id DESC LIMIT 1')[0]
    assert row[:2] == ("customers", customer)
    assert json.loads(str(row[2])) == {"tier": "gold"}
    assert json.loads(str(row[3])) == {"tier": "silver"}


def test_an_edit_that_changes_nothing_leaves_no_trace(book: Book, customer: int) -> None:
    operations = book.number("SELECT count(*) FROM deeds")
    editing.edit(book, customer, details.look(book, customer).fields)
    assert book.number("SELECT count(*) FROM deeds") == operations


def test_an_operation_that_fails_half_way_leaves_nothing(book: Book, customer: int) -> None:
    before = contents(book)
    with pytest.raises(ZeroDivisionError), book.deed(Act.EDIT_CUSTOMER, customer) as writing:
        followups.put(writing, customer, FollowUpDraft("x", date(2026, 12, 1)), None)
        writing.flush()
        raise ZeroDivisionError
    assert contents(book) == before


def test_the_first_change_of_a_program_works_whatever_it_imported(
    book: Book, store: Path, customer: int
) -> None:
    """A foreign key needs its table's class, which nobody else may have imported before."""
    code = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from rmdesk.desk import interactions, opening\n"
        "from rmdesk.terms import InteractionKind\n"
        "book = opening.open_book(Path(sys.argv[1]), None, date(2026, 11, 24))\n"
        "draft = interactions.InteractionDraft(InteractionKind.CALL, 'x')\n"
        "interactions.log(book, int(sys.argv[2]), draft)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(store), str(customer)], check=True)
    assert book.value("SELECT text FROM interactions") == "x"
