"""What is sent to the program from outside: signals, odd bytes, a terminal that goes away."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmdesk.desk import opening
from tests.conftest import TODAY, copied
from tests.e2e.terminal import CTRL_Q, CTRL_S, ENTER, Terminal

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l", b"\x1b[?2004l")


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.close()


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    return copied(demo_store, tmp_path)


def logged(store: Path) -> list[str]:
    book = opening.open_book(store, None, TODAY)
    try:
        found = book.rows("SELECT text FROM interactions WHERE text LIKE 'save%' ORDER BY id")
        return [str(row[0]) for row in found]
    finally:
        book.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_everything_saved_and_the_terminal_restored(
    store: Path, tmp_path: Path, terminals: list[Terminal], number: signal.Signals
) -> None:
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=tmp_path / "home")
    terminals.append(terminal)
    terminal.wait_for("Overdue 3")
    terminal.send("i", "save it", CTRL_S)
    terminal.wait_for("Logged")
    terminal.signal(number)
    assert terminal.wait_for_end() == 128 + number
    assert all(sequence in terminal.raw for sequence in RESTORED)
    assert terminal.echoes and logged(store) == ["save it"]


def test_bytes_that_are_no_text_are_ignored_and_a_paste_is_no_key(
    store: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=tmp_path / "home")
    terminals.append(terminal)
    terminal.wait_for("Overdue 3")
    for odd in (b"\xff\xfe", b"\xe6\xb5", b"\xc0\xaf", b"\xed\xa0\x80", b"\x1b[999999999999u"):
        terminal.send_bytes(odd)
    terminal.send_bytes(b"\x1b[<0;99999999999999999999999;1M\x1b[48;0;0;0;0t")
    terminal.send("i")
    terminal.wait_for("What was said")
    tail = "0123456789" * 4
    pasted = f"save\x1b]0;owned\x07 this\x11\x1b\x1b[2J\r\nand 王\u202e芳 \x1b{tail}"
    terminal.send_bytes(b"\x1b[20")
    terminal.send_bytes(b"0~" + pasted.encode() + b"\xff\x1b[201~")
    terminal.wait_for("and 王")
    terminal.send(CTRL_S)
    terminal.wait_for("Logged")
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert logged(store) == [f"save]0;owned this[2J\nand 王芳 {tail}"]
    assert b"\x1b]0;owned" not in terminal.raw and b"\x1b[2J" not in terminal.raw


def test_it_ends_when_the_terminal_is_gone_even_where_hang_ups_are_ignored(
    store: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal(
        "--store", str(store), "--today", str(TODAY), home=tmp_path / "home", nohup=True
    )
    terminals.append(terminal)
    terminal.wait_for("Overdue 3")
    terminal.send("i", "save it", CTRL_S)
    terminal.wait_for("Logged")
    assert terminal.hang_up() == 129
    assert logged(store) == ["save it"]


def test_it_stops_and_goes_on_as_the_shell_asks(
    store: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=tmp_path / "home")
    terminals.append(terminal)
    terminal.wait_for("Overdue 3")
    for stop in ("\x1a", None):
        terminal.send(stop) if stop else terminal.signal(signal.SIGTSTP)
        terminal.wait_until_stopped()
        assert terminal.echoes and terminal.raw.rstrip().endswith(b"\x1b[?1004l")
        terminal.raw = b""
        terminal.signal(signal.SIGCONT)
        # It comes back locked; a plain store has no passphrase to ask for.
        terminal.wait_for("rmdesk is locked", without="Overdue")
        terminal.send(ENTER)
        terminal.wait_for("Overdue 3")
        terminal.send("2")
        terminal.wait_until_gone("Overdue 3")
        terminal.send("1")
        terminal.wait_for("Overdue 3")
        assert b"\x1b[?1049h" in terminal.raw and not terminal.echoes
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_the_smallest_terminals_are_survived(
    store: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=tmp_path / "home")
    terminals.append(terminal)
    terminal.wait_for("Overdue 3")
    for width, height in ((1, 1), (10, 3), (20, 5), (0, 0), (2, 40), (120, 1)):
        terminal.resize(width, height)
        terminal.send("1", "j", "2", "j", "i", CTRL_S, "V", "q", "?", "q", "1")
    terminal.resize(120, 40)
    terminal.raw = b""
    terminal.wait_for("Overdue 3")
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert not (tmp_path / "home" / "log").exists()
