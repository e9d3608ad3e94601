"""The first bytes of a store's file, which tell whether it is encrypted without opening it.

The desk asks this before its first frame, so nothing of the vault is imported for it.
"""

from pathlib import Path

from rmdesk.errors import DeskError, NoStore, NotAStore, StoreDamaged, StoreNotOpened
from rmdesk.store.place import has_key_file

HEADER_BYTES = 16
_PLAIN = b"SQLite format 3\0"
# What begins a page of a plain SQLite file: the kinds of its trees, and an unused page.
_PAGE_KINDS = frozenset((0, 2, 5, 10, 13))
_PAGE_BYTES = 4_096
_PAGES_LOOKED_AT = 64


def read_header(store: Path) -> bytes:
    """Return the first bytes of a file: SQLite's own, or the salt of an encrypted store.

    Raise NoStore, StoreNotOpened.
    """
    try:
        with store.open("rb") as file:
            return file.read(HEADER_BYTES)
    except FileNotFoundError:
        raise NoStore(path=store) from None
    except OSError:
        raise StoreNotOpened(path=store) from None


def is_encrypted(store: Path) -> bool:
    """Return whether a store needs a passphrase.

    Raise NoStore, NotAStore, StoreNotOpened, and StoreDamaged where the beginning is lost.
    """
    header = read_header(store)
    if header == _PLAIN:
        return False
    has_key = has_key_file(store)
    if not header and not has_key:
        raise NotAStore(path=store)
    if not header or (not has_key and looks_plain(store)):
        raise StoreDamaged(path=store)
    return True


def is_plain(path: Path) -> bool:
    """Return whether a file begins like a plain store, whatever else is wrong with it."""
    try:
        return read_header(path) == _PLAIN
    except DeskError:
        return False


def looks_plain(path: Path) -> bool:
    """Return whether a file that does not begin like a plain store goes on like one.

    An encrypted file is random bytes throughout: of its pages one in fifty begins so by chance.
    """
    heads = []
    with path.open("rb") as file:
        for page in range(1, _PAGES_LOOKED_AT):
            file.seek(page * _PAGE_BYTES)
            heads.append(file.read(1))
    found = [head[0] in _PAGE_KINDS for head in heads if head]
    return len(found) > 2 and sum(found) > len(found) // 2
