"""Files opened only where they are plain files of a bearable size, so that no read is endless.

A device, a pipe or a socket could block or never end; each is refused in words.
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from rmdesk.errors import FileTooLarge, NoSuchFile, NotAFile, NotPlainFile, UnreadableFile

# An import of a million rows is about 100 MB; what a manager types is far smaller.
MAX_TABLE_BYTES = 2 << 30
MAX_TOML_BYTES = 4 << 20


def open_regular(path: Path, limit: int = MAX_TABLE_BYTES) -> BinaryIO:
    """Open a plain file for reading.

    Raises NoSuchFile, NotAFile for a folder, NotPlainFile for devices, pipes and sockets,
    FileTooLarge above `limit` bytes, and UnreadableFile with the system's reason.
    """
    try:
        # Without O_NONBLOCK, opening a pipe that no one writes to would wait for ever.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise NoSuchFile(path=path) from None
    except OSError as error:
        if _is_special(path):
            raise NotPlainFile(path=path) from None
        raise UnreadableFile(path=path, reason=error.strerror or error) from None
    except ValueError as error:
        raise UnreadableFile(path=repr(str(path)), reason=error) from None
    try:
        found = os.fstat(number)
        if stat.S_ISDIR(found.st_mode):
            raise NotAFile(path=path)
        if not stat.S_ISREG(found.st_mode):
            raise NotPlainFile(path=path)
        if found.st_size > limit:
            raise FileTooLarge(path=path, size=_mib(found.st_size), limit=_mib(limit))
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def read_regular(path: Path, limit: int) -> bytes:
    """Return a plain file's bytes. Raises what `open_regular` does."""
    with open_regular(path, limit) as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise UnreadableFile(path=path, reason=error.strerror or error) from None
    if len(data) > limit:
        raise FileTooLarge(path=path, size=_mib(len(data)), limit=_mib(limit))
    return data


def _is_special(path: Path) -> bool:
    """Return whether a file that cannot be opened is there, but neither plain nor a folder."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _mib(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MiB"
