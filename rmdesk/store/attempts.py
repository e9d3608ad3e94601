"""Wrong passphrases make the next try wait: 1 second after the third, doubling up to 60.

The count is beside the store, so that starting the program again does not reset it. It holds no
secret and is not protected: who can write the file can reset it, and who can copy the store can
try elsewhere. Against them there is the slow derivation alone.
"""

import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import RecoveryKeyMistyped, TryLater, WrongPassphrase, WrongRecoveryKey
from rmdesk.safe_files import write_whole
from rmdesk.store.key_file import read_small_file

FREE_ATTEMPTS = 2
MAX_SECONDS = 60
# Replaced in tests; wall-clock time, because it must outlast the program.
now = time.time


@dataclass(frozen=True)
class _Failures:
    count: int = 0
    last: float = 0.0


def attempts_path(store: Path) -> Path:
    """Return where the wrong passphrases of a store are counted."""
    return store.with_name(store.name + ".attempts")


def seconds_to_wait(store: Path) -> int:
    """Return the seconds until the next passphrase may be tried, 0 for at once."""
    failures = _read(store)
    delay = _delay(failures.count)
    # A clock that was set back must not make anybody wait for longer than the delay.
    left = min(delay, failures.last + delay - now())
    return max(0, math.ceil(left))


@contextmanager
def counted(store: Path) -> Iterator[None]:
    """Count one try: it is written down as failed before it is made, so that a kill is no way out.

    Raises TryLater where it comes too early; WrongPassphrase tells in `wait` how long from now.
    """
    if wait := seconds_to_wait(store):
        raise TryLater(seconds=wait)
    before = _read(store)
    _write(store, _Failures(before.count + 1, now()))
    try:
        yield
    except (WrongPassphrase, WrongRecoveryKey, RecoveryKeyMistyped) as error:
        error.figures["wait"] = _delay(before.count + 1)
        raise
    except BaseException:
        _write(store, before)
        raise
    forget(store)


def forget(store: Path) -> None:
    """Forget all wrong passphrases."""
    with suppress(OSError):
        attempts_path(store).unlink(missing_ok=True)


def _delay(count: int) -> int:
    if count <= FREE_ATTEMPTS:
        return 0
    return min(MAX_SECONDS, 1 << min(count - FREE_ATTEMPTS - 1, 10))


def _read(store: Path) -> _Failures:
    try:
        entries = json.loads(read_small_file(attempts_path(store)))
        count, last = entries["failed"], float(entries["at"])
        if type(count) is int and count >= 0 and math.isfinite(last):
            return _Failures(count, last)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        pass
    return _Failures()


def _write(store: Path, failures: _Failures) -> None:
    """Write the count; where the folder cannot be written to, nothing is counted."""
    if not failures.count:
        forget(store)
        return
    data = json.dumps({"failed": failures.count, "at": failures.last}).encode()
    with suppress(OSError):
        write_whole(attempts_path(store), data)
