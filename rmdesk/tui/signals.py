"""How the desk ends when it is told to: what was saved is saved, and the terminal is restored."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress

# As shells count: 128 and the signal's number.
HUNG_UP = 128 + 1
# EX_SOFTWARE of sysexits.h.
FAULT = 70
# Windows has no SIGHUP.
_ENDING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)
)


def leave_on_signals(leave: Callable[[int], Coroutine[None, None, None]]) -> None:
    """Call `leave` with 128 and the number of a signal that asks the program to end.

    A hang-up that the shell said to ignore (nohup) stays ignored.
    """
    loop = asyncio.get_running_loop()
    tasks = set[asyncio.Task[None]]()

    def begin(number: int) -> None:
        tasks.add(loop.create_task(leave(128 + number)))

    for number in _ENDING:
        if signal.getsignal(number) is signal.SIG_IGN:
            continue
        # Not in the main thread, or a loop without signals, as in some tests.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, begin, number)
