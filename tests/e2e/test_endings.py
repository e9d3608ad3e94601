"""How it ends: nothing is lost, nothing is told that should not be."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmdesk.desk import demo, opening
from rmdesk.faults import FILE
from rmdesk.store import header, vault
from rmdesk.store.driver import connect
from tests.conftest import TODAY, copied
from tests.e2e.terminal import CTRL_Q, CTRL_S, ENTER, Terminal

PASSPHRASE = "eight horses 八"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.close()


def test_a_quit_in_the_middle_of_three_saves_keeps_three(
    demo_store: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    store = copied(demo_store, tmp_path)
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=tmp_path / "home")
    terminals.append(terminal)
    terminal.wait_for("Overdue 3")
    for number in range(3):
        terminal.send("i", f"save {number}", CTRL_S)
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0
    book = opening.open_book(store, None, TODAY)
    kept = book.rows("SELECT text FROM interactions WHERE text LIKE 'save %' ORDER BY id")
    assert kept == [("save 0",), ("save 1",), ("save 2",)]
    book.close()


def test_a_fault_leaves_the_desk_standing_and_tells_no_data(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    store, home = tmp_path / "locked.rmdesk", tmp_path / "home"
    book = opening.make(store, PASSPHRASE, TODAY, "CNY")
    demo.fill(book)
    book.close()
    terminal = Terminal("--store", str(store), "--today", str(TODAY), home=home)
    terminals.append(terminal)
    terminal.wait_for("rmdesk is locked")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Overdue 3")
    broken = connect(store, vault.open_key(store, PASSPHRASE))
    broken.execute("PRAGMA foreign_keys = OFF")
    broken.execute("DROP TABLE interactions")
    broken.close()
    terminal.send("j", "j")
    terminal.wait_for("A fault in rmdesk (")
    terminal.send("?")
    terminal.wait_for("Undo the last change")
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0
    log = (home / "log" / FILE).read_text(encoding="utf-8")
    assert "OperationalError" in log and "rmdesk/store/" in log
    for secret in ("张伟", "孙强", "138", PASSPHRASE, "SELECT", "maturing"):
        assert secret not in log
    assert (home / "log" / FILE).stat().st_mode & 0o777 == 0o600
    assert (home / "log").stat().st_mode & 0o777 == 0o700


def run(*arguments: str, home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "rmdesk", *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        env={"RMDESK_HOME": str(home), "PATH": "", "LANG": "C.UTF-8", **environment},
    )


@pytest.mark.parametrize("arguments", [("demo",), ()])
def test_without_a_terminal_it_says_so_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 2 and not done.stdout
    assert done.stderr.count("\n") == 1 and "needs a terminal" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_fault_in_a_command_prints_no_data(demo_store: Path, tmp_path: Path) -> None:
    store = copied(demo_store, tmp_path)
    broken = connect(store, None)
    broken.execute("PRAGMA foreign_keys = OFF")
    broken.execute("DROP TABLE interactions")
    broken.close()
    done = run("--store", str(store), "log", "王芳", "a secret talk", home=tmp_path / "home")
    assert done.returncode == 70
    log = (tmp_path / "home" / "log" / FILE).read_text(encoding="utf-8")
    for told in (done.stdout, done.stderr, log):
        assert "王芳" not in told and "secret" not in told


def test_the_first_start_makes_a_store_with_a_passphrase_asked_twice(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal(home=tmp_path)
    terminals.append(terminal)
    terminal.wait_for("A passphrase for the new store:")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Once more:")
    terminal.send("something else", ENTER)
    assert terminal.wait_for_end() == 1
    assert not list((tmp_path / "data").glob("*"))
    terminal = Terminal(home=tmp_path)
    terminals.append(terminal)
    terminal.wait_for("A passphrase for the new store:")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Once more:")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("The currency of the book, as its ISO code [CNY]:")
    terminal.send("euro", ENTER)
    terminal.wait_for("euro is not a currency code")
    terminal.send("eur", ENTER)
    terminal.wait_for("The book is empty")
    terminal.send(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert header.is_encrypted(tmp_path / "data" / "book.rmdesk")
