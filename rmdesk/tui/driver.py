"""The terminal's driver: bytes that are no text are ignored, a terminal that went away is left.

Textual 8.2 ends with a traceback at a byte that is not UTF-8, reads for ever from a terminal that
was closed, and waits for ever for one that cannot be written to.
"""

import os
import selectors
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

from rmdesk.tui.keyboard import Keyboard

if TYPE_CHECKING:
    from textual.app import App

READ_BYTES = 4_096
WAIT_SECONDS = 0.1


class Outlet:
    """Where the driver writes to. Once that fails, nothing more is written."""

    def __init__(self, file: TextIO, gone: Callable[[], None]) -> None:
        self._file = file
        self._gone = gone
        self._is_open = True

    def fileno(self) -> int:
        """Return the descriptor that is written to."""
        return self._file.fileno()

    def write(self, text: str) -> None:
        """Write, as long as there is somebody to read it."""
        self._attempt(lambda: self._file.write(text))

    def flush(self) -> None:
        """Flush, as long as there is somebody to read it."""
        self._attempt(self._file.flush)

    def _attempt(self, action: Callable[[], object]) -> None:
        if not self._is_open:
            return
        try:
            action()
        except (OSError, ValueError):
            self._is_open = False
            self._gone()


class DeskDriver(LinuxDriver):
    """Textual's driver for Linux and macOS with a reader that keeps going, or ends for good."""

    def __init__(
        self,
        app: "App[Any]",
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert sys.__stderr__ is not None
        self._file = cast(TextIOWrapper, Outlet(sys.__stderr__, self._terminal_gone))

    def _terminal_gone(self) -> None:
        """Tell the app, from whatever thread it was noticed in."""
        leave = getattr(self._app, "terminal_gone", None)
        if leave is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(leave)

    def run_input_thread(self) -> None:
        """Read keys until the driver is stopped or the terminal is gone."""
        keys = Keyboard(self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data: bytes | None = None
                if selector.select(WAIT_SECONDS) and not (data := self._read()):
                    self._terminal_gone()
                    return
                for event in keys.heard(data):
                    self.process_message(event)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:
            return b""
