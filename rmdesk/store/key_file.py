"""The key file's two formats: what is in it, read strictly, and written in one way.

Format 2 names the store that it belongs to (`store`, which is the salt at the beginning of the
encrypted file) and holds the data key wrapped once for the passphrase and, where they were made,
for a recovery key and for the system's keyring. Each wrap authenticates format, use, derivation,
parameters and store, so none of them can be changed or carried over. `check` tells damage, not
forgery. Format 1 had the passphrase's wrap alone and named no store.
"""

import binascii
import hashlib
import json
import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from rmdesk.errors import (
    BadKeyParameters,
    KeyFileDamaged,
    KeyFileMissing,
    NewerKeyFile,
    UnknownDerivation,
    UnreadableFile,
)
from rmdesk.store.derivation import Derivation, check_bounds

NEWEST_FORMAT = 2
STORE_ID_BYTES = 16
_SALT_BYTES, _NONCE_BYTES, _WRAPPED_BYTES = 16, 12, 48
_MAX_FILE_BYTES = 65_536


class Use(StrEnum):
    """What a wrap of the data key is opened with."""

    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"
    KEYRING = "keyring"


class Kdf(StrEnum):
    """How the wrapping key is derived: slowly from a passphrase, at once from 160 random bits."""

    ARGON2ID = "argon2id"
    HKDF = "hkdf-sha256"


@dataclass(frozen=True)
class Wrap:
    """The data key, sealed; `how` is None where nothing needs to be slow."""

    how: Derivation | None
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)

    @property
    def kdf(self) -> Kdf:
        """How its wrapping key is derived."""
        return Kdf.HKDF if self.how is None else Kdf.ARGON2ID


@dataclass(frozen=True)
class KeyFile:
    """What is in a key file; `store_id` is empty in format 1."""

    format: int
    store_id: bytes
    passphrase: Wrap
    codes: Mapping[Use, Wrap] = field(default_factory=dict)

    def bound(self, use: Use, how: Derivation | None) -> bytes:
        """Return what is authenticated beside the data key."""
        if self.format == 1 and how is not None:
            return f"rmdesk 1 {how.passes} {how.memory_kib} {how.lanes}".encode()
        kdf = Kdf.HKDF if how is None else Kdf.ARGON2ID
        words = ["rmdesk", str(self.format), use.value, kdf.value, self.store_id.hex()]
        if how is not None:
            words += [str(how.passes), str(how.memory_kib), str(how.lanes)]
        return " ".join(words).encode()


def read_small_file(path: Path) -> bytes:
    """Return up to 64 KiB of a regular file; nothing that would block or never end is read.

    Raises OSError.
    """
    with open(path, "rb", opener=_open_without_blocking) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("not a regular file")
        return file.read(_MAX_FILE_BYTES)


def _open_without_blocking(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def find_all(folders: Iterable[Path]) -> list[Path]:
    """Return the files in folders, and one level below, that are named as key files are."""
    found: set[Path] = set()
    for folder in folders:
        for pattern in ("*.key", "*.key.*", "*/*.key", "*/*.key.*"):
            with suppress(OSError):
                found.update(path for path in folder.glob(pattern) if path.is_file())
    return sorted(found)


def read(path: Path) -> KeyFile:
    """Return what is in a key file.

    Raises KeyFileMissing, UnreadableFile, KeyFileDamaged, NewerKeyFile, UnknownDerivation,
    BadKeyParameters.
    """
    try:
        data = read_small_file(path)
    except FileNotFoundError:
        raise KeyFileMissing(path=path) from None
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror or str(error)) from None
    return parse(data, path)


def parse(data: bytes, path: Path) -> KeyFile:
    """Return what the bytes of a key file say; `path` is for the errors (see `read`)."""
    try:
        entries = json.loads(data.decode("utf-8"))
        if not isinstance(entries, dict):
            raise ValueError
        version = _whole(entries, "format")
    except (ValueError, KeyError, RecursionError):
        raise KeyFileDamaged(path=path) from None
    if version > NEWEST_FORMAT:
        raise NewerKeyFile(path=path, format=version)
    try:
        return _formatted(version, entries, path)
    except (ValueError, KeyError, TypeError):
        raise KeyFileDamaged(path=path) from None


def serialize(content: KeyFile) -> bytes:
    """Return the bytes of a key file of format 2."""
    assert content.format == NEWEST_FORMAT
    entries: dict[str, object] = {
        "format": content.format,
        "store": content.store_id.hex(),
        **_entries(content.passphrase),
    }
    for use, wrap in content.codes.items():
        entries[use.value] = _entries(wrap)
    return json.dumps(entries, indent=1).encode() + b"\n"


def _formatted(version: int, entries: Mapping[str, object], path: Path) -> KeyFile:
    if version not in (1, 2):
        raise ValueError
    if version == 1:
        return KeyFile(1, b"", _wrap(entries, Kdf.ARGON2ID, path, checked=False))
    store_id = bytes.fromhex(_text(entries, "store"))
    if len(store_id) != STORE_ID_BYTES:
        raise ValueError
    codes = {}
    for use in (Use.RECOVERY, Use.KEYRING):
        if use.value in entries:
            inner = entries[use.value]
            if not isinstance(inner, dict):
                raise ValueError
            codes[use] = _wrap(inner, Kdf.HKDF, path, checked=True)
    return KeyFile(2, store_id, _wrap(entries, Kdf.ARGON2ID, path, checked=True), codes)


def _wrap(entries: Mapping[str, object], kdf: Kdf, path: Path, checked: bool) -> Wrap:
    named = _text(entries, "kdf")
    if named != kdf.value:
        raise UnknownDerivation(path=path, kdf=named)
    how = None
    if kdf is Kdf.ARGON2ID:
        numbers = [entries[name] for name in ("passes", "memory_kib", "lanes")]
        if not all(type(number) is int for number in numbers):
            raise BadKeyParameters(path=path)
        how = Derivation(*(_whole(entries, name) for name in ("passes", "memory_kib", "lanes")))
        check_bounds(how, path)
    salt = _bytes(entries, "salt", _SALT_BYTES)
    nonce = _bytes(entries, "nonce", _NONCE_BYTES)
    wrap = Wrap(how, salt, nonce, _bytes(entries, "wrapped", _WRAPPED_BYTES))
    if checked and _text(entries, "check") != _check(wrap):
        raise ValueError
    return wrap


def _entries(wrap: Wrap) -> dict[str, object]:
    entries: dict[str, object] = {"kdf": wrap.kdf.value}
    if wrap.how is not None:
        how = wrap.how
        entries |= {"passes": how.passes, "memory_kib": how.memory_kib, "lanes": how.lanes}
    for name in ("salt", "nonce", "wrapped"):
        entries[name] = b64encode(getattr(wrap, name)).decode()
    return entries | {"check": _check(wrap)}


def _check(wrap: Wrap) -> str:
    return hashlib.sha256(wrap.salt + wrap.nonce + wrap.wrapped).hexdigest()[:16]


def _whole(entries: Mapping[str, object], name: str) -> int:
    value = entries[name]
    if type(value) is not int:
        raise ValueError
    return value


def _text(entries: Mapping[str, object], name: str) -> str:
    value = entries[name]
    if not isinstance(value, str):
        raise TypeError
    return value


def _bytes(entries: Mapping[str, object], name: str, length: int) -> bytes:
    try:
        value = b64decode(_text(entries, name), validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(value) != length:
        raise ValueError
    return value
