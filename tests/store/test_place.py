"""A store that is no longer where it was opened takes no writes, and what can be read stays so."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rmdesk.desk import customers, editing, opening
from rmdesk.errors import StoreMoved, StoreReadOnly
from rmdesk.safe_files import make_folder
from rmdesk.store.book import Book
from rmdesk.store.place import beside
from tests.conftest import TODAY


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere.rmdesk"))


def replace(path: Path) -> None:
    shutil.copy2(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def delete_log(path: Path) -> None:
    beside(path)[0].unlink()


def delete_index(path: Path) -> None:
    beside(path)[1].unlink()


@pytest.mark.parametrize("change", [move, Path.unlink, replace, delete_log, delete_index])
def test_a_write_to_a_store_that_is_gone_is_not_acknowledged(
    book: Book, customer: int, change: Callable[[Path], None]
) -> None:
    change(book.path)
    with pytest.raises(StoreMoved):
        editing.edit(book, customer, {"name": "张维"})
    with pytest.raises(StoreMoved):
        book.twin()
    assert customers.look(book, customer).name == "张伟"


def test_a_move_in_the_middle_of_a_write_is_noticed(book: Book, customer: int) -> None:
    with pytest.raises(StoreMoved), book.holding():
        book.rows("UPDATE customers SET notes = 'x' WHERE id = ?", (customer,))
        move(book.path)
    assert book.value("SELECT notes FROM customers WHERE id = ?", (customer,)) == ""


def test_what_was_acknowledged_before_the_move_is_in_the_moved_files(tmp_path: Path) -> None:
    book = opening.make(tmp_path / "book.rmdesk", None, TODAY, "CNY")
    customer = editing.create(book, {"name": "张伟"})
    folder = tmp_path / "new"
    folder.mkdir()
    for file in (book.path, *beside(book.path)):
        shutil.move(file, folder / file.name)
    with pytest.raises(StoreMoved):
        editing.edit(book, customer, {"name": "张维"})
    book.close()
    again = opening.open_book(folder / "book.rmdesk", None, TODAY)
    assert customers.look(again, customer).name == "张伟"
    again.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can work as somebody else")
def test_a_folder_that_became_read_only_is_said(store: Path) -> None:
    folder = Path("/tmp") / f"rmdesk-test-{os.getpid()}"
    make_folder(folder)
    try:
        path = Path(shutil.copy2(store, folder / "book.rmdesk"))
        for file in (folder, path):
            os.chown(file, 65534, 65534)
        assert os.waitstatus_to_exitcode(os.waitpid(_write_as_nobody(path), 0)[1]) == 0
    finally:
        shutil.rmtree(folder)


def _write_as_nobody(path: Path) -> int:
    """Start a child that takes its folder's permission away between two writes."""
    child = os.fork()
    if not child:
        code = 1
        try:
            os.setuid(65534)
            book = opening.open_book(path, None)
            editing.create(book, {"name": "one"})
            path.parent.chmod(0o500)
            editing.create(book, {"name": "two"})
        except StoreReadOnly:
            code = 0
        finally:
            os._exit(code)
    return child
