"""A plain store becomes encrypted and back, and a crash on the way leaves the old one."""

import os
import shutil
from pathlib import Path

import pytest

from rmdesk import safe_files
from rmdesk.desk import customers, editing, opening, security
from rmdesk.errors import AlreadyEncrypted, ConversionFailed, NotEncrypted, StoreInUse
from rmdesk.store import header, recrypt, search, vault
from rmdesk.store.driver import connect
from tests.conftest import TODAY, copied

PASSPHRASE = "correct horse 电池"


@pytest.fixture
def whole(demo_store: Path, tmp_path: Path) -> Path:
    return copied(demo_store, tmp_path)


@pytest.fixture
def plain(store: Path) -> Path:
    book = opening.open_book(store, None, TODAY)
    editing.create(book, {"name": "张伟"})
    book.close()
    return store


def content(store: Path, key: bytes | None) -> list[object]:
    connection = connect(store, key)
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " ORDER BY name"
    ).fetchall()
    found: list[object] = [
        (name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables
    ]
    for pragma in ("user_version", "application_id", "journal_mode"):
        found.append(connection.execute(f"PRAGMA {pragma}").fetchall())
    connection.close()
    return found


def test_everything_survives_encrypt_and_decrypt(whole: Path) -> None:
    connection = connect(whole, None)
    connection.execute("PRAGMA user_version = 7")
    connection.execute("PRAGMA application_id = 12345")
    connection.close()
    before = content(whole, None)
    security.encrypt(whole, PASSPHRASE)
    assert header.is_encrypted(whole)
    assert "张伟".encode() not in whole.read_bytes()
    assert whole.stat().st_mode & 0o777 == 0o600
    assert content(whole, vault.open_key(whole, PASSPHRASE)) == before
    book = opening.open_book(whole, PASSPHRASE, TODAY)
    assert customers.overview(book).customers > 50
    assert book.rows("SELECT 1 FROM alembic_version")
    assert search.find(book, "zw")
    book.close()
    security.decrypt(whole, PASSPHRASE)
    assert not header.is_encrypted(whole)
    opening.open_book(whole, None, TODAY).close()
    left = {path.name for path in whole.parent.iterdir() if path.is_file()}
    assert left == {"book.rmdesk", "book.rmdesk.key", "book.rmdesk.key.copy"}


def test_plain_file_is_overwritten_and_plain_backups_are_listed(plain: Path) -> None:
    backups = plain.with_name("book.rmdesk.backups")
    backups.mkdir()
    copies = [plain.with_name("book.rmdesk.before-0005"), backups / "20261124.rmdesk"]
    for copy in copies:
        shutil.copy(plain, copy)
    shutil.copy(plain, plain.with_name("another.rmdesk"))
    with plain.open("rb") as old:
        done = security.encrypt(plain, PASSPHRASE)
        assert not any(old.read())
    assert sorted(done.remaining) == sorted(copies)


def test_key_file_from_before_is_set_aside(plain: Path) -> None:
    security.encrypt(plain, PASSPHRASE)
    old = vault.key_path(plain).read_bytes()
    security.decrypt(plain, PASSPHRASE)
    done = security.encrypt(plain, PASSPHRASE)
    assert done.old_key_file is not None and done.old_key_file.read_bytes() == old
    opening.open_book(plain, PASSPHRASE, TODAY).close()


def test_key_file_and_its_copy_are_both_set_aside(plain: Path) -> None:
    security.encrypt(plain, PASSPHRASE)
    good = vault.copy_path(plain).read_bytes()
    security.decrypt(plain, PASSPHRASE)
    vault.key_path(plain).write_bytes(b"damaged")
    security.encrypt(plain, PASSPHRASE)
    assert good in [path.read_bytes() for path in plain.parent.glob("book.rmdesk.key*")]


@pytest.mark.parametrize("encrypted", [False, True])
def test_store_that_is_open_elsewhere_is_left_alone(
    plain: Path, encrypted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rmdesk.store.driver.BUSY_MILLISECONDS", 50)
    if encrypted:
        security.encrypt(plain, PASSPHRASE)
    book = opening.open_book(plain, PASSPHRASE if encrypted else None, TODAY)
    book.rows("SELECT 1 FROM customers")
    convert = security.decrypt if encrypted else security.encrypt
    with pytest.raises(StoreInUse):
        convert(plain, PASSPHRASE)
    assert book.rows("SELECT count(*) FROM customers") != [(0,)]
    book.close()
    assert header.is_encrypted(plain) is encrypted


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("moment", ["_export", "_compare", "put_in_place"])
def test_crash_on_the_way_leaves_the_old_store(
    plain: Path, encrypted: bool, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if encrypted:
        security.encrypt(plain, PASSPHRASE)
    target = safe_files if moment == "put_in_place" else recrypt
    real = getattr(target, moment)

    def killed(*arguments: object) -> object:
        done = real(*arguments) if moment != "put_in_place" else None
        if str(plain) in map(str, arguments):
            os._exit(9)
        return done if moment != "put_in_place" else real(*arguments)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(target, moment, killed)
        (security.decrypt if encrypted else security.encrypt)(plain, PASSPHRASE)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert header.is_encrypted(plain) is encrypted
    assert list(plain.parent.glob("*.converting*"))
    book = opening.open_book(plain, PASSPHRASE if encrypted else None, TODAY)
    assert customers.overview(book).customers == 1
    book.close()
    assert not list(plain.parent.glob("*.converting*"))
    (security.decrypt if encrypted else security.encrypt)(plain, PASSPHRASE)
    assert header.is_encrypted(plain) is not encrypted


def test_copy_that_differs_is_not_put_in_place(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlines = iter([("one",), ("two",)])
    monkeypatch.setattr(recrypt, "_outline", lambda connection: next(outlines))
    before = plain.read_bytes()
    with pytest.raises(ConversionFailed):
        security.encrypt(plain, PASSPHRASE)
    assert plain.read_bytes()[100:] == before[100:]
    assert not vault.key_path(plain).exists()
    assert [p.name for p in plain.parent.iterdir() if p.is_file()] == [plain.name]


def test_conversion_to_what_it_is_already_is_refused(plain: Path) -> None:
    with pytest.raises(NotEncrypted):
        security.decrypt(plain, PASSPHRASE)
    security.encrypt(plain, PASSPHRASE)
    with pytest.raises(AlreadyEncrypted):
        security.encrypt(plain, PASSPHRASE)
