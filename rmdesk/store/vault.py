"""The vault: a random data key opens the store, and the key file beside it holds it wrapped.

Argon2id turns the passphrase into a wrapping key, AES-256-GCM wraps the data key with it; a
recovery key or the system's keyring may open a wrap of their own. A new passphrase means a new
key file, never a rewritten store. There is a second copy of the key file beside the first, and it
is used, and put back, when the first is missing or damaged.

A data key travels as 48 bytes, the key and the salt at the beginning of the store's file: every
file that is made with it (backups) has the same salt, which is the id that the key file names.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from rmdesk.errors import (
    DeskError,
    KeyFileDamaged,
    KeyFileMissing,
    KeyFileOfAnotherStore,
    NoStore,
    NotAStore,
    RecoveryKeyMistyped,
    StoreBusy,
    StoreExists,
    UnreadableFile,
    WrongPassphrase,
    WrongRecoveryKey,
)
from rmdesk.store import attempts, derivation, key_file, recovery, safe_files
from rmdesk.store.derivation import Derivation
from rmdesk.store.key_file import STORE_ID_BYTES, KeyFile, Use, Wrap

_PLAIN_HEADER = b"SQLite format 3\0"


class KeySource(StrEnum):
    """Which of the two key files is used."""

    MAIN = "main"
    COPY = "copy"


@dataclass(frozen=True)
class _Loaded:
    content: KeyFile
    source: KeySource


def key_path(store: Path) -> Path:
    """Return where the key file of a store is."""
    return store.with_name(store.name + ".key")


def copy_path(store: Path) -> Path:
    """Return where the second copy of the key file is."""
    return store.with_name(store.name + ".key.copy")


def is_encrypted(store: Path) -> bool:
    """Return whether the store's file is encrypted. Raises NotAStore when it is empty."""
    head = _head(store)
    if not head:
        raise NotAStore(path=store)
    return head != _PLAIN_HEADER


def make_key(store: Path, passphrase: str, how: Derivation | None = None) -> bytes:
    """Make a data key for a store that is still to be made, and its key file. Return the key.

    The key file is bound to the key's salt, not to the store's name. `ensure_copy` makes the
    second copy once both have their names; opening does so too. Raises PassphraseTooShort.
    """
    derivation.check_length(passphrase)
    if key_path(store).exists():
        raise StoreExists(path=key_path(store))
    key, store_id = os.urandom(32), os.urandom(STORE_ID_BYTES)
    made = _wrapped(store_id, key, passphrase, how or derivation.calibrate())
    path = key_path(store)
    safe_files.put_in_place(safe_files.write_aside(path, key_file.serialize(made)), path)
    return key + store_id


def open_key(store: Path, passphrase: str) -> bytes:
    """Return the data key of a store, opened with its passphrase or its recovery key.

    Raises WrongPassphrase, WrongRecoveryKey, RecoveryKeyMistyped, TryLater, KeyFileOfAnotherStore,
    and what `key_file.read` raises.
    """
    return _open(store, passphrase)[0]


def change_passphrase(store: Path, old: str, new: str) -> None:
    """Wrap the data key for another passphrase; the old one opens no key file here any more.

    A recovery key stays valid. Raises PassphraseTooShort and what `open_key` raises.
    """
    derivation.check_length(new)
    key, content = _open(store, old)
    how = derivation.calibrate()
    changed = _wrapped(content.store_id, key[:32], new, how)
    _put(store, replace(changed, codes=content.codes))


def make_code(store: Path, passphrase: str, use: Use) -> str:
    """Make a recovery key (or what the keyring stores) and return it; the last one ends.

    Raises what `open_key` raises.
    """
    key, content = _open(store, passphrase)
    code = recovery.generate()
    secret = recovery.parse(code)
    assert secret is not None
    salt = os.urandom(16)
    wrap = _seal(content, use, key[:32], _code_key(secret, salt), None, salt)
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
            safe_files.put_in_place(safe_files.write_aside(copy, data), copy)


def move_key_file(store: Path, renamed: Path) -> None:
    """Give the key file of a store that was made under another name its own name."""
    safe_files.put_in_place(key_path(store), key_path(renamed))


def remove_key_files(store: Path) -> None:
    """Remove the key file, its copy and the count of wrong passphrases."""
    for path in (key_path(store), copy_path(store)):
        path.unlink(missing_ok=True)
        path.with_name(path.name + safe_files.ASIDE).unlink(missing_ok=True)
    attempts.forget(store)


def _open(store: Path, passphrase: str) -> tuple[bytes, KeyFile]:
    """Return the data key with its salt, and the key file as it is now (format 2)."""
    head = _head(store)
    loaded = _load(store)
    content = loaded.content
    with attempts.counted(store):
        try:
            key = _unwrap(content, passphrase)
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
        content = _wrapped(head, key[:32], passphrase, how)
        key = key[:32] + head
        with suppress(OSError):
            _put(store, content)
    else:
        ensure_copy(store)
    return key, content


def _fitting(store: Path, key: bytes, named: bytes) -> bytes:
    """Return the key that opens a file whose salt is not the one that the key file names.

    That is a copy which was made under another salt, or the salt itself is damaged.
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
    copy.with_name(copy.name + safe_files.ASIDE).unlink(missing_ok=True)
    safe_files.put_in_place(aside, main)
    ensure_copy(store)


def _put_back(store: Path) -> None:
    main = key_path(store)
    with suppress(OSError):
        data = key_file.read_small_file(copy_path(store))
        safe_files.put_in_place(safe_files.write_aside(main, data), main)


def _wrapped(store_id: bytes, key: bytes, passphrase: str, how: Derivation) -> KeyFile:
    salt = os.urandom(16)
    empty = KeyFile(key_file.NEWEST_FORMAT, store_id, Wrap(how, b"", b"", b""))
    wrapping = derivation.derive(derivation.normalize(passphrase), salt, how)
    return replace(empty, passphrase=_seal(empty, Use.PASSPHRASE, key, wrapping, how, salt))


def _seal(
    content: KeyFile, use: Use, key: bytes, wrapping: bytes, how: Derivation | None, salt: bytes
) -> Wrap:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return Wrap(how, salt, nonce, AESGCM(wrapping).encrypt(nonce, key, content.bound(use, how)))


def _unseal(content: KeyFile, use: Use, wrap: Wrap, wrapping: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(wrapping).decrypt(wrap.nonce, wrap.wrapped, content.bound(use, wrap.how))
    except InvalidTag:
        return None


def _unwrap(content: KeyFile, typed: str) -> bytes:
    """Return the data key. Raises WrongPassphrase, WrongRecoveryKey, RecoveryKeyMistyped."""
    mistake: DeskError = WrongPassphrase()
    try:
        secret = recovery.parse(typed)
    except RecoveryKeyMistyped as error:
        secret, mistake = None, error
    if secret is not None:
        mistake = WrongRecoveryKey()
        for use, wrap in content.codes.items():
            key = _unseal(content, use, wrap, _code_key(secret, wrap.salt))
            if key is not None:
                return key
    # A passphrase may well look like a recovery key, so it is tried as one in any case.
    candidates = [derivation.normalize(typed)]
    if content.format == 1 and typed not in candidates:
        candidates.append(typed)
    wrap = content.passphrase
    assert wrap.how is not None
    for candidate in candidates:
        wrapping = derivation.derive(candidate, wrap.salt, wrap.how)
        key = _unseal(content, Use.PASSPHRASE, wrap, wrapping)
        if key is not None:
            return key
    raise mistake


def _code_key(secret: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, b"rmdesk recovery key").derive(secret)


def _head(store: Path) -> bytes:
    try:
        with store.open("rb") as file:
            return file.read(STORE_ID_BYTES)
    except FileNotFoundError:
        raise NoStore(path=store) from None
