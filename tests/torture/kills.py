"""Kills: processes that are ended with −9 while they write, by several kinds of load.

Every write that was acknowledged is there afterwards, the store opens and is sound, and nothing
half is left that the next process trips over.
"""

import os
import random
import select
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rmdesk.cli.main import run as run_command
from rmdesk.desk import backing_up, importing, opening, security
from rmdesk.desk.backing_up import Keeping, Reason
from rmdesk.errors import DeskError, WrongPassphrase
from rmdesk.store import backups, integrity, key_file, vault, wrapping
from tests.conftest import TODAY
from tests.torture.common import PASSPHRASE, Outcome, copy_store, log, make_store

Say = Callable[[str], None]
Load = Callable[[Path, Say], None]
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Said:
    """Where a child says that a write is acknowledged."""

    pipe: int

    def __call__(self, text: str) -> None:
        """Say so, at once."""
        os.write(self.pipe, f"{text}\n".encode())


def use_desk(path: Path, say: Say) -> None:
    """Log one call after the other, as the desk does."""
    book = opening.open_book(path, PASSPHRASE, TODAY)
    customer = book.number("SELECT min(id) FROM customers")
    say("ready")
    for step in range(100_000):
        log(book, customer, f"write {step} " + "x" * (step * 37 % 2_000))
        say(f"write {step}")


def use_commands(path: Path, say: Say) -> None:
    """Log by the command line, one command after the other."""
    os.environ["RMDESK_PASSPHRASE"] = PASSPHRASE
    say("ready")
    for step in range(100_000):
        os.environ["RMDESK_PASSPHRASE"] = PASSPHRASE
        options = ["--store", str(path), "--today", str(TODAY)]
        if run_command([*options, "log", "Customer 0", f"write {step} "]) == 0:
            say(f"write {step}")


def import_files(path: Path, say: Say) -> None:
    """Import one file of five customers after the other."""
    book = opening.open_book(path, PASSPHRASE, TODAY)
    say("ready")
    for step in range(100_000):
        file = path.with_name("customers.csv")
        lines = [f"{step}-{n},person,Imported {n},write {step} " for n in range(5)]
        file.write_text("bank_id,kind,name,notes\n" + "\n".join(lines), encoding="utf-8")
        if importing.run(book, importing.Order((file,))).written:
            say(f"write {step}")


def back_up(path: Path, say: Say) -> None:
    """Log and back up in turn."""
    book = opening.open_book(path, PASSPHRASE, TODAY)
    customer = book.number("SELECT min(id) FROM customers")
    say("ready")
    for step in range(100_000):
        log(book, customer, f"write {step} ")
        say(f"write {step}")
        made = backing_up.make(book, Reason.MANUAL, Keeping(days=50))
        say(f"backup {made.path.name}")


def restore(path: Path, say: Say) -> None:
    """Go back to the one backup over and over."""
    book = opening.open_book(path, PASSPHRASE, TODAY)
    made = backing_up.make(book, Reason.MANUAL, Keeping())
    book.close()
    say("ready")
    for _step in range(100_000):
        backing_up.restore(path, made.name, PASSPHRASE, Keeping(), TODAY)
        say("restored")


def change_passphrase(path: Path, say: Say) -> None:
    """Change the passphrase over and over, in the key file of a backup too."""
    book = opening.open_book(path, PASSPHRASE, TODAY)
    backing_up.make(book, Reason.MANUAL, Keeping())
    book.close()
    say("ready")
    for step in range(100_000):
        security.change_passphrase(path, _passphrase(step - 1), _passphrase(step))
        say(f"passphrase {step}")


def _passphrase(step: int) -> str:
    return PASSPHRASE if step < 0 else f"{PASSPHRASE} {step}"


def make_stores(path: Path, say: Say) -> None:
    """Make one store after the other, each at a path of its own."""
    say("ready")
    for step in range(100_000):
        made = path.with_name(f"made-{step}.rmdesk")
        opening.make(made, PASSPHRASE, TODAY, "CNY").close()
        say(f"made {made.name}")


LOADS: tuple[Load, ...] = (
    use_desk,
    use_commands,
    import_files,
    back_up,
    restore,
    make_stores,
    change_passphrase,
)


def run(count: int, seed: int, loads: tuple[Load, ...] = LOADS) -> Outcome:
    """Kill `count` processes, and look at what each left."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "book.rmdesk"
        make_store(store, PASSPHRASE, 4)
        for number in range(count):
            load = loads[number % len(loads)]
            outcome.count(load.__name__)
            room = folder / "room"
            room.mkdir()
            path = copy_store(store, room)
            said = _kill(path, load, chance.uniform(0.0, 0.6))
            try:
                found = [*_check(path, said)]
            except Exception:
                found = [traceback.format_exc()]
            outcome.failures += [f"{number} {load.__name__}: {text}" for text in found]
            shutil.rmtree(room)
    return outcome


def _kill(path: Path, load: Load, seconds: float) -> list[str]:
    """Start a load in a child, kill it a while after it is ready, and return what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os.close(reading)
            silence = os.open(os.devnull, os.O_WRONLY)
            for stream in (1, 2):
                os.dup2(silence, stream)
            load(path, Said(writing))
        os._exit(1)
    os.close(writing)
    data, end = b"", time.monotonic() + _PATIENCE_SECONDS
    while b"ready" not in data and time.monotonic() < end:
        if select.select([reading], [], [], 1)[0]:
            if not (chunk := os.read(reading, 65_536)):
                break
            data += chunk
    select.select([], [], [], seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while chunk := os.read(reading, 65_536):
        data += chunk
    os.close(reading)
    return data.decode().split("\n")[:-1]


def _check(path: Path, said: list[str]) -> Iterator[str]:
    if "ready" not in said:
        yield "it never began"
    # The last passphrase that was acknowledged, or the one that was on its way; none before them.
    last = max((int(text.split()[1]) for text in said if text.startswith("passphrase")), default=-1)
    known = (_passphrase(last), _passphrase(last + 1))
    for file in key_file.find_all([path.parent]):
        if ".making-" not in file.name and not _opening(file, known):
            yield f"{file.name} opens neither with the last passphrase nor with the next one"
    book = opening.open_book(path, _opening(vault.key_path(path), known), TODAY)
    texts = {
        str(row[0]).strip().partition(" x")[0]
        for row in book.rows("SELECT text FROM interactions UNION SELECT notes FROM customers")
    }
    lost = [text for text in said if text.startswith("write") and text not in texts]
    if lost:
        yield f"lost: {lost}"
    halves = book.rows(
        "SELECT notes, count(*) FROM customers WHERE notes LIKE 'write%'"
        " GROUP BY 1 HAVING count(*) <> 5"
    )
    if halves:
        yield "half an import is there"
    if damage := integrity.list_damage(book.connection, True):
        yield f"damaged: {damage[:3]}"
    log(book, book.number("SELECT min(id) FROM customers"), "life goes on")
    whole = {b.path.name: backups.is_whole(b) for b in backups.list_backups(path)}
    if not all(whole.values()):
        yield "half a backup is there"
    # The last three of those made by hand stay; one more may have been made and not yet said.
    made = [text.split()[1] for text in said if text.startswith("backup")][-2:]
    if missing := [name for name in made if name not in whole]:
        yield f"backups are lost: {missing}"
    book.close()
    yield from _check_made(path, said)


def _opening(file: Path, passphrases: Iterable[str]) -> str | None:
    """Return which of the passphrases opens a key file."""
    for passphrase in passphrases:
        with suppress(WrongPassphrase):
            wrapping.unwrap(key_file.read(file), passphrase)
            return passphrase
    return None


def _check_made(path: Path, said: list[str]) -> Iterator[str]:
    """Every store that was made opens, and what was being made can be made again."""
    names = [text.split()[1] for text in said if text.startswith("made")]
    begun = {p.name.partition(".rmdesk")[0] + ".rmdesk" for p in path.parent.glob("made-*")}
    for name in sorted({*names, *begun}):
        made = path.with_name(name)
        if name not in names and not made.exists():
            try:
                opening.make(made, PASSPHRASE, TODAY, "CNY").close()
            except DeskError as error:
                yield f"{name} cannot be made again: {error}"
                continue
        if name in names[-2:] or name not in names:
            opening.open_book(made, PASSPHRASE, TODAY).close()
    if left := [p.name for p in path.parent.glob("made-*.making-*")]:
        yield f"left behind: {left}"
    if any(not vault.key_path(path.with_name(name)).exists() for name in names):
        yield "a store without its key file"
