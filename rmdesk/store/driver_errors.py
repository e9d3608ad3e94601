"""SQLite's error codes as errors in words: one map for connecting, reading and writing.

What is not a condition of the file, the disk or another program (a wrong statement, a broken
constraint) is left as it is: that is a bug, and no sentence would mend it.
"""

import os
from pathlib import Path

from rmdesk.errors import (
    DeskError,
    DiskUnreadable,
    NotAStore,
    OutOfMemory,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreMoved,
    StoreNotOpened,
    StoreReadOnly,
    TooLarge,
    WorkInterrupted,
)

_PRIMARY = 0xFF
_FULL, _IO_ERROR, _NOT_A_DATABASE, _CANNOT_OPEN = 13, 10, 26, 14
_MOVED = 1032
# Less than this many free bytes is a full disk, whatever the call that failed says.
_NO_ROOM = 65_536
_ERRORS: dict[int, type[DeskError]] = {
    3: StoreNotOpened,
    5: StoreBusy,
    6: StoreBusy,
    7: OutOfMemory,
    8: StoreReadOnly,
    9: WorkInterrupted,
    _IO_ERROR: DiskUnreadable,
    11: StoreDamaged,
    _FULL: StoreFull,
    _CANNOT_OPEN: StoreNotOpened,
    15: StoreBusy,
    18: TooLarge,
    22: TooLarge,
    23: StoreNotOpened,
    _NOT_A_DATABASE: StoreDamaged,
}
# SQLite gives these no code of their own: text that is not UTF-8, and a table's lost definition.
_DAMAGE = (
    "Could not decode to UTF-8",
    "malformed",
    "vtable constructor failed",
    "fts5 file format",
)


def to_desk_error(error: Exception, path: Path, encrypted: bool, opening: bool) -> DeskError | None:
    """Return a driver's error in words, or None where it is a bug.

    A file that is not a database at opening is somebody else's where it is plain; of an encrypted
    one the key file has proved the key, so that the file is damaged.
    """
    code = getattr(error, "sqlite_errorcode", 0) or 0
    primary = code & _PRIMARY
    if code == _MOVED:
        return StoreMoved(path=path)
    if primary == _NOT_A_DATABASE and opening and not encrypted:
        return NotAStore(path=path)
    if primary in (_IO_ERROR, _CANNOT_OPEN) and is_full(path.parent):
        return StoreFull(folder=path.parent)
    kind = _ERRORS.get(primary)
    if kind is None:
        text = str(error)
        kind = StoreDamaged if any(word in text for word in _DAMAGE) else None
    return None if kind is None else kind(path=path, folder=path.parent)


def is_full(folder: Path) -> bool:
    """Return whether the disk that holds a folder has no room left."""
    try:
        disk = os.statvfs(folder)
    except (OSError, AttributeError):
        return False
    return disk.f_bavail * disk.f_frsize < _NO_ROOM
