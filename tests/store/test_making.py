"""A new store is there whole or not at all, whenever the process is killed."""

import os
import stat
from pathlib import Path

import pytest

from rmdesk.desk import opening, setting_up
from rmdesk.errors import StoreExists
from rmdesk.store import making, vault
from rmdesk.store.book import Book
from tests.conftest import TODAY

PASSPHRASE = "eight horses 八"


def test_a_store_is_not_there_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.rmdesk"
    fill = setting_up.fill

    def look_and_fill(book: Book) -> None:
        assert not path.exists() and not vault.key_path(path).exists()
        fill(book)

    monkeypatch.setattr(setting_up, "fill", look_and_fill)
    opening.make(path, PASSPHRASE, TODAY).close()
    assert {p.name for p in tmp_path.iterdir() if "home" not in p.name} == {
        "book.rmdesk",
        "book.rmdesk.key",
        "book.rmdesk.key.copy",
    }


def killed_at(tmp_path: Path, place: str) -> Path:
    """Let a child process be killed while it makes a store, at a function of `making`."""
    path = tmp_path / "book.rmdesk"
    child = os.fork()
    if not child:
        setattr(making, place, lambda *_arguments: os._exit(9))
        opening.make(path, PASSPHRASE, TODAY).close()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    return path


@pytest.mark.parametrize("place", ["sync_file", "publish", "sync_folder"])
def test_a_killed_init_leaves_nothing_in_the_way_of_the_next(tmp_path: Path, place: str) -> None:
    path = killed_at(tmp_path, place)
    if place != "sync_folder":
        assert not path.exists()
        opening.make(path, PASSPHRASE, TODAY).close()
    opening.open_book(path, PASSPHRASE, TODAY).close()
    making.clear_leftovers(path)
    left = {p.name for p in tmp_path.iterdir() if "home" not in p.name}
    assert left == {"book.rmdesk", "book.rmdesk.key", "book.rmdesk.key.copy"}


def test_a_kill_between_key_and_store_is_made_good_by_the_next_init(tmp_path: Path) -> None:
    path = tmp_path / "book.rmdesk"
    opening.make(path, PASSPHRASE, TODAY).close()
    path.rename(tmp_path / "book.rmdesk.making-99999999")
    opening.make(path, "another passphrase", TODAY).close()
    opening.open_book(path, "another passphrase", TODAY).close()
    assert not list(tmp_path.glob("*.making-*"))
    assert len(list(tmp_path.glob("book.rmdesk.key.left-*"))) == 1


def test_a_key_file_without_its_store_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "book.rmdesk"
    opening.make(path, PASSPHRASE, TODAY).close()
    path.unlink()
    key = vault.key_path(path).read_bytes()
    for _left in (vault.key_path(path), vault.copy_path(path)):
        with pytest.raises(StoreExists):
            opening.make(path, PASSPHRASE, TODAY)
        assert vault.copy_path(path).read_bytes() == key
        vault.key_path(path).unlink(missing_ok=True)


def test_an_init_that_is_ended_after_the_store_has_its_name_leaves_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.rmdesk"
    link = os.link

    def end(made: Path, name: Path) -> None:
        link(made, name)
        if name == path:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", end)
    with pytest.raises(KeyboardInterrupt):
        opening.make(path, PASSPHRASE, TODAY)
    opening.open_book(path, PASSPHRASE, TODAY).close()


def test_new_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        book = opening.make(tmp_path / "a" / "b" / "book.rmdesk", PASSPHRASE, TODAY)
    finally:
        os.umask(old)
    for folder in (tmp_path / "a", tmp_path / "a" / "b"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list((tmp_path / "a" / "b").iterdir())
    assert len(files) == 5
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    book.close()
