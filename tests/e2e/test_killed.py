"""Killed in the middle of a word: what was typed is there at the next start."""

import os
import signal
import time
from pathlib import Path

from rmdesk.desk import drafts, opening
from tests.conftest import TODAY, copied
from tests.e2e.terminal import CTRL_Q, ENTER, Terminal

# As long as a draft may take to be stored, and the slowness of a busy machine.
SOON_SECONDS = 10.0


def test_a_draft_survives_kill_minus_nine_and_quitting(demo_store: Path, tmp_path: Path) -> None:
    store = copied(demo_store, tmp_path)
    arguments = ("--store", str(store), "--today", str(TODAY))
    terminal = Terminal(*arguments, home=tmp_path / "home")
    try:
        terminal.wait_for("Overdue 3")
        terminal.send("/", "w", "f", ENTER, "i", "Half a sentence about")
        terminal.wait_for("Log · 王芳", "Half a sentence about")
        assert typed(store) == "Half a sentence about"
        os.kill(terminal._child, signal.SIGKILL)
    finally:
        terminal.close()
    terminal = Terminal(*arguments, home=tmp_path / "home")
    try:
        terminal.wait_for("Overdue 3")
        terminal.send("/", "w", "f", ENTER, "i")
        terminal.wait_for("Half a sentence about", "restored", "ctrl+d discards it")
        terminal.send(" funds", CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert typed(store) == "Half a sentence about funds"
    finally:
        terminal.close()


def typed(store: Path) -> str:
    """The text of the one draft that the store holds, as soon as there is one."""
    end = time.monotonic() + SOON_SECONDS
    text = ""
    while time.monotonic() < end and not text.endswith(("about", "funds")):
        book = opening.open_book(store, None, TODAY)
        found = drafts.list_drafts(book)
        text = found[0].typed["text"] if found else ""
        book.close()
    return text
