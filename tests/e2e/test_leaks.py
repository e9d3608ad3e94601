"""After a day of use with crashes, no word of the book is anywhere but in the encrypted store.

Everything the program may write to is put under one folder: store, key, backups, config, log,
state, temporary and runtime folders. What the manager asked to have as plain text, an export, goes
elsewhere and is not looked at.
"""

import os
import re
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rmdesk.desk import demo, opening
from rmdesk.store import vault
from rmdesk.store.driver import connect
from tests.conftest import TODAY
from tests.e2e.terminal import CTRL_Q, CTRL_S, ENTER, ESCAPE, Terminal

PASSPHRASE = "eight horses 八"
CTRL_L = "\x0c"
TYPED = ("wants-structured-deposits", "half-typed-secret", "written-by-command", "in-the-editor")
IMPORTED = "Imported Secret Ltd"
# Words of the demo book that are the program's own too, in its catalogue and on its screens.
SHORTEST = 5
SHORTEST_FORM = 6


@dataclass(frozen=True)
class Day:
    """Where everything is, and what the store is opened with."""

    folder: Path
    store: Path

    @property
    def arguments(self) -> tuple[str, ...]:
        return ("--store", str(self.store), "--today", TODAY.isoformat())

    def command(self, *arguments: str, code: int = 0) -> None:
        """Run one command, with the passphrase in its environment."""
        done = subprocess.run(
            [sys.executable, "-m", "rmdesk", *self.arguments[:2], *arguments],
            env={**os.environ, "RMDESK_PASSPHRASE": PASSPHRASE},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            check=False,
        )
        assert done.returncode == code, done.stderr.decode()


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Day:
    """A demo book in an encrypted store, and every folder that programs write to, in one."""
    folder = tmp_path / "all"
    for name, inside in (
        ("RMDESK_HOME", "home"),
        ("HOME", "user"),
        ("TMPDIR", "tmp"),
        ("XDG_RUNTIME_DIR", "runtime"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
    ):
        (folder / inside).mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(name, str(folder / inside))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    store = folder / "locked.rmdesk"
    book = opening.make(store, PASSPHRASE, TODAY, "CNY")
    demo.fill(book)
    book.close()
    return Day(folder, store)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.close()


def unlocked(day: Day, terminals: list[Terminal]) -> Terminal:
    terminal = Terminal(*day.arguments, home=day.folder / "home")
    terminals.append(terminal)
    terminal.wait_for("rmdesk is locked")
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Overdue 3")
    return terminal


def secrets_of(store: Path) -> set[str]:
    """Return every text of some length that the store holds about customers."""
    connection = connect(store, vault.open_key(store, PASSPHRASE))
    found: set[str] = {PASSPHRASE, *TYPED, IMPORTED}
    for table, columns in (
        ("customers", "name, other_names, bank_id, identity_number, phones, emails, employer"),
        ("contacts", "name, phones"),
        ("accounts", "number"),
        ("interactions", "text"),
        ("follow_ups", "text"),
    ):
        for row in connection.execute(f"SELECT {columns} FROM {table}").fetchall():
            for cell in row:
                found |= {line for line in str(cell or "").split("\n") if is_telling(line)}
    connection.close()
    return found


def is_telling(text: str) -> bool:
    """Return whether a text tells something: a Chinese name, or some characters together."""
    return bool(re.search("[\u4e00-\u9fff]{2}", text)) or len(text) >= SHORTEST


def forms_of(secret: str) -> set[bytes]:
    """Return how a text may stand in a file: UTF-8, UTF-16, escaped in JSON, in base64."""
    escaped = secret.encode("ascii", "backslashreplace")
    forms = {secret.encode(), secret.encode("utf-16-le"), escaped, b64encode(secret.encode())}
    # Shorter ones are found in what is encrypted by chance.
    return {form for form in forms if len(form) >= SHORTEST_FORM}


def assert_nothing_leaked(day: Day) -> None:
    key = vault.open_key(day.store, PASSPHRASE)
    needles = {bytes(key), key.hex().encode(), key.hex().upper().encode(), b64encode(key)}
    for secret in secrets_of(day.store):
        needles |= forms_of(secret)
    looked_at = 0
    for path in day.folder.rglob("*"):
        if path.is_file() and path.suffix not in (".pyc", ".csv"):
            data, looked_at = path.read_bytes(), looked_at + 1
            found = [needle for needle in needles if needle in data]
            assert not found, (path.relative_to(day.folder), found[:3])
    assert looked_at >= 2


def test_after_a_day_with_crashes_no_word_of_the_book_is_left_in_plain_text(
    day: Day, terminals: list[Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    core_folder = day.folder / "tmp"
    monkeypatch.chdir(core_folder)
    terminal = unlocked(day, terminals)
    terminal.send("i", TYPED[0], CTRL_S)
    terminal.wait_for("Logged")
    terminal.send("i", TYPED[1])
    terminal.wait_for(TYPED[1])
    terminal.close()
    assert terminal.code == -signal.SIGKILL

    day.command("log", "王芳", TYPED[2])
    extract = day.folder / "extract.csv"
    extract.write_text(f"name,phones\n{IMPORTED},139 0000 1111\n", encoding="utf-8")
    day.command("import", str(extract))
    extract.unlink()
    day.command("backup")
    assert len(list(day.folder.rglob("locked.rmdesk.backups/*.rmdesk*"))) >= 2

    terminal = unlocked(day, terminals)
    terminal.send(ESCAPE, "/", "张伟", ENTER, "v")
    terminal.wait_for("Value")
    assert_nothing_leaked(day)
    terminal.send(CTRL_L)
    screen = terminal.wait_for("Locked")
    assert not [secret for secret in secrets_of(day.store) if secret in screen]
    assert_nothing_leaked(day)
    terminal.send(PASSPHRASE, ENTER)
    terminal.wait_for("Follow-ups · 1")
    os.kill(terminal._child, signal.SIGABRT)
    terminal.wait_for_end()
    assert not [path for path in day.folder.rglob("core*") if path.is_file()]

    terminal = unlocked(day, terminals)
    terminal.send(CTRL_Q)
    terminal.wait_for_end()
    assert_nothing_leaked(day)


def test_the_search_for_leaks_finds_one(day: Day) -> None:
    (day.folder / "state" / "left.txt").write_text("张伟", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"left\.txt"):
        assert_nothing_leaked(day)
