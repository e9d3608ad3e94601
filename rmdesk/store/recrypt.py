"""A plain store becomes encrypted, an encrypted one plain: made aside, compared, then swapped.

Until the swap, which is one rename, the old store is whole and is the store. The other programs
that have it open must let go of it first.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rmdesk.errors import (
    AlreadyEncrypted,
    ConversionFailed,
    DeskError,
    NotEncrypted,
    StoreBusy,
)
from rmdesk.store import derivation, header, safe_files, vault
from rmdesk.store.driver import Connection, OperationalError, connect

_ASIDE = ".converting"
# What `sqlcipher_export` leaves behind.
_PRAGMAS = ("user_version", "application_id")
_WIPE_BYTES = 1 << 20
_MAX_SEARCH_DEPTH = 2


@dataclass(frozen=True)
class Converted:
    """What was done; `remaining` are plain copies of the book that were not touched.

    `old_key_file` is where an earlier key file of the same name was put.
    """

    path: Path
    remaining: tuple[Path, ...]
    old_key_file: Path | None = None


def encrypt(store: Path, passphrase: str, folders: Sequence[Path] = ()) -> Converted:
    """Encrypt a plain store under a new key, and overwrite the plain file.

    Plain copies are looked for near the store and in `folders`, where its backups go.
    Raises AlreadyEncrypted, PassphraseTooShort, StoreBusy, ConversionFailed.
    """
    if header.is_encrypted(store):
        raise AlreadyEncrypted(path=store)
    derivation.check_length(passphrase)
    target = Path(os.path.realpath(store))
    aside = clear_leftovers(target)
    try:
        with _alone(target, None) as plain, target.open("r+b") as old:
            key = vault.make_key(aside, passphrase)
            _export(plain, target, aside, key)
            # The key first: a plain store beside a key file still opens, the reverse never would.
            old_key = _set_aside_key(store)
            vault.move_key_file(aside, store)
            safe_files.put_in_place(aside, target)
            vault.ensure_copy(store)
            _wipe(old.fileno())
    except BaseException:
        clear_leftovers(target)
        raise
    return Converted(store, find_plain_copies(store, folders), old_key)


def decrypt(store: Path, passphrase: str) -> Converted:
    """Make an encrypted store plain. The key file stays: encrypted backups need it.

    Raises NotEncrypted, StoreBusy, ConversionFailed, and what `vault.open_key` raises.
    """
    if not header.is_encrypted(store):
        raise NotEncrypted(path=store)
    target = Path(os.path.realpath(store))
    key = vault.open_key(store, passphrase)
    aside = clear_leftovers(target)
    try:
        with _alone(target, key) as encrypted:
            _export(encrypted, target, aside, None)
            safe_files.put_in_place(aside, target)
    except BaseException:
        clear_leftovers(target)
        raise
    return Converted(store, ())


def find_plain_copies(store: Path, folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the plain SQLite files near a store that carry its name, and those in folders."""
    near = {
        path
        for path in _files_near(store.parent, _MAX_SEARCH_DEPTH)
        if store.name in str(path.relative_to(store.parent)) and path.name != store.name
    }
    for folder in folders:
        near.update(_files_near(folder, 1))
    return tuple(sorted(path for path in near if path != store and _is_plain(path)))


def _is_plain(path: Path) -> bool:
    try:
        return not header.is_encrypted(path)
    except (OSError, DeskError):
        return False


def _files_near(folder: Path, depth: int) -> Iterator[Path]:
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_symlink():
                continue
            if path.is_dir() and depth > 1:
                yield from _files_near(path, depth - 1)
            elif path.is_file():
                yield path


@contextmanager
def _alone(store: Path, key: bytes | None) -> Iterator[Connection]:
    """Hold the store so that no other program can read or write it. Raises StoreBusy."""
    try:
        connection = connect(store, key)
    except OperationalError:
        raise StoreBusy from None
    try:
        try:
            # Leaving WAL needs the store for oneself, and puts all of it into the one file.
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            if mode != ("delete",):
                raise StoreBusy
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except OperationalError:
            raise StoreBusy from None
        yield connection
    finally:
        connection.close()


def _export(source: Connection, store: Path, aside: Path, key: bytes | None) -> None:
    """Write all of an open store into a new file, compare the two, and sync it."""
    os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    word = "''" if key is None else f"\"x'{key.hex()}'\""
    source.execute(f"ATTACH ? AS converted KEY {word}", (str(aside),))
    try:
        source.execute("SELECT sqlcipher_export('converted')").fetchone()
        for name in _PRAGMAS:
            value = source.execute(f"PRAGMA main.{name}").fetchone()
            assert value is not None
            source.execute(f"PRAGMA converted.{name} = {value[0]}")
    finally:
        source.execute("DETACH converted")
    _compare(source, store, aside, key)
    safe_files.sync_file(aside)


def _compare(source: Connection, store: Path, aside: Path, key: bytes | None) -> None:
    copy = connect(aside, key)
    try:
        sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not sound or _outline(copy) != _outline(source):
            raise ConversionFailed(path=store)
        # Back into one file; the next opening sets WAL again.
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        copy.close()


def _outline(connection: Connection) -> tuple[object, ...]:
    """Return schema, row counts of all tables, and the numbers in the file's header."""
    schema = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
    ).fetchall()
    counts = []
    for kind, name, *_rest in schema:
        if kind == "table":
            quoted = str(name).replace('"', '""')
            counts.append(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone())
    numbers = [connection.execute(f"PRAGMA {name}").fetchone() for name in _PRAGMAS]
    return schema, counts, numbers


def clear_leftovers(store: Path) -> Path:
    """Remove what an interrupted conversion left, overwritten first. Return where one is made.

    To be called by who has the store open, or is about to convert it: no conversion runs then.
    """
    store = Path(os.path.realpath(store))
    aside = store.with_name(store.name + _ASIDE)
    for ending in ("", "-wal", "-shm", "-journal"):
        left = Path(f"{aside}{ending}")
        if left.exists():
            with left.open("r+b") as file:
                _wipe(file.fileno())
            left.unlink()
    vault.remove_key_files(aside)
    return aside


def _set_aside_key(store: Path) -> Path | None:
    """Keep an earlier key file under another name: encrypted backups may need it."""
    have = [path for path in (vault.key_path(store), vault.copy_path(store)) if path.exists()]
    if not have:
        return None
    name = f"{vault.key_path(store).name}.{datetime.now():%Y%m%d-%H%M%S}"
    old = have[0].replace(have[0].with_name(name))
    vault.remove_key_files(store)
    return old


def _wipe(descriptor: int) -> None:
    """Overwrite a file with zeros, as far as the disk writes where it is told to."""
    size = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while size > 0:
        size -= os.write(descriptor, bytes(min(size, _WIPE_BYTES)))
    os.fsync(descriptor)
