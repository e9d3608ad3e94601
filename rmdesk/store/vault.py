"""The vault: a random data key opens the store, and the key file beside it holds it wrapped.

Argon2id turns the passphrase into a wrapping key, AES-256-GCM wraps the data key with it; a
recovery key or the system's keyring may open a wrap of their own. A new passphrase means a new
key file, never a rewritten store. There is a second copy of the key file beside the first, and it
is used, and put back, when the first is missing or damaged.

A data key travels as 48 bytes, the key and the salt at the beginning of the store's file: every
file that is made with it (backups) has the same salt, which is the id that the key file names.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from rmdesk import safe_files
from rmdesk.errors import (
    DeskError,
    KeyFileDamaged,
    KeyFileMissing,
    KeyFileOfAnotherStore,
    StoreBusy,
    StoreExists,
    UnreadableFile,
    WrongPassphrase,
    WrongRecoveryKey,
)
from rmdesk.store import attempts, derivation, key_file, pages, recovery, wrapping
from rmdesk.store.derivation import Derivation
from rmdesk.store.header import read_header
from rmdesk.store.key_file import STORE_ID_BYTES, KeyFile, Use
from rmdesk.store.place import (
    copy_path as copy_path,
    has_key_file as has_key_file,
    key_path as key_path,
)


class KeySource(StrEnum):
    """Which of the two key files is used."""

    MAIN = "main"
    COPY = "copy"


@dataclass(frozen=True)
class _Loaded:
    content: KeyFile
    source: KeySource


def make_key(store: Path, passphrase: str, how: Derivation | None = None) -> bytes:
    """Make a data key for a store that is still to be made, and its key file. Return the key.

    The key file is bound to the key's salt, not to the store's name. `ensure_copy` makes the
    second copy once both have their names; opening does so too. Raises PassphraseTooShort.
    """
    derivation.check_length(passphrase)
    if key_path(store).exists():
        raise StoreExists(path=key_path(store))
    key, store_id = os.urandom(32), os.urandom(STORE_ID_BYTES)
    made = wrapping.wrap_for_passphrase(store_id, key, passphrase, how or derivation.calibrate())
    safe_files.write_whole(key_path(store), key_file.serialize(made))
    return key + store_id


def open_key(store: Path, passphrase: str) -> bytes:
    """Return the data key of a store, opened with its passphrase or its recovery key.

    Raises WrongPassphrase, WrongRecoveryKey, RecoveryKeyMistyped, TryLater, KeyFileOfAnotherStore,
    and what `key_file.read` raises.
    """
    return _open(store, passphrase)[0]


def change_passphrase(store: Path, old: str, new: str, folders: Sequence[Path] = ()) -> int:
    """Wrap the data key for another passphrase; the old one opens no key file here any more.

    The key files of backups, beside the store, in folders there and in `folders`, are replaced as
    well. Return how many. A recovery key stays valid. Raises PassphraseTooShort and what
    `open_key` raises.
    """
    derivation.check_length(new)
    key, content = _open(store, old)
    how = derivation.calibrate()
    changed = wrapping.wrap_for_passphrase(content.store_id, key[:32], new, how)
    changed = replace(changed, codes=content.codes)
    _put(store, changed)
    return _replace_others(store, folders, changed, key[:32], old)


def make_code(store: Path, passphrase: str, use: Use) -> str:
    """Make a recovery key (or what the keyring stores) and return it; the last one ends.

    Raises what `open_key` raises.
    """
    key, content = _open(store, passphrase)
    code = recovery.generate()
    wrap = wrapping.wrap_for_code(content, use, key[:32], code)
    _put(store, replace(content, codes={**content.codes, use: wrap}))
    return code


def drop_code(store: Path, use: Use) -> bool:
    """Drop the wrap for a recovery key or the keyring. Return whether there was one."""
    content = _load(store).content
    if use not in content.codes:
        return False
    _put(store, replace(content, codes={u: w for u, w in content.codes.items() if u is not use}))
    return True


def uses(store: Path) -> frozenset[Use]:
    """Return what the store may be opened with. Raises what `key_file.read` raises."""
    return frozenset({Use.PASSPHRASE, *_load(store).content.codes})


def find_source(store: Path) -> KeySource:
    """Return which key file the store is opened with. Raises what `key_file.read` raises."""
    return _load(store).source


def store_id(store: Path) -> str:
    """Return the id that the key file names, in hex; empty for format 1."""
    return _load(store).content.store_id.hex()


def ensure_copy(store: Path) -> None:
    """Make the second copy equal to the key file; a folder that takes no files is let be."""
    main, copy = key_path(store), copy_path(store)
    with suppress(OSError):
        # Whoever changed the passphrase meanwhile must not be given the old file back.
        for _try in range(2):
            data = key_file.read_small_file(main)
            if copy.exists() and key_file.read_small_file(copy) == data:
                return
            safe_files.write_whole(copy, data)


def move_key_file(store: Path, renamed: Path) -> None:
    """Give the key file of a store that was made under another name its own name."""
    safe_files.put_in_place(key_path(store), key_path(renamed))


def set_aside_keys(store: Path) -> Path | None:
    """Give the key file and its copy dated names and return the first; keys are never deleted.

    The two may differ: one of them may be damaged.
    """
    found = [safe_files.set_aside(path) for path in (key_path(store), copy_path(store))]
    attempts.forget(store)
    return found[0] or found[1]


def _open(store: Path, passphrase: str) -> tuple[bytes, KeyFile]:
    """Return the data key with its salt, and the key file as it is now (format 2)."""
    head = read_header(store)
    loaded = _load(store)
    content = loaded.content
    with attempts.counted(store):
        try:
            key = wrapping.unwrap(content, passphrase)
        except (WrongPassphrase, WrongRecoveryKey):
            if content.format > 1 and head != content.store_id:
                raise KeyFileOfAnotherStore(path=key_path(store), store=store) from None
            raise
        if head != content.store_id:
            key = _fitting(store, key, content.store_id)
        else:
            key += content.store_id
    if loaded.source is KeySource.COPY:
        _put_back(store)
    if content.format == 1:
        how = content.passphrase.how or Derivation()
        key = key[:32] + head
        content = wrapping.wrap_for_passphrase(head, key[:32], passphrase, how)
        with suppress(OSError):
            _put(store, content)
    else:
        ensure_copy(store)
    return key, content


def open_key_alone(store: Path, passphrase: str) -> bytes:
    """Return the data key in a key file whose store may be lost or damaged, for its backups.

    Raises what `open_key` raises, but for KeyFileOfAnotherStore.
    """
    content = _load(store).content
    with attempts.counted(store):
        return wrapping.unwrap(content, passphrase) + content.store_id


def _fitting(store: Path, key: bytes, named: bytes) -> bytes:
    """Return the key that opens a file whose salt is not the one that the key file names.

    That is a copy which was made under another salt, or the salt itself is damaged. Where more
    than the salt is damaged, the key is returned still: what opens the file then says so.
    """
    from rmdesk.store.driver import connect

    for candidate in (key, key + named) if named else (key,):
        try:
            connect(store, candidate).close()
        except StoreBusy:
            raise
        except DeskError:
            continue
        return candidate
    if named and pages.has_sound_page(store, key, named):
        return key + named
    raise KeyFileOfAnotherStore(path=key_path(store), store=store)


def _load(store: Path) -> _Loaded:
    main, copy = key_path(store), copy_path(store)
    try:
        return _Loaded(key_file.read(main), KeySource.MAIN)
    except (KeyFileMissing, KeyFileDamaged, UnreadableFile) as error:
        try:
            return _Loaded(key_file.read(copy), KeySource.COPY)
        except KeyFileMissing:
            raise error from None
        except (KeyFileDamaged, UnreadableFile) as other:
            raise (other if isinstance(error, KeyFileMissing) else error) from None


def _put(store: Path, content: KeyFile) -> None:
    """Write both key files; at no moment is there none, or an old one beside the new one."""
    main, copy = key_path(store), copy_path(store)
    aside = safe_files.write_aside(main, key_file.serialize(content))
    copy.unlink(missing_ok=True)
    safe_files.put_in_place(aside, main)
    ensure_copy(store)


def _replace_others(
    store: Path, folders: Sequence[Path], changed: KeyFile, key: bytes, old: str
) -> int:
    """Give the other key files that hold the same data key the new content. Return how many."""
    own, count = {key_path(store), copy_path(store)}, 0
    data = key_file.serialize(changed)
    for path in key_file.find_all((store.parent, *folders)):
        if path in own or not _holds(path, changed.store_id, key, old):
            continue
        safe_files.write_whole(path, data)
        count += 1
    return count


def _holds(path: Path, store_id: bytes, key: bytes, old: str) -> bool:
    try:
        content = key_file.read(path)
        # Format 1 names no store: it is the same one's where the old passphrase gives its key.
        return content.store_id == store_id or (
            content.format == 1 and wrapping.unwrap(content, old) == key
        )
    except DeskError:
        return False


def _put_back(store: Path) -> None:
    main = key_path(store)
    with suppress(OSError):
        data = key_file.read_small_file(copy_path(store))
        safe_files.write_whole(main, data)
