"""Whether a store is encrypted is told without opening it, and never by a fault."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rmdesk.cli.opening import asks_passphrase
from rmdesk.errors import DeskError, NoStore, NotAStore, StoreDamaged, StoreNotOpened
from rmdesk.store import header, vault


@pytest.mark.parametrize(
    "make, error",
    [
        (lambda path: None, NoStore),
        (Path.mkdir, StoreNotOpened),
        (Path.touch, NotAStore),
        (lambda path: path.symlink_to(path), StoreNotOpened),
    ],
)
def test_what_is_not_a_store_is_told_in_words(
    tmp_path: Path, make: Callable[[Path], object], error: type[DeskError]
) -> None:
    path = tmp_path / "book.rmdesk"
    make(path)
    for ask in (header.is_encrypted, asks_passphrase):
        with pytest.raises(error):
            ask(path)
    assert not header.is_plain(path)


def test_an_encrypted_store_that_was_emptied_is_damaged_and_the_desk_still_asks(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.rmdesk"
    path.touch()
    vault.copy_path(path).touch()
    with pytest.raises(StoreDamaged):
        header.is_encrypted(path)
    assert asks_passphrase(path)


def test_a_plain_store_whose_beginning_is_lost_is_damaged_and_asks_for_nothing(store: Path) -> None:
    assert header.is_plain(store) and not header.is_encrypted(store)
    store.write_bytes(os.urandom(100) + store.read_bytes()[100:])
    with pytest.raises(StoreDamaged):
        header.is_encrypted(store)
    assert not asks_passphrase(store)
