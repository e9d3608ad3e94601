"""The history is chained: what is altered, dropped or inserted behind its back is told."""

from pathlib import Path

import pytest

from rmdesk.desk import doctor, editing, followups, opening, undoing
from rmdesk.desk.findings import Fault
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.store import chain
from rmdesk.store.book import Book
from rmdesk.store.chain_check import ChainDamage, verify_chain
from rmdesk.store.chain_upgrade import chain_history
from rmdesk.terms import Damage
from tests.conftest import TODAY


@pytest.fixture
def operations(book: Book, customer: int) -> list[int]:
    """Some operations, one of them taken back and redone."""
    for text in ("one", "two", "three"):
        editing.edit(book, customer, {"notes": text, "tags": text})
    followups.add(book, customer, FollowUpDraft("x", TODAY))
    undoing.undo(book)
    undoing.redo(book)
    editing.edit(book, customer, {"notes": "four"})
    return [int(r[0] or 0) for r in book.rows("SELECT id FROM deeds ORDER BY id")]


def found(book: Book) -> list[ChainDamage]:
    return list(verify_chain(book))


def test_a_history_that_nobody_touched_is_whole(book: Book, operations: list[int]) -> None:
    assert len(operations) > 6
    assert not found(book)
    assert chain.read_head(book.connection).operations == len(operations)


@pytest.mark.parametrize(
    ("sql", "damage", "place", "changes"),
    [
        ("UPDATE deeds SET label = 'x' WHERE id = {third}", Damage.ALTERED, 3, 0),
        ("UPDATE deeds SET at = at + 1 WHERE id = {third}", Damage.ALTERED, 3, 0),
        ("UPDATE deeds SET digest = 'x' WHERE id = {third}", Damage.ALTERED, 3, 0),
        ("UPDATE deeds SET chain = 'x' WHERE id = {third}", Damage.ALTERED, 3, 0),
        ("UPDATE deeds SET label = 'x' WHERE id = {last}", Damage.ALTERED, -1, 0),
        ("UPDATE deeds SET label = 'x' WHERE id = {first}", Damage.ALTERED, 0, 0),
        ("UPDATE changes SET old = '{{}}' WHERE deed_id = {third}", Damage.ALTERED, 3, 1),
        ("UPDATE changes SET digest = 'x' WHERE deed_id = {third}", Damage.ALTERED, 3, 1),
        (
            "UPDATE changes SET purged = {last}, old = NULL, new = NULL WHERE deed_id = {third}",
            Damage.ALTERED,
            -1,
            0,
        ),
        ("DELETE FROM changes WHERE deed_id = {third}", Damage.DROPPED, 3, 1),
        ("DELETE FROM changes WHERE deed_id = {last}", Damage.DROPPED, -1, 1),
        (
            'INSERT INTO changes SELECT id + 1, deed_id, "table", row_id, last_row_id, old, new,'
            " digest, purged, stamp FROM changes WHERE deed_id = {third}",
            Damage.INSERTED,
            3,
            1,
        ),
        (
            "DELETE FROM changes WHERE deed_id = {third};DELETE FROM deeds WHERE id = {third}",
            Damage.DROPPED,
            2,
            0,
        ),
        (
            "DELETE FROM changes WHERE deed_id = {first};DELETE FROM deeds WHERE id = {first}",
            Damage.DROPPED,
            None,
            0,
        ),
        (
            "DELETE FROM changes WHERE deed_id = {last};DELETE FROM deeds WHERE id = {last}",
            Damage.DROPPED,
            -2,
            0,
        ),
        ("DELETE FROM deeds WHERE id = {third}", Damage.DROPPED, 3, 0),
    ],
)
def test_each_damage_is_told_with_its_operation(
    book: Book, operations: list[int], sql: str, damage: Damage, place: int | None, changes: int
) -> None:
    book.rows("PRAGMA foreign_keys = OFF")
    for statement in sql.format(
        first=operations[0], third=operations[3], last=operations[-1]
    ).split(";"):
        book.rows(statement)
    (one,) = found(book)
    wanted = 0 if place is None else operations[place]
    assert (one.damage, one.operation_id, one.changes) == (damage, wanted, changes)
    findings = [f for f in doctor.examine(book).findings if f.fault.startswith(("hist", "chang"))]
    assert [f.subject for f in findings] == [str(wanted)]


@pytest.mark.parametrize("place", [3, -1])
def test_an_inserted_operation_is_told(book: Book, operations: list[int], place: int) -> None:
    book.rows(
        "INSERT INTO deeds (id, at, act, actor, label) VALUES (?, 5, 'log', 'x', 'y')",
        (operations[place] + 1,),
    )
    (one,) = found(book)
    assert (one.damage, one.operation_id) == (Damage.INSERTED, operations[place] + 1)


def test_an_operation_appended_with_a_right_link_is_told(book: Book, operations: list[int]) -> None:
    head = chain.read_head(book.connection)
    operation = chain.OperationRow(operations[-1] + 1, 5, "log", "x", None, "y", None, 0, 0)
    chain.append_operation(book.connection, operation, chain.Digests().whole())
    chain.write_head(book.connection, head)
    (one,) = found(book)
    assert (one.damage, one.operation_id) == (Damage.INSERTED, operation.id)


def test_an_older_history_is_chained_when_it_is_brought_up(
    store: Path, book: Book, operations: list[int], customer: int
) -> None:
    wanted = book.rows("SELECT id, row_count, change_count FROM deeds ORDER BY id")
    book.rows("UPDATE deeds SET digest = '', chain = '', change_count = 0, row_count = 0")
    book.rows("UPDATE deeds SET takes_back = NULL")
    book.rows("UPDATE changes SET digest = ''")
    for table in ("deed_customers", "history_head"):
        book.rows(f"DELETE FROM {table}")
    assert found(book)
    chain_history(book.connection)
    assert not found(book)
    assert book.rows("SELECT id, row_count, change_count FROM deeds ORDER BY id") == wanted
    assert book.number("SELECT count(*) FROM deed_customers WHERE customer_id = ?", (customer,))
    again = opening.open_book(store, None, TODAY)
    editing.edit(again, customer, {"notes": "five"})
    assert not found(again)
    again.close()


def test_all_kinds_of_damage_have_a_finding() -> None:
    assert {f.value for f in Fault if f.startswith("history_")} == {
        f"history_{damage.value}" for damage in Damage
    }
