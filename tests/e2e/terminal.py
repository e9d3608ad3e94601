"""The installed program in a real pseudo-terminal, read back as a person would see it."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

PATIENCE_SECONDS = 20.0
ENTER, TAB, ESCAPE = "\r", "\t", "\x1b"
CTRL_S, CTRL_Q, CTRL_P = "\x13", "\x11", "\x10"


class Terminal:
    """One run of `rmdesk`. `code` is its exit code once it has ended."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        width: int = 120,
        height: int = 40,
        nohup: bool = False,
    ) -> None:
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self.code: int | None = None
        self._stopped = False
        size = struct.pack("HHHH", height, width, 0, 0)
        child, self._master = pty.fork()
        if child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            if nohup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.environ.update(
                RMDESK_HOME=str(home), TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8"
            )
            # With this environment: readline, once imported, puts a size into the C library's own.
            command = [sys.executable, "-m", "rmdesk", *arguments]
            os.execve(sys.executable, command, dict(os.environ))
        self._child = child

    def send(self, *keys: str) -> None:
        """Press keys, all at once."""
        os.write(self._master, "".join(keys).encode())

    def send_bytes(self, data: bytes) -> None:
        """Type what no keyboard would."""
        os.write(self._master, data)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self._child, number)

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size; what is read back is not resized."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def wait_until_stopped(self) -> None:
        """Wait until the program was stopped by job control."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            self._read(gone=os.WNOHANG | os.WUNTRACED)
            if self._stopped:
                self._stopped = False
                return
        raise AssertionError(f"it was not stopped; the screen:\n{self.text()}")

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as a shell wants it."""
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def hang_up(self) -> int:
        """Close the terminal as its window would be; gives the program's exit code."""
        os.close(self._master)
        self._master = -1
        end = time.monotonic() + PATIENCE_SECONDS
        while self.code is None and time.monotonic() < end:
            self._look(os.WNOHANG)
            time.sleep(0.05)
        assert self.code is not None, "it goes on without a terminal"
        return self.code

    def text(self) -> str:
        """What stands on the screen; wide characters take one place here."""
        lines = []
        for y in range(self._screen.lines):
            row = self._screen.buffer[y]
            lines.append("".join(row[x].data for x in range(self._screen.columns)).rstrip())
        return "\n".join(lines)

    def wait_for(self, *words: str, without: str = "\0") -> str:
        """Read until all of some words stand on the screen, and others do not; gives the screen.

        A repaint may come in pieces: whatever is asked of one screen belongs into one call.
        """

        def there() -> bool:
            text = self.text()
            return without not in text and all(word in text for word in words)

        self._read_until(there, f"{words}" + ("" if without == "\0" else f" without {without!r}"))
        return self.text()

    def wait_until_gone(self, words: str) -> str:
        """Read until some words no longer stand on the screen; gives the whole screen."""
        return self.wait_for(without=words)

    def wait_for_end(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Read until the program has ended; gives its exit code."""
        self._read_until(lambda: self.code is not None, "the end", seconds)
        assert self.code is not None
        return self.code

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Read until a condition holds."""
        self._read_until(condition, what)

    def _read_until(
        self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end or self.code is not None:
                ended = "" if self.code is None else f" (it ended with {self.code})"
                raise AssertionError(f"waited for {what!r}{ended}; the screen:\n{self.text()}")
            self._read()

    def _read(self, gone: int = os.WNOHANG) -> None:
        ready, _, _ = select.select([self._master], [], [], 0.1)
        if ready:
            try:
                data = os.read(self._master, 65_536)
            except OSError:
                data = b""
            if data:
                self.raw += data
                self._stream.feed(data)
                return
        self._look(gone)

    def _look(self, how: int) -> None:
        """See whether the program has ended, or was stopped."""
        done, status = os.waitpid(self._child, how)
        if done and os.WIFSTOPPED(status):
            self._stopped = True
        elif done:
            self.code = os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """End the program if it still runs."""
        if self.code is None:
            os.kill(self._child, signal.SIGKILL)
            self.code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
