"""No core dump of a process that holds a passphrase, a key or a customer's data.

A core dump would write all of the memory to the disk in the clear. Linux is also told that the
process is not dumpable: a handler that core_pattern pipes to ignores the limit of zero, and
another process of the same user may then not read the memory either.
"""

import sys

_PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """Forbid core dumps of this process and its children; to be called before any secret is read.

    Windows has no core dumps by default. Where a system refuses, the program runs all the same.
    """
    if sys.platform == "win32":
        return
    import resource
    from contextlib import suppress

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
