"""A fault in the program is written down without a word of the manager's data.

Messages and local variables can hold names and passphrases, so only the kind of the exception
and the places in the code are kept.
"""

import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

FILE = "faults.log"


def write(error: BaseException, folder: Path) -> Path:
    """Add a fault to the log in a folder; gives the log's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n")
        file.writelines(_lines(error))
    return path


def _lines(error: BaseException) -> Iterator[str]:
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        yield f"{type(current).__module__}.{type(current).__qualname__}\n"
        for frame in traceback.extract_tb(current.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}\n"
        current = current.__cause__ or current.__context__
