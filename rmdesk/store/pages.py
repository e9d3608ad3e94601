"""Whether a damaged file belongs to a key: SQLCipher authenticates each of its pages by itself."""

import hashlib
import hmac
from pathlib import Path

_PAGE_BYTES, _HMAC_BYTES = 4096, 64
_SALT_MASK, _ITERATIONS, _KEY_BYTES = 0x3A, 2, 32
_MAX_PAGES = 512


def has_sound_page(store: Path, key: bytes, salt: bytes) -> bool:
    """Return whether one of the first pages after the first was written with this key and salt.

    Then the file is this key's, however its beginning looks.
    """
    masked = bytes(byte ^ _SALT_MASK for byte in salt)
    mac_key = hashlib.pbkdf2_hmac("sha512", key, masked, _ITERATIONS, _KEY_BYTES)
    with store.open("rb") as file:
        file.seek(_PAGE_BYTES)
        for number in range(2, _MAX_PAGES):
            page = file.read(_PAGE_BYTES)
            if len(page) < _PAGE_BYTES:
                return False
            covered, tag = page[:-_HMAC_BYTES], page[-_HMAC_BYTES:]
            found = hmac.new(mac_key, covered, hashlib.sha512)
            found.update(number.to_bytes(4, "little"))
            if hmac.compare_digest(found.digest(), tag):
                return True
    return False
