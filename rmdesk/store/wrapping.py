"""The data key, wrapped and unwrapped: AES-256-GCM under a key that is derived for the purpose."""

import os
from dataclasses import replace

from rmdesk.errors import DeskError, RecoveryKeyMistyped, WrongPassphrase, WrongRecoveryKey
from rmdesk.store import derivation, key_file, recovery
from rmdesk.store.derivation import Derivation
from rmdesk.store.key_file import KeyFile, Use, Wrap


def wrap_for_passphrase(store_id: bytes, key: bytes, passphrase: str, how: Derivation) -> KeyFile:
    """Return the content of a new key file: the data key (32 bytes) under a passphrase."""
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


def unwrap(content: KeyFile, typed: str) -> bytes:
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


def wrap_for_code(content: KeyFile, use: Use, key: bytes, code: str) -> Wrap:
    """Return the data key wrapped under a recovery key, or what the keyring stores."""
    secret, salt = recovery.parse(code), os.urandom(16)
    assert secret is not None
    return _seal(content, use, key, _code_key(secret, salt), None, salt)


def _code_key(secret: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, b"rmdesk recovery key").derive(secret)
