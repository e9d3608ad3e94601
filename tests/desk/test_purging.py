"""A purged customer is nowhere in the store any more, and the history can still be checked."""

from datetime import timedelta
from pathlib import Path

import pytest

from rmdesk.desk import (
    accounts,
    customers,
    deriving,
    editing,
    history,
    importing,
    interactions,
    opening,
    proposals,
    purging,
    undoing,
)
from rmdesk.desk.accounts import Shared
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import Gone, NameDiffers, NothingToRedo, PurgedSince, PurgeIsFinal
from rmdesk.store.backups import Keeping
from rmdesk.store.book import Book
from rmdesk.store.chain_check import verify_chain
from rmdesk.terms import Act, Damage, InteractionKind, RelationKind, SortKey
from tests.conftest import TODAY
from tests.desk.test_undoing import extract, look_at

NAME = "Quintessa Zwyrn"
SECRET = (NAME, "Zwyrn", "zwyrnmail", "Wyvernstone", "Zerbst", "ZACC77")


@pytest.fixture
def known(book: Book, tmp_path: Path, customer: int) -> int:
    """A customer of whom there is something in every corner of the book."""
    folder = extract(tmp_path / "in")
    lines = ["bank_id,name,risk_class,risk_until,born,consent"]
    lines += [f"P0,{NAME},C3,2027-06-01,1985-06-01,phone", "P1,Person 1,C3,2027-06-01,,phone"]
    (folder / "customers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = (folder / "accounts.csv").read_text().replace("A0,", "ZACC77,")
    (folder / "accounts.csv").write_text(text)
    text = (folder / "transactions.csv").read_text().replace("A0,", "ZACC77,")
    (folder / "transactions.csv").write_text(text)
    importing.run(book, Order((folder,)))
    person = book.number("SELECT id FROM customers WHERE bank_id = 'P0'")
    editing.edit(book, person, {"notes": "Zerbst", "emails": "q@zwyrnmail.org"})
    editing.edit(book, person, {"notes": "Wyvernstone"})
    contact = editing.save_contact(book, person, None, {"name": "Wyvernstone junior"})
    editing.remove_contact(book, contact)
    editing.relate(book, person, customer, RelationKind.SIBLING)
    editing.edit(book, customer, {"notes": "plain"})
    draft = InteractionDraft(
        InteractionKind.CALL, "Wyvernstone", follow_up=FollowUpDraft("Zerbst", TODAY)
    )
    interactions.log(book, person, draft)
    interactions.log(book, person, draft)
    undoing.undo(book)
    assert look_at(book, person)
    proposals.present(book, person, customers.look(book, person).offers.suggestions[0].offer)
    deriving.catch_up(book)
    return person


def test_nothing_of_a_purged_customer_is_left_in_the_files(
    book: Book, store: Path, known: int
) -> None:
    wal = Path(f"{store}-wal")
    assert any(NAME.encode() in path.read_bytes() for path in (store, wal))
    done = purging.purge(book, known, NAME)
    assert done.plan.rows["transactions"] == 4 and done.blanked
    for path in (store, wal):
        held = path.read_bytes().lower()
        assert not [s for s in SECRET if s.encode().lower() in held], path
    for table, column in (("deeds", "label"), ("changes", "old"), ("changes", "new")):
        texts = [str(r[0]) for r in book.rows(f"SELECT {column} FROM {table}")]
        assert not [t for t in texts if any(s in t for s in SECRET)], table
    assert not customers.page(book, SortKey.NAME, 0, 9, "zwyrn").count
    with pytest.raises(Gone):
        purging.describe(book, known)


def test_no_row_refers_to_a_purged_customer_and_what_is_derived_is_true(
    book: Book, known: int, customer: int
) -> None:
    purging.purge(book, known, NAME)
    assert not book.rows("PRAGMA foreign_key_check")
    for (table,) in book.rows(
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.name = 'customer_id'"
        " AND m.name NOT IN ('deeds', 'deed_customers')"
    ):
        count = f'SELECT count(*) FROM "{table}" WHERE customer_id = ?'
        assert not book.number(count, (known,)), table
    assert not book.number("SELECT count(*) FROM relations")
    have = book.rows("SELECT * FROM standings ORDER BY 1")
    with book.holding():
        deriving.rebuild_all(book)
    assert book.rows("SELECT * FROM standings ORDER BY 1") == have
    assert book.value("SELECT notes FROM customers WHERE id = ?", (customer,)) == "plain"


def test_the_chain_holds_over_a_purge_and_tells_a_pretended_one(book: Book, known: int) -> None:
    purging.purge(book, known, NAME)
    assert not list(verify_chain(book))
    purge = book.number("SELECT id FROM deeds WHERE act = 'purge'")
    other = book.number("SELECT min(id) FROM changes WHERE purged IS NULL AND old IS NOT NULL")
    book.rows("UPDATE changes SET old = NULL, new = NULL, purged = ? WHERE id = ?", (purge, other))
    (found,) = verify_chain(book)
    assert (found.damage, found.operation_id) == (Damage.ALTERED, purge)


def test_neither_a_purge_nor_what_it_blanked_is_taken_back(
    book: Book, known: int, customer: int
) -> None:
    imported = book.number("SELECT id FROM deeds WHERE act = 'import'")
    note = book.number("SELECT max(id) FROM deeds WHERE customer_id = ?", (customer,))
    purging.purge(book, known, NAME)
    purge = book.number("SELECT id FROM deeds WHERE act = 'purge'")
    with pytest.raises(PurgeIsFinal):
        undoing.undo(book)
    with pytest.raises(PurgeIsFinal):
        undoing.take_back(book, purge)
    with pytest.raises(NothingToRedo):
        undoing.redo(book)
    with pytest.raises(PurgedSince):
        undoing.take_back(book, imported)
    assert undoing.take_back(book, note).act is Act.EDIT_CUSTOMER
    line = history.get_operation(book, imported)
    assert line.purged and not line.can_take_back
    assert history.list_changes(book, imported).rows and history.list_changes(book, purge).rows


def test_a_purge_needs_the_exact_name(book: Book, known: int) -> None:
    before = book.rows("SELECT * FROM customers")
    with pytest.raises(NameDiffers):
        purging.purge(book, known, "Quintessa")
    assert book.rows("SELECT * FROM customers") == before


def test_what_remains_is_told(book: Book, store: Path, known: int, customer: int) -> None:
    Path(f"{store}.before-0005").write_bytes(b"x")
    (store.parent / "backups").mkdir()
    (store.parent / "backups" / "monday.rmdesk").write_bytes(b"x")
    interactions.log(book, customer, InteractionDraft(InteractionKind.CALL, f"Met {NAME}"))
    elsewhere = store.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "tuesday.rmdesk").write_bytes(b"x")
    plan = purging.describe(book, known, Keeping(elsewhere))
    names = {f"{store.name}.before-0005", "monday.rmdesk", "tuesday.rmdesk"}
    assert {path.name for path in plan.files} == names
    assert (plan.related, plan.mentions) == (1, 1)


@pytest.mark.parametrize("own", [True, False])
def test_a_joint_account_stays_with_the_other_owner(book: Book, known: int, own: bool) -> None:
    other = book.number("SELECT id FROM customers WHERE bank_id = 'P1'")
    whose, who = (known, other) if own else (other, known)
    number = book.number("SELECT id FROM accounts WHERE customer_id = ?", (whose,))
    day = TODAY - timedelta(days=90)
    accounts.change(book, number, day, Shared(whose, 400_000, who), None)
    assert purging.describe(book, known).shared_accounts == 1
    purging.purge(book, known, NAME)
    assert book.value("SELECT customer_id FROM accounts WHERE id = ?", (number,)) == other
    held = "SELECT customer_id, share_ppm FROM account_holders WHERE account_id = ?"
    assert book.rows(held, (number,)) == [(other, 1_000_000)]
    have = book.rows("SELECT * FROM rollup ORDER BY 1, 2, 3, 4")
    with book.holding():
        deriving.rebuild_all(book)
    assert book.rows("SELECT * FROM rollup ORDER BY 1, 2, 3, 4") == have


def test_a_purged_import_is_blanked_where_it_had_been_undone(
    book: Book, store: Path, known: int
) -> None:
    """Rows that are in the history alone, from an import that was taken back and done again."""
    for _ in range(20):
        if undoing.undo(book).act is Act.IMPORT:
            break
    undoing.redo(book)
    purging.purge(book, known, NAME)
    held = store.read_bytes().lower()
    assert not [s for s in SECRET if s.encode().lower() in held]
    assert not list(verify_chain(book))
    book.close()
    again = opening.open_book(store, None, TODAY)
    assert not list(verify_chain(again))
    again.close()


def test_a_file_that_another_program_read_is_rewritten_when_it_is_opened_again(
    book: Book, store: Path, known: int
) -> None:
    reader = opening.open_book(store, None, TODAY)
    book.rows("PRAGMA busy_timeout = 50")
    with reader.snapshot():
        reader.rows("SELECT name FROM customers")
        assert not purging.purge(book, known, NAME).rewritten
    reader.close()
    book.close()
    again = opening.open_book(store, None, TODAY)
    assert purging.finish(again)
    for path in (store, Path(f"{store}-wal")):
        held = path.read_bytes().lower()
        assert not [s for s in SECRET if s.encode().lower() in held], path
    again.close()
