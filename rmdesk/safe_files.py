"""Files for their owner alone, written so that a crash leaves the old one or the new one.

Write aside, sync, rename, sync the folder: no name ever belongs to half a file. What a killed
process was writing aside is known by the process's number, and cleared away by the next one.
"""

import os
import re
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

_MARK = ".making-"
_ASIDE = re.compile(rf"(.+?){re.escape(_MARK)}(\d+)")


def aside_path(path: Path) -> Path:
    """Return where this process writes a file before it gets its name."""
    return path.with_name(f"{path.name}{_MARK}{os.getpid()}")


def list_leftovers(folder: Path, name: str = "") -> list[Path]:
    """Return what killed processes left in a folder: of one file, or of all."""
    found: list[Path] = []
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return found
    for path in paths:
        aside = _ASIDE.match(path.name)
        if aside and name in ("", aside[1]) and not _is_running(int(aside[2])):
            found.append(path)
    return found


def _is_running(process: int) -> bool:
    """Return whether another process of that number runs, or might; False for this one."""
    # On Windows the question would end the process; there the leftovers stay.
    if process == os.getpid() or os.name == "nt":
        return process != os.getpid()
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


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


def write_aside(path: Path, content: bytes) -> Path:
    """Write the new content of a file beside it, down to the disk. Return where."""
    target = Path(os.path.realpath(path))
    for left in list_leftovers(target.parent, target.name):
        left.unlink(missing_ok=True)
    aside = aside_path(target)
    try:
        make_file(aside, content)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def put_in_place(aside: Path, path: Path) -> None:
    """Give a finished file its name, in place of what has it; a link to that is followed."""
    target = Path(os.path.realpath(path))
    aside.replace(target)
    sync_folder(target.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in place of what is there."""
    put_in_place(write_aside(path, content), path)


def publish(made: Path, path: Path) -> None:
    """Give a finished file a name that nobody has. Raise FileExistsError where it is taken.

    `made` may remain as a second name of the file; its maker removes it.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some shares): a gap between the question and the name remains.
        if path.exists():
            raise FileExistsError(path) from None
        made.rename(path)


def set_aside(path: Path) -> Path | None:
    """Give a file that must not be lost a dated name. Return it, or None where there is no file."""
    if not (path.exists() or path.is_symlink()):
        return None
    stem = f"{path.name}.left-{datetime.now():%Y%m%d-%H%M%S}"
    names = (path.with_name(stem if n == 1 else f"{stem}-{n}") for n in count(1))
    aside = next(name for name in names if not name.exists())
    path.rename(aside)
    sync_folder(path.parent)
    return aside


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
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
