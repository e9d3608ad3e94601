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


def key_path(store: Path) -> Path:
    """Return where the key file of a store is."""
    return store.with_name(store.name + ".key")


def copy_path(store: Path) -> Path:
    """Return where the second copy of the key file is."""
    return store.with_name(store.name + ".key.copy")


def has_key_file(store: Path) -> bool:
    """Return whether there is a key file of a store, or its copy."""
    return key_path(store).exists() or copy_path(store).exists()


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
