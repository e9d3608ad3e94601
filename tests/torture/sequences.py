"""Random sequences of everything a manager does, undone to the start and redone to the end.

Whatever was undone and redone, all tables must be equal to what they were, row by row, and what
is derived equal to what a rebuild makes of them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest import mock

from rmdesk.desk import deriving, opening, undoing
from rmdesk.errors import DeskError
from rmdesk.store import failures
from rmdesk.store.book import Book
from rmdesk.store.chain_check import verify_chain
from rmdesk.store.driver import Row
from tests.conftest import copied
from tests.torture.steps import Steps

TODAY = date(2026, 11, 24)
LONGEST = 22
DAY_NANOSECONDS = 86_400 * 10**9
# What was shown and imported is noted beside what is done, so it is compared only at the ends.
BESIDE = ("showings", "account_imports")
DERIVED = {
    "rollup": "SELECT * FROM rollup ORDER BY 1, 2, 3, 4",
    "capital": "SELECT * FROM capital ORDER BY 1, 2, 3",
    "adjustments": "SELECT * FROM adjustments ORDER BY 1, 2, 3",
    "standings": "SELECT * FROM standings ORDER BY 1",
    "search_customers": "SELECT rowid, * FROM search_customers ORDER BY 1",
    "search_log": "SELECT rowid, * FROM search_log ORDER BY 1",
    "search_short": "SELECT rowid FROM search_short ORDER BY 1",
}

Tables = dict[str, list[Row]]


class Differs(AssertionError):
    """Tables are not what they must be."""


@dataclass
class Counts:
    """How much was tried."""

    sequences: int = 0
    steps: int = 0
    undone: int = 0
    redone: int = 0
    refused: int = 0


@dataclass
class Sequence:
    """One book and what was done to it: the tables before each operation that is in effect."""

    book: Book
    random: Random
    counts: Counts
    before: list[Tables] = field(default_factory=list)
    ahead: list[Tables] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """Do, undo and redo at random; then undo everything and redo everything."""
        steps = Steps(self.book, self.random, folder)
        start = tables(self.book)
        self.check_derived("at the start")
        for kind in (steps.import_files, steps.create, steps.look, steps.present):
            self.step(kind)
        for _ in range(self.random.randint(4, LONGEST)):
            chosen = self.random.random()
            if chosen < 0.14:
                self.undo()
            elif chosen < 0.24:
                self.redo()
            elif chosen < 0.3:
                self.there_and_back()
            else:
                self.step(self.random.choice(steps.kinds))
        self.check_derived("after the steps")
        while self.ahead:
            self.redo()
        end = tables(self.book)
        while self.before:
            self.undo()
        self.compare(start, tables(self.book), "after undoing everything")
        self.check_derived("after undoing everything")
        while self.ahead:
            self.redo()
        self.compare(end, tables(self.book), "after redoing everything")
        self.check_derived("after redoing everything")
        if damage := list(verify_chain(self.book)):
            raise Differs(f"{self.trace}: {damage}")

    def step(self, kind: Callable[[], object]) -> None:
        """Take one step; a refusal in words is fine and must change nothing."""
        had = tables(self.book)
        operations = self.book.number("SELECT count(*) FROM deeds")
        self.trace.append(kind.__name__)
        try:
            kind()
        except DeskError:
            self.counts.refused += 1
        deriving.catch_up(self.book)
        self.counts.steps += 1
        made = self.book.number("SELECT count(*) FROM deeds") - operations
        if made:
            # A step makes its own customer where there is none: an operation before the operation.
            self.before += [had] if made == 1 else [had, {}]
            self.ahead.clear()

    def undo(self) -> None:
        """Undo once; the tables are what they were before."""
        if not self.before:
            return
        self.trace.append("undo")
        now = tables(self.book)
        undoing.undo(self.book)
        deriving.catch_up(self.book)
        self.counts.undone += 1
        self.compare(self.before.pop(), tables(self.book), "after undo", BESIDE)
        self.ahead.append(now)

    def redo(self) -> None:
        """Redo once; the tables are what they were before the undo."""
        if not self.ahead:
            return
        self.trace.append("redo")
        now = tables(self.book)
        undoing.redo(self.book)
        deriving.catch_up(self.book)
        self.counts.redone += 1
        self.compare(self.ahead.pop(), tables(self.book), "after redo", BESIDE)
        self.before.append(now)

    def there_and_back(self) -> None:
        """Take back any operation, refused in words where others build on it, and bring it back."""
        rows = self.book.rows(
            "SELECT id FROM deeds WHERE undone_by IS NULL"
            " AND act NOT IN ('undo', 'redo', 'set_up') ORDER BY id"
        )
        if not rows:
            return
        operation = int(self.random.choice(rows)[0] or 0)
        self.trace.append("there_and_back")
        had = tables(self.book)
        try:
            undoing.take_back(self.book, operation)
        except DeskError:
            self.counts.refused += 1
            self.compare(had, tables(self.book), "after a refusal")
            return
        deriving.catch_up(self.book)
        self.check_derived("after taking back one of them")
        back = self.book.number("SELECT max(id) FROM deeds WHERE act = 'undo'")
        undoing.take_back(self.book, back)
        deriving.catch_up(self.book)
        self.compare(had, tables(self.book), "after bringing it back")

    def compare(self, wanted: Tables, have: Tables, when: str, but: tuple[str, ...] = ()) -> None:
        """Raise Differs where a table is another one."""
        for name, rows in wanted.items():
            if name not in but and rows != have[name]:
                more = [row for row in have[name] if row not in rows]
                less = [row for row in rows if row not in have[name]]
                raise Differs(f"{self.trace} {when}: {name} has {more[:3]} for {less[:3]}")

    def check_derived(self, when: str) -> None:
        """Raise Differs where what is derived is not what a rebuild makes; changes nothing."""
        if failed := failures.list_failed(self.book):
            raise Differs(f"{self.trace} {when}: no value for {failed}")
        have = {name: self.book.rows(sql) for name, sql in DERIVED.items()}
        self.book.connection.execute("BEGIN IMMEDIATE")
        try:
            deriving.rebuild_all(self.book)
            made = {name: self.book.rows(sql) for name, sql in DERIVED.items()}
        finally:
            self.book.connection.execute("ROLLBACK")
        self.compare(made, have, f"{when}, not as rebuilt")


def tables(book: Book) -> Tables:
    """All rows of what is not derived, with the book's currency, drafts and import dates."""
    from rmdesk.model.tables import BY_NAME

    names = (*BY_NAME, "book", "drafts", "account_imports")
    return {name: book.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in names}


class _Clock:
    """The machine's clock, set back and forth by days."""

    def __init__(self) -> None:
        self.days = 0

    def time_ns(self) -> int:
        return time.time_ns() + self.days * DAY_NANOSECONDS


def run(count: int, seed: int) -> Counts:
    """Run a number of sequences, each known by the seed and its number. Raises Differs."""
    counts, clock = Counts(), _Clock()
    fake = SimpleNamespace(time_ns=clock.time_ns)
    with TemporaryDirectory() as folder, mock.patch("rmdesk.store.ids.time", fake):
        empty = {}
        for currency in ("CNY", ""):
            empty[currency] = Path(folder) / f"empty{currency}.rmdesk"
            book = opening.make(empty[currency], None, TODAY, currency)
            # A store of an older rmdesk may have none yet.
            book.set_currency(currency)
            book.close()
        for number in range(count):
            random = Random(f"{seed}/{number}")
            clock.days = random.choice((0, 0, -9, 3))
            with TemporaryDirectory() as inside:
                store = copied(empty[random.choice(("CNY", "CNY", ""))], Path(inside))
                book = opening.open_book(store, None, TODAY)
                try:
                    Sequence(book, random, counts).run(Path(inside))
                except Exception as error:
                    error.add_note(f"seed {seed}, sequence {number}")
                    raise
                finally:
                    book.close()
            counts.sequences += 1
    return counts
