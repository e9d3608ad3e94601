"""Write small files so that a crash leaves the old one or the new one, never half of one.

Write aside, sync, rename, sync the folder. A link is followed: what it points to is replaced.
"""

import os
from contextlib import suppress
from pathlib import Path

ASIDE = ".new"


def write_aside(path: Path, data: bytes) -> Path:
    """Write synced data beside a file, readable by its owner only. Return where it was written."""
    target = Path(os.path.realpath(path))
    aside = target.with_name(target.name + ASIDE)
    with suppress(FileNotFoundError):
        aside.unlink()
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def put_in_place(aside: Path, path: Path) -> None:
    """Give a file that was written aside its name, and sync the folder."""
    target = Path(os.path.realpath(path))
    aside.replace(target)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Sync a file that was written by somebody else."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder; systems that cannot open one sync them by themselves."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
