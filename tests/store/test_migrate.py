from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlmodel import SQLModel

from rmdesk.desk import editing, opening
from rmdesk.errors import NewerStore
from rmdesk.model.tables import KEPT
from rmdesk.store.book import Book
from rmdesk.store.driver import connect
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


def test_an_older_store_is_copied_and_then_brought_up(store: Path) -> None:
    book = opening.open_book(store, None, TODAY)
    number = editing.create(book, {"name": "张伟"})
    book.close()
    connection = connect(store, None)
    for statement in (
        "DROP TABLE lifetimes",
        "DROP TABLE lifetime_fit",
        "DROP INDEX ix_interactions_account_id",
        "DROP INDEX ix_interactions_customer_at",
        "UPDATE alembic_version SET version_num = '0001'",
    ):
        connection.execute(statement)
    connection.close()
    book = opening.open_book(store, None, TODAY)
    assert book.value("SELECT version_num FROM alembic_version") == newest()
    assert book.number("SELECT count(*) FROM lifetimes") == 0
    assert book.value("SELECT name FROM customers WHERE id = ?", (number,)) == "张伟"
    book.close()
    copy = connect(store.with_name(f"{store.name}.before-{newest()}"), None)
    assert version(copy) == "0001"
    copy.close()
