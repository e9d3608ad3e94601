"""The lock in a real terminal: nothing of a customer stays on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rmdesk.desk import demo, opening
from tests.conftest import TODAY
from tests.e2e.terminal import CTRL_Q, ENTER, Terminal

PASSPHRASE = "eight horses 八"
CTRL_L = "\x0c"
SECRETS = ("王芳", "Wang", "张伟", "138 8", "gold", "locked.rmdesk", "deposit")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    store = tmp_path / "locked.rmdesk"
    book = opening.make(store, PASSPHRASE, TODAY, "CNY")
    demo.fill(book)
    book.close()
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=tmp_path / "home")
    yield terminal
    terminal.close()


def test_a_locked_terminal_shows_no_customer_and_takes_no_keys(terminal: Terminal) -> None:
    terminal.wait_for("rmdesk is locked")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Overdue 3")
    terminal.send("/", "wf", ENTER)
    terminal.wait_for("Wang Fang")
    before = len(terminal.raw)
    terminal.send(CTRL_L, "j", "x", "secret", ENTER)
    text = terminal.wait_for("rmdesk is locked", "Locked. The passphrase", without="Wang")
    assert not [secret for secret in SECRETS if secret in text]
    assert b"\x1b[3J" in terminal.raw[before:] and b"\x1b]2;rmdesk\x07" in terminal.raw[before:]
    terminal.send("wrong one", ENTER)
    terminal.wait_for("does not open")
    text = terminal.text()
    assert not [secret for secret in SECRETS if secret in text]
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Wang Fang")
    terminal.send(CTRL_L)
    terminal.wait_for("Locked. The passphrase", without="Wang")
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_what_was_typed_before_the_lock_is_there_after_it(terminal: Terminal) -> None:
    terminal.wait_for("rmdesk is locked")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Overdue 3")
    terminal.send("/", "wf", ENTER, "i", "Half a sentence about")
    terminal.wait_for("Log · 王芳", "Half a sentence about")
    terminal.send(CTRL_L)
    text = terminal.wait_for("Locked. The passphrase", without="Half a sentence")
    assert not [secret for secret in SECRETS if secret in text]
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Wang Fang", without="rmdesk is locked")
    terminal.send("i")
    terminal.wait_for("Log · 王芳", "Half a sentence about", "restored", "ctrl+d discards it")
    terminal.send(" funds")
    terminal.wait_for("Half a sentence about funds")
