"""Full disks: a store on a small disk, written to until there is no room, by several kinds of load.

Every write that was acknowledged is there afterwards and nothing half, the store is sound, and
what is said is that the disk is full. It needs a small tmpfs, so it needs root.
"""

import random
import shutil
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rmdesk.desk import backing_up, importing, opening
from rmdesk.desk.backing_up import Keeping, Reason
from rmdesk.errors import StoreFull
from rmdesk.store import backups, integrity
from rmdesk.store.book import Book
from tests.conftest import TODAY
from tests.torture.common import PASSPHRASE, Outcome, copy_store, log, make_store

_WRITES_AT_MOST = 2_000
_LOADS = ("log", "import", "backup")


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """Mount a tmpfs of this size. Raise PermissionError where that is not allowed."""
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs"]
    done = subprocess.run(["mount", *options, folder], capture_output=True, check=False)
    if done.returncode:
        raise PermissionError(done.stderr.decode().strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def run(count: int, seed: int) -> Outcome:
    """Fill `count` small disks."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "disk").mkdir()
        make_store(folder / "locked.rmdesk", PASSPHRASE, 8)
        make_store(folder / "plain.rmdesk", None, 8)
        for number in range(count):
            store = folder / ("locked.rmdesk", "plain.rmdesk")[number % 2]
            load = _LOADS[number // 2 % len(_LOADS)]
            room = store.stat().st_size // 1024 + 200 + chance.randrange(600)
            try:
                with small_disk(folder / "disk", room):
                    _fill(copy_store(store, folder / "disk"), load, chance, number, outcome)
            except PermissionError as error:
                outcome.skipped = f"no tmpfs can be mounted: {error}"
                return outcome
    return outcome


def _fill(path: Path, load: str, chance: random.Random, number: int, outcome: Outcome) -> None:
    passphrase = PASSPHRASE if path.name.startswith("locked") else None
    what = f"{'encrypted' if passphrase else 'plain'} {load}"
    outcome.count(what)
    acknowledged: list[str] = []
    tried: list[str] = []
    try:
        book = opening.open_book(path, passphrase, TODAY)
        try:
            customer = book.number("SELECT min(id) FROM customers")
            for step in range(_WRITES_AT_MOST):
                text = f"write {step} " + "x" * chance.randrange(3_000)
                tried.append(text)
                _write(book, load, customer, text, step)
                acknowledged.append(text)
            outcome.failures.append(f"{number} {what}: the disk was never full")
        finally:
            book.close()
    except StoreFull:
        pass
    except Exception:
        outcome.failures.append(f"{number} {what}: {traceback.format_exc()}")
    _free(path)
    outcome.failures += [
        f"{number} {what}: {text}" for text in _check(path, passphrase, load, tried, acknowledged)
    ]


def _write(book: Book, load: str, customer: int, text: str, step: int) -> None:
    if load == "import":
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "customers.csv"
            lines = [f"{step}-{n},person,{text[:100]} {n},{text}" for n in range(5)]
            file.write_text("bank_id,kind,name,notes\n" + "\n".join(lines), encoding="utf-8")
            report = importing.run(book, importing.Order((file,)))
            assert report.written, report.problems
    elif load == "backup":
        log(book, customer, text)
        backing_up.make(book, Reason.MANUAL, Keeping())
    else:
        log(book, customer, text)


def _free(path: Path) -> None:
    """Make room again, as the manager would."""
    subprocess.run(["mount", "-o", "remount,size=64m", path.parent], check=True)


def _check(
    path: Path, passphrase: str | None, load: str, tried: list[str], acknowledged: list[str]
) -> Iterator[str]:
    book = opening.open_book(path, passphrase, TODAY)
    if load == "import":
        rows = book.rows("SELECT notes, count(*) FROM customers WHERE bank_id <> '' GROUP BY 1")
        found = {str(row[0]): int(row[1] or 0) for row in rows}
        if set(found.values()) - {5}:
            yield "half an import is there"
    else:
        rows = book.rows("SELECT text FROM interactions WHERE text LIKE 'write %'")
        found = {str(row[0]): 1 for row in rows}
    if not set(acknowledged) <= set(found):
        yield f"{len(set(acknowledged) - set(found))} acknowledged writes are lost"
    # The last one was refused; of a load of two writes the first may have been done.
    if not set(found) <= set(acknowledged) | (set(tried[-1:]) if load == "backup" else set()):
        yield "a write that was refused is there"
    if damage := integrity.list_damage(book.connection, book.is_encrypted):
        yield f"damaged: {damage[:3]}"
    for backup in backups.list_backups(path):
        if not backups.is_whole(backup):
            yield "half a backup is there"
    log(book, book.number("SELECT min(id) FROM customers"), "there is room again")
    book.close()
    with suppress(OSError):
        shutil.rmtree(path.with_name(f"{path.name}.backups"))
