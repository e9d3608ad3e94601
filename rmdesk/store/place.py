"""Where a store lies: whether it is still the file that was opened; files for their owner alone.

A store that was moved, deleted or replaced while it is open takes writes that nobody will find
again, so every write asks before it is acknowledged.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import StoreExists, StoreMoved, StoreNotOpened, StoreReadOnly

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


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner alone."""
    for missing in [f for f in (folder, *folder.parents) if not f.exists()][::-1]:
        missing.mkdir(mode=0o700, exist_ok=True)
        missing.chmod(0o700)


def make_file(path: Path, content: bytes = b"") -> None:
    """Write a new file for its owner alone, down to the disk. Raise FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        path.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def sync_file(path: Path) -> None:
    """Bring a file that no connection has open down to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder down to the disk, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


def publish(made: Path, path: Path) -> None:
    """Give a finished file its name. Raise StoreExists where that is taken."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise StoreExists(path=path) from None
    except OSError:
        # No hard links here (FAT, some shares): a gap between the question and the name remains.
        if path.exists():
            raise StoreExists(path=path) from None
        made.rename(path)
        return
    made.unlink()


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
