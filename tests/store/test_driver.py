"""What goes wrong with the file, the disk or another program is said in words."""

import shutil
from pathlib import Path

import pytest

from rmdesk import limits
from rmdesk.desk import editing, opening
from rmdesk.errors import (
    DeskError,
    DiskUnreadable,
    NotAStore,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreMoved,
    StoreNotOpened,
    StoreReadOnly,
    TooLarge,
    WorkInterrupted,
)
from rmdesk.store import vault
from rmdesk.store.book import Book
from rmdesk.store.driver import OperationalError, connect
from rmdesk.store.driver_errors import to_desk_error
from tests.conftest import TODAY

PASSPHRASE = "eight horses 八"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (13, StoreFull),
        (8, StoreReadOnly),
        (10 | 3 << 8, DiskUnreadable),
        (11 | 1 << 8, StoreDamaged),
        (26, StoreDamaged),
        (14, StoreNotOpened),
        (3, StoreNotOpened),
        (23, StoreNotOpened),
        (5, StoreBusy),
        (5 | 2 << 8, StoreBusy),
        (6, StoreBusy),
        (9, WorkInterrupted),
        (18, TooLarge),
        (8 | 4 << 8, StoreMoved),
    ],
)
def test_every_condition_has_its_sentence(tmp_path: Path, code: int, kind: type[DeskError]) -> None:
    error = OperationalError("whatever")
    error.sqlite_errorcode = code
    found = to_desk_error(error, tmp_path / "book.rmdesk", True, False)
    assert type(found) is kind
    assert "{" not in str(found)


def test_a_wrong_statement_stays_a_bug(book: Book) -> None:
    with pytest.raises(OperationalError):
        book.rows("SELECT nothing FROM nowhere")


def test_a_full_disk_in_the_middle_of_a_save_is_said_and_leaves_nothing(book: Book) -> None:
    before = book.number("SELECT count(*) FROM customers")
    pages = book.number("PRAGMA page_count")
    book.rows(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreFull):
        editing.create(book, {"name": "张伟", "notes": "x" * limits.LONGEST_TEXT})
    book.rows("PRAGMA max_page_count = 1000000")
    assert book.number("SELECT count(*) FROM customers") == before
    editing.create(book, {"name": "张伟"})


def test_a_busy_store_is_said_by_sqlalchemy_too(book: Book) -> None:
    other = connect(book.path, None)
    other.execute("BEGIN IMMEDIATE")
    book.rows("PRAGMA busy_timeout = 1")
    with pytest.raises(StoreBusy):
        editing.create(book, {"name": "张伟"})
    other.close()


def test_a_damaged_first_page_is_not_called_a_wrong_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "locked.rmdesk"
    opening.make(path, PASSPHRASE, TODAY).close()
    data = bytearray(path.read_bytes())
    data[700] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreDamaged):
        opening.open_book(path, PASSPHRASE, TODAY)


def test_a_plain_store_whose_head_is_damaged_is_not_called_encrypted(
    demo_store: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy2(demo_store, tmp_path / "book.rmdesk"))
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)
    for passphrase in (None, PASSPHRASE):
        with pytest.raises(StoreDamaged):
            opening.open_book(path, passphrase, TODAY)


def test_an_emptied_store_is_damaged_where_its_key_file_is_there(tmp_path: Path) -> None:
    path = tmp_path / "locked.rmdesk"
    opening.make(path, PASSPHRASE, TODAY).close()
    path.write_bytes(b"")
    with pytest.raises(StoreDamaged):
        opening.open_book(path, PASSPHRASE, TODAY)
    for key_file in (vault.key_path(path), vault.copy_path(path)):
        key_file.unlink()
    with pytest.raises(NotAStore):
        opening.open_book(path, PASSPHRASE, TODAY)


def test_a_folder_in_the_store_s_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "book.rmdesk").mkdir()
    with pytest.raises(DeskError):
        opening.open_book(tmp_path / "book.rmdesk", None, TODAY)
