"""Restore a backup in a store's place: checked first, and never over the only copy.

What is there is set aside under a dated name, with its log of changes and its key file. Nobody may
have it open meanwhile. A crash leaves the old store or the new one.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from rmdesk.errors import (
    BackupDamaged,
    BackupNewer,
    DeskError,
    NoBackupKey,
    NotAStore,
    PassphraseNeeded,
    StoreDamaged,
    StoreInUse,
    StoreNotOpened,
    WrongPassphrase,
)
from rmdesk.safe_files import (
    aside_path,
    make_folder,
    put_in_place,
    sync_file,
    sync_folder,
    write_whole,
)
from rmdesk.store import header, integrity, migrate, vault
from rmdesk.store.backups import is_whole, read_backup
from rmdesk.store.driver import connect_alone
from rmdesk.store.place import beside

# Where SQLite's locks lie in every file of its own.
_LOCKS_AT, _LOCKS = 0x40000000, 512


@dataclass(frozen=True)
class Restored:
    """What was done: `aside` is where the store that was there lies now, None where none was."""

    store: Path
    aside: Path | None
    counts: dict[str, int]


def restore(store: Path, backup: Path, passphrase: str | None, now: datetime) -> Restored:
    """Put a backup in the place of a store, which is set aside.

    The store's own key file stays where it opens the backup; else the backup's is taken. Raise
    BackupDamaged, BackupNewer, NoBackupKey, WrongPassphrase, PassphraseNeeded, StoreInUse.
    """
    known = read_backup(backup)
    if known and not is_whole(known):
        raise BackupDamaged(name=backup.name)
    make_folder(store.parent)
    made = aside_path(store)
    try:
        copy_with_log(backup, made)
        key, key_file = _find_key(store, backup, made, passphrase)
        counts = _check(made, key, backup)
        sync_file(made)
        with held(store):
            aside = set_aside(store, now)
            if key_file and key_file != vault.key_path(store):
                write_whole(vault.key_path(store), key_file.read_bytes())
            for file in beside(store):
                file.unlink(missing_ok=True)
            put_in_place(made, store)
    finally:
        for file in (made, *beside(made), Path(f"{made}-journal")):
            file.unlink(missing_ok=True)
    return Restored(store, aside, counts)


def copy_with_log(source: Path, target: Path) -> None:
    """Copy a store's file, and its log of changes where there is one, for the owner alone."""
    try:
        for one, other in ((source, target), (beside(source)[0], beside(target)[0])):
            if one == source or one.exists():
                shutil.copyfile(one, other)
                other.chmod(0o600)
    except OSError:
        raise StoreNotOpened(path=source) from None


def _find_key(
    store: Path, backup: Path, made: Path, passphrase: str | None
) -> tuple[bytes | None, Path | None]:
    """Return the key that opens the copy and the key file it is in; None for a plain one."""
    if header.is_plain(made):
        return None, None
    owners = [owner for owner in (store, backup) if vault.has_key_file(owner)]
    if not owners and header.looks_plain(made):
        raise BackupDamaged(name=backup.name)
    if not owners:
        raise NoBackupKey(name=backup.name)
    if passphrase is None:
        raise PassphraseNeeded(path=backup)
    wrong: DeskError | None = None
    for owner in owners:
        try:
            key = vault.open_key_alone(owner, passphrase)
        except DeskError as error:
            wrong = error if wrong is None or isinstance(error, WrongPassphrase) else wrong
            continue
        # A copy may have been made under another salt than the one that the key comes with.
        for candidate in (key, key[:32]):
            with suppress(StoreDamaged):
                connect_alone(made, candidate).close()
                return candidate, vault.key_path(owner)
        wrong = wrong or BackupDamaged(name=backup.name)
    raise wrong or NoBackupKey(name=backup.name)


def _check(made: Path, key: bytes | None, backup: Path) -> dict[str, int]:
    """Return how many rows each table has. Raise BackupDamaged, BackupNewer, NotAStore."""
    try:
        connection = connect_alone(made, key)
    except StoreDamaged:
        raise BackupDamaged(name=backup.name) from None
    try:
        if integrity.is_lost(connection, key is not None):
            raise BackupDamaged(name=backup.name)
        have = migrate.version(connection)
        if have > migrate.newest():
            raise BackupNewer(name=backup.name)
        if not have:
            raise NotAStore(path=backup)
        return integrity.count_data(integrity.count_rows(connection))
    except StoreDamaged:
        raise BackupDamaged(name=backup.name) from None
    finally:
        connection.close()


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Hold a store's file, sound or damaged, against every program that would open it.

    Raise StoreInUse where one has it open. No connection of this process may have it open: the
    system forgets a process's locks on a file with the first of its descriptors that is closed.
    """
    try:
        import fcntl
    except ImportError:
        # Windows itself refuses to move a file that somebody has open.
        yield
        return
    if not store.exists():
        yield
        return
    try:
        file = store.open("rb+")
    except OSError:
        raise StoreNotOpened(path=store) from None
    with file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKS, _LOCKS_AT)
        except OSError:
            raise StoreInUse(path=store) from None
        yield


def set_aside(store: Path, now: datetime) -> Path | None:
    """Give a store, its log of changes and its key files second, dated names.

    Return the store's, None where there was only a key file, or nothing.
    """
    stem = f"{store.name}.aside-{now.astimezone():%Y%m%d-%H%M%S}"
    names = (store.with_name(stem if n == 1 else f"{stem}-{n}") for n in count(1))
    aside = next(name for name in names if not _files_of(name))
    found = _files_of(store)
    for one, other in zip(_paths_of(store), _paths_of(aside), strict=True):
        if one not in found:
            continue
        try:
            os.link(one, other)
        except OSError:
            shutil.copy2(one, other)
            sync_file(other)
    sync_folder(store.parent)
    return aside if store in found else None


def _paths_of(store: Path) -> tuple[Path, ...]:
    """Return where the files of a store are; itself is the last one to be set aside."""
    return vault.key_path(store), vault.copy_path(store), beside(store)[0], store


def _files_of(store: Path) -> list[Path]:
    return [path for path in _paths_of(store) if path.exists()]
