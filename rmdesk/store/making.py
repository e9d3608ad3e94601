"""A new store is made under another name and gets its own only once it is whole.

A process that is killed on the way leaves files that the next one clears away, and never a store
that does not open.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rmdesk.errors import StoreExists
from rmdesk.store import header, vault
from rmdesk.store.driver import connect_alone
from rmdesk.store.place import beside, make_file, make_folder, publish, sync_file, sync_folder

_MARK = ".making-"


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
    made = path.with_name(f"{path.name}{_MARK}{os.getpid()}")
    make_file(made)
    key = vault.key_path(made)
    try:
        yield made
        sync_file(made)
        _set_aside_log(path)
        if key.exists():
            sync_file(key)
            publish(key, vault.key_path(path))
        try:
            publish(made, path)
        except BaseException:
            if header.is_encrypted(made):
                vault.key_path(path).unlink()
            raise
        sync_folder(path.parent)
    finally:
        _remove(made)


@contextmanager
def at_another_name(path: Path) -> Iterator[Path]:
    """Give a path beside a plain store to make its successor at; what is left there goes away.

    Raise StoreInUse where the store is open elsewhere.
    """
    connect_alone(path, None).close()
    clear_leftovers(path)
    made = path.with_name(f"{path.name}{_MARK}{os.getpid()}")
    try:
        yield made
    finally:
        _remove(made)


def clear_leftovers(path: Path) -> None:
    """Clear away what a killed process left of a store that never got its name.

    Was it killed between the names of key and store, the key is set aside: keys are not deleted.
    """
    for left in sorted(path.parent.glob(f"{_escaped(path.name)}{_MARK}*")):
        if is_running(left.name.rpartition("-")[2].partition(".")[0]):
            continue
        key = vault.key_path(path)
        own = vault.key_path(left)
        if key.exists() and not path.exists() and (not own.exists() or own.samefile(key)):
            for file in (key, vault.copy_path(path)):
                if file.exists():
                    file.rename(file.with_name(f"{file.name}.left-{datetime.now():%Y%m%d-%H%M%S}"))
        _remove(left)


def _set_aside_log(path: Path) -> None:
    """Keep a log of changes whose store is gone: a new store of that name must not take it in."""
    for file in beside(path):
        if file.exists():
            file.rename(file.with_name(f"{file.name}.left-{datetime.now():%Y%m%d-%H%M%S}"))


def _remove(made: Path) -> None:
    for file in (made, *beside(made), Path(f"{made}-journal"), vault.key_path(made)):
        file.unlink(missing_ok=True)


def is_running(process: str) -> bool:
    """Return whether another process of that number runs, or might; False for this one."""
    if not process.isdigit():
        return True
    number = int(process)
    # On Windows the question would end the process; there the leftovers stay.
    if number == os.getpid() or os.name == "nt":
        return number != os.getpid()
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def replace(made: Path, path: Path) -> None:
    """Put a finished plain store in the place of another one, which nobody may have open.

    A crash leaves the old one or the new one. Raise StoreInUse when it is open elsewhere.
    """
    old = connect_alone(path, None)
    try:
        sync_file(made)
        if os.name == "nt":
            old.close()
        made.replace(path)
        sync_folder(path.parent)
    finally:
        old.close()
