"""Unlocking in a real terminal: wrong passphrases wait, also after another start."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmdesk.desk import opening
from rmdesk.store import attempts
from tests.conftest import TODAY
from tests.e2e.terminal import CTRL_Q, ENTER, Terminal

PASSPHRASE = "eight horses 八"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.close()


def test_wrong_passphrases_wait_and_a_restart_is_no_way_out(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    store = tmp_path / "locked.rmdesk"
    opening.make(store, PASSPHRASE, TODAY, "CNY").close()

    counted = attempts.attempts_path(store)
    counted.write_text(json.dumps({"failed": 9, "at": time.time()}))
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=tmp_path / "home")
    terminals.append(terminal)
    # Another start goes on counting, and takes keys meanwhile.
    terminal.wait_for("rmdesk is locked", "Next try in")
    terminal.send("not this one")
    terminal.wait_for("•" * 12, "Next try in")
    counted.write_text('{"failed": 3, "at": 0}')
    terminal.wait_until_gone("Next try in")
    terminal.send(ENTER)
    terminal.wait_for("does not open the store", "Next try in")
    terminal.wait_until_gone("Next try in")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("The book is empty")
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert PASSPHRASE.encode() not in terminal.raw
    assert not counted.exists()
