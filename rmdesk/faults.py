"""A fault in the program is written down without a word of the manager's data.

Messages and local variables can hold names and passphrases, so only the kind of the exception
and the places in the code are kept. Only the manager can read the log, and it does not grow
without end: at a megabyte it is put aside, in place of the one before.
"""

import os
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

FILE = "faults.log"
OLDER_FILE = "faults.log.1"
MAX_BYTES = 1_000_000
# Windows has no such flag.
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
_FRAMES_EACH = 100


def write(error: BaseException, folder: Path) -> Path | None:
    """Add a fault to the log in a folder; returns the log's path, None where it cannot be written.

    It never raises: whoever reports a fault has something better to do than to fail again.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        path = folder / FILE
        if path.exists() and path.stat().st_size > MAX_BYTES:
            path.replace(folder / OLDER_FILE)
        text = f"{datetime.now(UTC).isoformat(timespec='seconds')}\n" + "".join(_lines(error))
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _NO_LINK, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            path.chmod(0o600)
            file.write(text)
    except OSError:
        return None
    return path


def _lines(error: BaseException) -> Iterator[str]:
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        yield f"{type(current).__module__}.{type(current).__qualname__}\n"
        frames = traceback.extract_tb(current.__traceback__)
        for frame in frames[-_FRAMES_EACH:]:
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}\n"
        current = current.__cause__ or current.__context__
