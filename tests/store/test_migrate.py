import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlmodel import SQLModel

from rmdesk.desk import deriving, offer_catalogue, opening, undoing
from rmdesk.errors import ChangedSince, NewerStore, StoreFull
from rmdesk.model.tables import KEPT
from rmdesk.paths import resource
from rmdesk.store import backups
from rmdesk.store.backups import Reason
from rmdesk.store.book import Book
from rmdesk.store.driver import Connection, connect, connect_to_read
from rmdesk.store.migrate import newest, version
from tests.conftest import TODAY


def test_the_migrations_make_just_what_the_classes_say(book: Book) -> None:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    wanted = inspect(engine)
    for table in (str(t.__tablename__) for t in KEPT):
        columns = {c["name"]: not c["nullable"] for c in wanted.get_columns(table)}
        have = {str(r[1]): bool(r[3]) for r in book.rows(f"PRAGMA table_info({table})")}
        assert have == columns, table
        indexes = {i["name"] for i in wanted.get_indexes(table)}
        kept = {str(r[1]) for r in book.rows(f"PRAGMA index_list({table})")}
        assert indexes <= kept, table
        keys = {
            (k["constrained_columns"][0], k["referred_table"])
            for k in wanted.get_foreign_keys(table)
        }
        found = {(str(r[3]), str(r[2])) for r in book.rows(f"PRAGMA foreign_key_list({table})")}
        assert found == keys, table


def test_a_store_from_a_newer_rmdesk_is_refused_untouched(store: Path) -> None:
    connection = connect(store, None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = store.read_bytes()
    with pytest.raises(NewerStore):
        opening.open_book(store, None, TODAY)
    assert store.read_bytes() == before


def test_an_empty_schema_is_brought_up_whole(tmp_path: Path) -> None:
    book = opening.make(tmp_path / "new.rmdesk", None, TODAY)
    assert book.value("PRAGMA foreign_keys") == 1
    assert book.value("PRAGMA journal_mode") == "wal"
    assert book.number("SELECT count(*) FROM tiers") == 5
    book.close()


def older(path: Path, until: str) -> Connection:
    """A store as an older rmdesk left it, with one customer in it."""
    connection = connect(path, None)
    for script in sorted(resource("db", "migrations", "versions").glob("[0-9]*.sql")):
        if script.name[:4] <= until:
            for statement in script.read_text(encoding="utf-8").split(";\n"):
                connection.execute(statement)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute("INSERT INTO alembic_version VALUES (?)", (until,))
    connection.execute("INSERT INTO book VALUES (1, 'CNY', 7, 0, 0)")
    names = [str(r[1]) for r in connection.execute("PRAGMA table_info(customers)").fetchall()]
    values = {"id": 5, "name": "张伟", "stage": "target", "kind": "person"}
    none = {"introducer_id", "bank_id", "born", "since", "risk_until", "document_expires"}
    connection.execute(
        f"INSERT INTO customers VALUES ({', '.join('?' * len(names))})",
        tuple(values.get(name, None if name in none else "") for name in names),
    )
    return connection


@pytest.mark.parametrize("until", ["0001", "0002"])
def test_an_older_store_is_copied_and_then_brought_up(tmp_path: Path, until: str) -> None:
    store = tmp_path / "old.rmdesk"
    connection = older(store, until)
    product = (
        "INSERT INTO products VALUES (9, 0, 0, 'term', 'Term', 'term_deposit', 365, 'rate', '')"
    )
    connection.execute(product)
    connection.execute("INSERT INTO product_rates VALUES (10, 0, 0, 'term', 7, 1, 2, 3, 4)")
    connection.close()
    book = opening.open_book(store, None, TODAY)
    assert book.value("SELECT version_num FROM alembic_version") == newest()
    assert book.number("SELECT count(*) FROM lifetimes") == 0
    assert book.value("SELECT name FROM customers WHERE id = 5") == "张伟"
    assert book.value("SELECT pricing FROM products") == "fixed"
    sql = "SELECT currency, valid_from, ftp_ppm, fee_share_ppm FROM product_rates"
    assert book.rows(sql) == [("", 7, 1, 4)]
    book.close()
    (backup,) = backups.list_backups(store)
    assert (backup.reason, backup.schema) == (Reason.MIGRATION, until)
    assert (backup.counts["customers"], backup.counts["product_rates"]) == (1, 1)
    copy = connect_to_read(backup.path, None)
    assert version(copy) == until
    copy.close()


def test_the_copy_before_an_update_has_the_newest_writes(tmp_path: Path) -> None:
    store = tmp_path / "old.rmdesk"
    other = older(store, "0004")
    other.execute("UPDATE customers SET name = 'written last'")
    assert Path(f"{store}-wal").stat().st_size
    opening.open_book(store, None, TODAY).close()
    (backup,) = backups.list_backups(store)
    copy = connect_to_read(backup.path, None)
    assert copy.execute("SELECT name FROM customers").fetchall() == [("written last",)]
    copy.close()
    other.close()


def test_without_room_for_a_copy_nothing_is_updated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "old.rmdesk"
    older(store, "0004").close()
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(StoreFull):
        opening.open_book(store, None, TODAY)
    left = connect_to_read(store, None)
    assert version(left) == "0004"
    left.close()


def test_offers_of_an_older_store_are_estimates_and_credit_says_of_what_kind(
    tmp_path: Path,
) -> None:
    store = tmp_path / "old.rmdesk"
    connection = older(store, "0005")
    names = [str(r[1]) for r in connection.execute("PRAGMA table_info(offers)").fetchall()]
    for number, (code, expected, credit) in enumerate(
        (("mine", "30% * idle_balance", 0), ("loan", "80% * loans * 1.5%", 1)), 1
    ):
        values = {"id": number, "code": code, "family": "creative_solution", "move": "retain"}
        values |= {"expected": expected, "credit": credit, "conditions": "loans at_least 1"}
        values |= {"factor": "product", "level": "material"}
        counts = {"created_at", "updated_at", "retired", "version"}
        none = {"valid_from", "valid_to"}
        row = [values.get(n, 0 if n in counts else None if n in none else "") for n in names]
        connection.execute(f"INSERT INTO offers VALUES ({', '.join('?' * len(names))})", tuple(row))
        connection.execute(
            "INSERT INTO offer_texts VALUES (?, 0, 0, ?, 'en', 'A', '', '')", (number, code)
        )
    proposal = {"id": 7, "customer_id": 5, "offer": "mine", "status": "accepted"}
    names = [str(r[1]) for r in connection.execute("PRAGMA table_info(proposals)").fetchall()]
    proposal |= {"expected_minor": 123, "note": "", "reasons": "[]", "traits": "{}"}
    none = {"decline_reason"}
    row = [proposal.get(n, None if n in none else 0) for n in names]
    connection.execute(f"INSERT INTO proposals VALUES ({', '.join('?' * len(names))})", tuple(row))
    connection.close()
    book = opening.open_book(store, None, TODAY)
    offers = {item.code: item for item in offer_catalogue.written(book)}
    assert offers["mine"].effects == ("gain 30% * idle_balance",)
    assert offers["loan"].effects == ("gain 80% * loans * 1.5%",)
    assert (offers["mine"].credit, offers["loan"].credit) == ("", "new")
    assert len(offer_catalogue.of_book(book)) == 2
    sql = "SELECT expected_minor, basis, gives_up_minor, effects FROM proposals"
    assert book.rows(sql) == [(123, "", 0, "[]")]
    book.close()


def test_a_change_of_before_an_update_that_dropped_its_column_is_not_taken_back(
    tmp_path: Path,
) -> None:
    store = tmp_path / "book.rmdesk"
    book = opening.make(store, None, TODAY)
    offer_catalogue.retire(book, "talk-again")
    change = book.number("SELECT max(id) FROM changes")
    sql = "UPDATE changes SET new = json_set(new, '$.expected', '1') WHERE id = ?"
    book.rows(sql, (change,))
    with pytest.raises(ChangedSince):
        undoing.undo(book)
    book.close()


def test_the_five_grades_become_asset_classes_and_stay_ratings(tmp_path: Path) -> None:
    store = tmp_path / "old.rmdesk"
    connection = older(store, "0004")
    connection.execute("PRAGMA foreign_keys = OFF")
    grades = ("normal", "special-mention", "substandard", "doubtful", "loss", "A2", "")
    for place, grade in enumerate(grades):
        values = (place, place, grade)
        connection.execute("INSERT INTO account_ratings VALUES (?, 0, 0, 7, ?, ?, 'none')", values)
    connection.close()
    book = opening.open_book(store, None, TODAY)
    rows = book.rows("SELECT rating, asset_class FROM account_ratings ORDER BY id")
    classes = ["normal", "special_mention", "substandard", "doubtful", "loss", "", ""]
    assert rows == list(zip(grades, classes, strict=True))
    assert deriving.is_behind(book)
    book.close()
