"""The passphrases that a command is given without being asked: environment or file descriptor.

Both are taken at once when a command line begins: nothing that is started later inherits them,
and they are never arguments, which every user of the machine can list.
"""

import argparse
import os
from contextlib import suppress

from rmdesk.errors import BadDescriptor

VARIABLE = "RMDESK_PASSPHRASE"
NEW_VARIABLE = "RMDESK_NEW_PASSPHRASE"
EXPORT_VARIABLE = "RMDESK_EXPORT_PASSPHRASE"
_MAX_BYTES = 65_536

_taken: dict[str, str] = {}


def take(arguments: argparse.Namespace) -> None:
    """Read what is given, and remove it from the environment. Raises BadDescriptor."""
    forget()
    for name in (VARIABLE, NEW_VARIABLE, EXPORT_VARIABLE):
        if value := _take_variable(name):
            _taken[name] = value
    descriptors = {
        VARIABLE: getattr(arguments, "passphrase_fd", None),
        NEW_VARIABLE: getattr(arguments, "new_passphrase_fd", None),
    }
    for name, descriptor in descriptors.items():
        if descriptor is not None:
            _taken[name] = _read_line(descriptor)
    for descriptor in {d for d in descriptors.values() if d is not None and d > 2}:
        with suppress(OSError):
            os.close(descriptor)


def given(name: str = VARIABLE) -> str | None:
    """Return what was given under a variable's name, by descriptor or environment."""
    return _taken.get(name)


def forget() -> None:
    """Forget what was given."""
    _taken.clear()


def _take_variable(name: str) -> str | None:
    value = os.environ.get(name)
    if value is None:
        return None
    # The system goes on showing the environment that a program began with (/proc), so the value
    # is overwritten where it lies; where that cannot be done it is removed only.
    with suppress(Exception):
        _overwrite(name)
    del os.environ[name]
    return value


def _overwrite(name: str) -> None:
    import ctypes

    getenv = ctypes.CDLL(None).getenv
    getenv.restype, getenv.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    if address := getenv(name.encode()):
        ctypes.memset(address, ord("x"), len(ctypes.string_at(address)))


def _read_line(descriptor: int) -> str:
    """Return the first line, read byte by byte: what follows belongs to somebody else."""
    line = bytearray()
    try:
        while len(line) < _MAX_BYTES and (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
            line += byte
        text = line.removesuffix(b"\r").decode("utf-8")
    except (OSError, OverflowError, ValueError):
        raise BadDescriptor(number=descriptor) from None
    if not text:
        raise BadDescriptor(number=descriptor)
    return text
