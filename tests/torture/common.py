"""What the tortures share: small stores with something in them, and how one is looked through."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from rmdesk.desk import (
    customers,
    doctor,
    editing,
    interactions,
    opening,
    store_checks,
    today as desk_today,
)
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.store import derivation, integrity, vault
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import InteractionKind, SortKey
from tests.conftest import TODAY

PASSPHRASE = "eight horses 八"


@dataclass
class Outcome:
    """What a torture came to: runs by kind, and what went wrong, one line each."""

    runs: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    skipped: str = ""

    def count(self, kind: str) -> None:
        """Note one more run of a kind."""
        self.runs[kind] = self.runs.get(kind, 0) + 1

    @property
    def total(self) -> int:
        """How many runs there were."""
        return sum(self.runs.values())


def derive_quickly() -> None:
    """Let no store of this process be slow to open: what is tried is the writing."""
    derivation.calibrate = lambda: derivation.Derivation(2, 64, 1)


def make_store(path: Path, passphrase: str | None, people: int = 20) -> None:
    """Make a store with some customers and what was said to them."""
    book = opening.make(path, passphrase, TODAY, "CNY")
    for number in range(people):
        customer = editing.create(book, {"name": f"Customer {number} 张伟", "phones": "138 0013"})
        for entry in range(3):
            log(book, customer, f"said {number} {entry} " + "and more " * 20)
    book.close()


def log(book: Book, customer: int, text: str) -> int:
    """Log a call."""
    interactions.log(book, customer, InteractionDraft(InteractionKind.CALL, text))
    return customer


def copy_store(store: Path, folder: Path) -> Path:
    """Copy a closed store and its key file into a folder."""
    target = folder / store.name
    shutil.copyfile(store, target)
    if vault.key_path(store).exists():
        shutil.copyfile(vault.key_path(store), vault.key_path(target))
    return target


def read_all(book: Book) -> dict[str, list[Row]]:
    """Return every row of the data, by table."""
    tables = integrity.count_data(integrity.count_rows(book.connection))
    return {name: book.rows(f'SELECT * FROM "{name}" ORDER BY 1') for name in tables}


def look_through(book: Book) -> None:
    """Look at the book as the desk does: Today, the list, a panel for each, the doctor."""
    desk_today.look(book)
    for line in customers.page(book, SortKey.NAME, 0, 100).lines:
        customers.look(book, line.id)
    customers.page(book, SortKey.NAME, 0, 10, "customer")
    store_checks.examine_store(book)
    doctor.examine(book)
