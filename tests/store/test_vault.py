import json
from pathlib import Path

import pytest

from rmdesk.desk import customers, editing, opening
from rmdesk.errors import (
    KeyFileMissing,
    NotAStore,
    PassphraseNeeded,
    PassphraseTooShort,
    StoreExists,
    WrongPassphrase,
)
from rmdesk.store import vault
from tests.conftest import TODAY

PASSPHRASE = "correct horse 电池"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "locked.rmdesk"
    book = opening.make(path, PASSPHRASE, TODAY)
    editing.create(book, {"name": "Zhang Wei Secret"})
    book.close()
    return path


def test_the_passphrase_opens_the_store(locked: Path) -> None:
    book = opening.open_book(locked, PASSPHRASE, TODAY)
    assert customers.overview(book).customers == 1
    book.close()


def test_a_wrong_passphrase_does_not(locked: Path) -> None:
    with pytest.raises(WrongPassphrase):
        opening.open_book(locked, "not this one", TODAY)
    with pytest.raises(PassphraseNeeded):
        opening.open_book(locked, None, TODAY)


def test_neither_name_nor_passphrase_is_in_the_files(locked: Path) -> None:
    for path in locked.parent.iterdir():
        data = path.read_bytes()
        assert b"Secret" not in data
        assert PASSPHRASE.encode() not in data


def test_without_its_key_file_it_says_so(locked: Path) -> None:
    vault.key_path(locked).unlink()
    vault.copy_path(locked).unlink()
    with pytest.raises(KeyFileMissing):
        opening.open_book(locked, PASSPHRASE, TODAY)


def test_weaker_parameters_in_the_key_file_are_noticed(locked: Path) -> None:
    path = vault.key_path(locked)
    card = json.loads(path.read_text(encoding="utf-8"))
    card["passes"] = 1
    path.write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(WrongPassphrase):
        opening.open_book(locked, PASSPHRASE, TODAY)


def test_only_the_manager_can_read_store_and_key(locked: Path) -> None:
    assert locked.stat().st_mode & 0o077 == 0
    assert vault.key_path(locked).stat().st_mode & 0o077 == 0


def test_a_short_passphrase_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooShort):
        opening.make(tmp_path / "book.rmdesk", "short", TODAY)
    assert not list(tmp_path.glob("book*"))


def test_a_store_is_never_written_over(locked: Path) -> None:
    before = locked.read_bytes()
    with pytest.raises(StoreExists):
        opening.make(locked, None, TODAY)
    assert locked.read_bytes() == before


def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    with pytest.raises(NotAStore):
        opening.open_book(path, None, TODAY)
