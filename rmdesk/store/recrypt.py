"""A plain store becomes encrypted, an encrypted one plain: made aside, compared, then swapped.

Until the swap, which is one rename, the old store is whole and is the store. The other programs
that have it open must let go of it first.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from rmdesk import safe_files
from rmdesk.errors import AlreadyEncrypted, ConversionFailed, NotEncrypted
from rmdesk.store import derivation, header, integrity, vault
from rmdesk.store.driver import Connection, connect_alone, connect_to_read

_ASIDE = ".converting"
_ENDINGS = ("", "-wal", "-shm", "-journal", ".key", ".key.copy")
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
    Raises AlreadyEncrypted, PassphraseTooShort, StoreInUse, ConversionFailed.
    """
    if header.is_encrypted(store):
        raise AlreadyEncrypted(path=store)
    derivation.check_length(passphrase)
    target = Path(os.path.realpath(store))
    aside = clear_leftovers(target)
    try:
        with closing(connect_alone(target, None)) as plain, target.open("r+b") as old:
            key = vault.make_key(aside, passphrase)
            _export(plain, target, aside, key)
            # The key first: a plain store beside a key file still opens, the reverse never would.
            old_key = vault.set_aside_keys(store)
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

    Raises NotEncrypted, StoreInUse, ConversionFailed, and what `vault.open_key` raises.
    """
    if not header.is_encrypted(store):
        raise NotEncrypted(path=store)
    target = Path(os.path.realpath(store))
    key = vault.open_key(store, passphrase)
    aside = clear_leftovers(target)
    try:
        with closing(connect_alone(target, key)) as encrypted:
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
    return tuple(sorted(path for path in near if path != store and header.is_plain(path)))


def _files_near(folder: Path, depth: int) -> Iterator[Path]:
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_symlink():
                continue
            if path.is_dir() and depth > 1:
                yield from _files_near(path, depth - 1)
            elif path.is_file():
                yield path


def _export(source: Connection, store: Path, aside: Path, key: bytes | None) -> None:
    """Write all of an open store into a new file, compare the two, and sync it."""
    safe_files.make_file(aside)
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
    with closing(connect_to_read(aside, key)) as copy:
        lost = integrity.is_lost(copy, key is not None)
        if lost or _outline(copy) != _outline(source):
            raise ConversionFailed(path=store)


def _outline(connection: Connection) -> tuple[object, ...]:
    """Return schema, row counts of all tables, and the numbers in the file's header."""
    schema = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
    ).fetchall()
    numbers = [connection.execute(f"PRAGMA {name}").fetchone() for name in _PRAGMAS]
    return schema, integrity.count_rows(connection), numbers


def clear_leftovers(store: Path) -> Path:
    """Remove what an interrupted conversion left, overwritten first. Return where one is made.

    To be called by who has the store open, or is about to convert it: no conversion runs then.
    """
    store = Path(os.path.realpath(store))
    aside = store.with_name(store.name + _ASIDE)
    for ending in _ENDINGS:
        # Asked of the name alone: a path object for each would be felt at every opening.
        if os.path.lexists(name := f"{aside}{ending}"):
            left = Path(name)
            with left.open("r+b") as file:
                _wipe(file.fileno())
            left.unlink()
    return aside


def _wipe(descriptor: int) -> None:
    """Overwrite a file with zeros, as far as the disk writes where it is told to."""
    size = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while size > 0:
        size -= os.write(descriptor, bytes(min(size, _WIPE_BYTES)))
    os.fsync(descriptor)
