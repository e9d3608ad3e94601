"""Recovery keys: 160 random bits as a person can print and type them, with a checksum.

Crockford's base32: no I, L, O, U; a typed O is read as 0, an I or L as 1. Nine groups of four, of
which the last is the checksum. They are random enough to need no slow derivation.
"""

import hashlib
import secrets
import unicodedata

from rmdesk.errors import RecoveryKeyMistyped

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_BYTES = 20
_SECRET_CHARACTERS = 32
_CHARACTERS = 36
_GROUP = 4


def generate() -> str:
    """Return a new recovery key, in its groups."""
    return _written(secrets.token_bytes(_BYTES))


def parse(text: str) -> bytes | None:
    """Return the secret of a typed recovery key, None for what does not look like one.

    Raises RecoveryKeyMistyped where it looks like one, and its checksum is not right.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_READ_AS)
    plain = "".join(c for c in plain if not c.isspace() and c not in "-‐‑–—")
    if len(plain) != _CHARACTERS or any(c not in _ALPHABET for c in plain):
        # In groups, but a character too few or too many, or one that is in no recovery key.
        if _is_grouped(text):
            raise RecoveryKeyMistyped
        return None
    number = 0
    for character in plain[:_SECRET_CHARACTERS]:
        number = number * 32 + _ALPHABET.index(character)
    secret = number.to_bytes(_BYTES, "big")
    if _checksum(secret) != plain[_SECRET_CHARACTERS:]:
        raise RecoveryKeyMistyped
    return secret


def _is_grouped(text: str) -> bool:
    """Whether it is written as eight to ten groups of about four, as only a recovery key is."""
    groups = [g for g in text.strip().replace(" ", "-").split("-") if g]
    return 8 <= len(groups) <= 10 and all(
        3 <= len(g) <= 5 and g.isascii() and g.isalnum() for g in groups
    )


def _written(secret: bytes) -> str:
    number = int.from_bytes(secret, "big")
    digits = [_ALPHABET[number >> (5 * place) & 31] for place in range(_SECRET_CHARACTERS)]
    plain = "".join(reversed(digits)) + _checksum(secret)
    return "-".join(plain[at : at + _GROUP] for at in range(0, _CHARACTERS, _GROUP))


def _checksum(secret: bytes) -> str:
    digest = int.from_bytes(hashlib.sha256(b"rmdesk recovery key" + secret).digest()[:3], "big")
    return "".join(_ALPHABET[digest >> (5 * place) & 31] for place in range(_GROUP))
