"""Where a store lies: whether it is still the file that was opened, and what lies beside it.

A store that was moved, deleted or replaced while it is open takes writes that nobody will find
again, so every write asks before it is acknowledged.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import StoreMoved, StoreNotOpened, StoreReadOnly

LOG_SUFFIX, INDEX_SUFFIX = "-wal", "-shm"
_Identity = tuple[int, int] | None


def _identity(path: Path) -> _Identity:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError:
        raise StoreNotOpened(path=path) from None
    return found.st_dev, found.st_ino


def beside(path: Path) -> tuple[Path, Path]:
    """Return the paths of a store's log of changes and of that log's index."""
    return Path(f"{path}{LOG_SUFFIX}"), Path(f"{path}{INDEX_SUFFIX}")


@dataclass(frozen=True)
class Place:
    """The files behind an open store: itself, its log of changes and that log's index."""

    path: Path
    files: tuple[_Identity, ...]

    @classmethod
    def of(cls, path: Path) -> "Place":
        """Return the files that are at the path now. Raise StoreMoved when there is none."""
        files = tuple(_identity(file) for file in (path, *beside(path)))
        if files[0] is None:
            raise StoreMoved(path=path)
        return cls(path, files)

    def check(self) -> None:
        """Raise StoreMoved when another file is there now, StoreReadOnly where none can be written.

        A log that appears where none was is SQLite's own and no sign of a move.
        """
        now = [_identity(file) for file in (self.path, *beside(self.path))]
        if any(
            known is not None and known != found
            for known, found in zip(self.files, now, strict=True)
        ):
            raise StoreMoved(path=self.path)
        if not os.access(self.path.parent, os.W_OK):
            raise StoreReadOnly(path=self.path)


# What begins a page of a plain SQLite file: the kinds of its trees, and an unused page.
_PAGE_KINDS = frozenset((0, 2, 5, 10, 13))
_PAGE_BYTES = 4_096
_PAGES_LOOKED_AT = 64


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
