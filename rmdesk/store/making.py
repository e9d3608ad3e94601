"""A new store is made under another name and gets its own only once it is whole.

A process that is killed on the way leaves files that the next one clears away, and never a store
that does not open.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rmdesk.errors import StoreExists
from rmdesk.safe_files import (
    aside_path,
    list_leftovers,
    make_file,
    make_folder,
    publish,
    put_in_place,
    set_aside,
    sync_file,
    sync_folder,
)
from rmdesk.store import vault
from rmdesk.store.driver import connect_alone
from rmdesk.store.place import beside


@contextmanager
def under_construction(path: Path) -> Iterator[Path]:
    """Give the path to make a store at; afterwards its key and then it itself get their names.

    Raise StoreExists when there is a store, a key file or a copy of one already.
    """
    make_folder(path.parent)
    clear_leftovers(path)
    for taken in (path, vault.key_path(path), vault.copy_path(path)):
        if taken.is_symlink() or taken.exists():
            raise StoreExists(path=taken)
    made = aside_path(path)
    make_file(made)
    key = vault.key_path(made)
    try:
        yield made
        sync_file(made)
        # A new store of that name must not take in a log of changes whose store is gone.
        for log in beside(path):
            set_aside(log)
        if encrypted := key.exists():
            sync_file(key)
            _name(key, vault.key_path(path))
        try:
            _name(made, path)
        except BaseException:
            # Not where the store had got its name: it would never open again.
            if encrypted and made.exists() and not (path.exists() and path.samefile(made)):
                vault.key_path(path).unlink()
            raise
        sync_folder(path.parent)
    finally:
        _remove(made)


def _name(made: Path, path: Path) -> None:
    try:
        publish(made, path)
    except FileExistsError:
        raise StoreExists(path=path) from None


@contextmanager
def at_another_name(path: Path) -> Iterator[Path]:
    """Give a path beside a plain store to make its successor at; what is left there goes away.

    Raise StoreInUse where the store is open elsewhere.
    """
    connect_alone(path, None).close()
    clear_leftovers(path)
    made = aside_path(path)
    try:
        yield made
    finally:
        _remove(made)


def clear_leftovers(path: Path) -> None:
    """Clear away what a killed process left of a store that never got its name.

    If it was killed between the names of key and store, the key is set aside: keys are not deleted.
    """
    for left in list_leftovers(path.parent, path.name):
        key, own = vault.key_path(path), vault.key_path(left)
        if key.exists() and not path.exists() and (not own.exists() or own.samefile(key)):
            vault.set_aside_keys(path)
        _remove(left)


def _remove(made: Path) -> None:
    for file in (made, *beside(made), Path(f"{made}-journal"), vault.key_path(made)):
        file.unlink(missing_ok=True)


def replace(made: Path, path: Path) -> None:
    """Put a finished plain store in the place of another one, which nobody may have open.

    A crash leaves the old one or the new one. Raise StoreInUse when it is open elsewhere.
    """
    old = connect_alone(path, None)
    try:
        sync_file(made)
        if os.name == "nt":
            old.close()
        put_in_place(made, path)
    finally:
        old.close()
