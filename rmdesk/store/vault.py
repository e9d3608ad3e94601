"""The key file: a random data key opens the store, the passphrase only wraps it.

The file stands beside the store (`book.rmdesk.key`) and holds no secret in the clear: Argon2id
turns the passphrase into a wrapping key, AES-256-GCM wraps the data key with it. A new
passphrase means a new key file, never a rewritten store.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import KeyFileMissing, NotAStore, PassphraseTooShort, WrongPassphrase

FORMAT = 1
LEAST_CHARACTERS = 8
_PLAIN_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True)
class Derivation:
    """Argon2id's parameters: passes, memory in KiB, lanes."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


def key_path(store: Path) -> Path:
    """Where the key file of a store stands."""
    return store.with_name(store.name + ".key")


def is_encrypted(store: Path) -> bool:
    """Whether the store's file is encrypted; raises NotAStore when it is empty."""
    with store.open("rb") as file:
        head = file.read(len(_PLAIN_HEADER))
    if not head:
        raise NotAStore(path=store)
    return head != _PLAIN_HEADER


def make_key(store: Path, passphrase: str, derivation: Derivation | None = None) -> bytes:
    """A new data key for a store, and its key file. Raises PassphraseTooShort."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase) < LEAST_CHARACTERS:
        raise PassphraseTooShort(least=LEAST_CHARACTERS)
    how = derivation or Derivation()
    salt, nonce, key = os.urandom(16), os.urandom(12), os.urandom(32)
    wrapped = AESGCM(_derive(passphrase, salt, how)).encrypt(nonce, key, _bound(how))
    card = {
        "format": FORMAT,
        "kdf": "argon2id",
        "passes": how.passes,
        "memory_kib": how.memory_kib,
        "lanes": how.lanes,
        "salt": b64encode(salt).decode(),
        "nonce": b64encode(nonce).decode(),
        "wrapped": b64encode(wrapped).decode(),
    }
    descriptor = os.open(key_path(store), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(card, file, indent=1)
    return key


def open_key(store: Path, passphrase: str) -> bytes:
    """The data key of a store. Raises KeyFileMissing or WrongPassphrase."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    path = key_path(store)
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        how = Derivation(int(card["passes"]), int(card["memory_kib"]), int(card["lanes"]))
        salt, nonce, wrapped = (b64decode(card[name]) for name in ("salt", "nonce", "wrapped"))
    except FileNotFoundError:
        raise KeyFileMissing(path=path) from None
    except (ValueError, KeyError, TypeError):
        raise NotAStore(path=path) from None
    try:
        return AESGCM(_derive(passphrase, salt, how)).decrypt(nonce, wrapped, _bound(how))
    except InvalidTag:
        raise WrongPassphrase from None


def _derive(passphrase: str, salt: bytes, how: Derivation) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=how.passes,
        memory_cost=how.memory_kib,
        parallelism=how.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _bound(how: Derivation) -> bytes:
    """What is authenticated beside the key: nobody weakens the parameters unnoticed."""
    return f"rmdesk {FORMAT} {how.passes} {how.memory_kib} {how.lanes}".encode()
