"""The first bytes of a store's file, which tell whether it is encrypted without opening it.

The desk asks this before its first frame, so nothing else of the vault is imported for it.
"""

from pathlib import Path

from rmdesk.errors import NotAStore

HEADER_BYTES = 16
_PLAIN = b"SQLite format 3\0"


def read_header(store: Path) -> bytes:
    """Return the first bytes of a file: SQLite's own, or the salt of an encrypted store."""
    with store.open("rb") as file:
        return file.read(HEADER_BYTES)


def is_encrypted(store: Path) -> bool:
    """Return whether the store's file is encrypted. Raise NotAStore when it is empty."""
    header = read_header(store)
    if not header:
        raise NotAStore(path=store)
    return header != _PLAIN
