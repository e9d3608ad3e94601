"""Purge a customer for privacy: everything about it goes for good, and what remains is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rmdesk.desk.names import name_of
from rmdesk.errors import Gone, NameDiffers
from rmdesk.store import backups, purge_file, vault
from rmdesk.store.backups import KEEPING, Keeping
from rmdesk.store.book import Book
from rmdesk.terms import Act

_AT_MOST = 50
# Texts in which somebody else's entry may name the customer.
_TEXTS = (
    ("customers", "notes"),
    ("customers", "other_names"),
    ("customers", "legal_representative"),
    ("customers", "employer"),
    ("contacts", "name"),
    ("contacts", "notes"),
    ("interactions", "text"),
    ("interactions", "people"),
    ("follow_ups", "text"),
    ("transactions", "text"),
    ("transactions", "counterparty"),
    ("standing_orders", "counterparty"),
    ("relations", "note"),
    ("proposals", "note"),
    ("complaints", "about"),
    ("complaints", "closure"),
    ("life_events", "note"),
)


@dataclass(frozen=True)
class PurgePlan:
    """What a purge would remove, and what it leaves.

    `rows` counts what goes, by table. What remains: `shared_accounts` go to their other owner,
    `related` others lose their relation to the customer, `mentions` are texts of others with the
    name in them, `files` are backups and copies beside the store, which still hold the customer.
    """

    customer_id: int
    name: str
    rows: Mapping[str, int]
    shared_accounts: int
    related: int
    mentions: int
    files: tuple[Path, ...]

    @property
    def count(self) -> int:
        """How many rows go in all."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Purged:
    """What was purged: what was planned, how many entries of the history were blanked.

    `contribution` is by how much the book's contribution of twelve months changed (minor units).
    With `rewritten` False another program or a full disk was in the way: what was removed may be
    left in the file until the book is opened again.
    """

    plan: PurgePlan
    blanked: int
    contribution: int
    rewritten: bool = True


def describe(book: Book, customer_id: int, keeping: Keeping = KEEPING) -> PurgePlan:
    """Return what a purge of the customer would remove and leave. Raises Gone.

    `keeping` says where the backups are.
    """
    from rmdesk.store import purge

    name = name_of(book, customer_id)
    if not name:
        raise Gone
    rows = purge.collect(book, customer_id)
    accounts = book.number(
        "SELECT count(*) FROM accounts WHERE (customer_id = ?1 OR id IN (SELECT account_id"
        " FROM account_holders WHERE customer_id = ?1)) AND id NOT IN"
        " (SELECT id FROM temp.purged WHERE \"table\" = 'accounts')",
        (customer_id,),
    )
    related = book.number(
        "SELECT count(DISTINCT customer_id + other_id) FROM relations"
        " WHERE ?1 IN (customer_id, other_id)",
        (customer_id,),
    )
    files = tuple(_copies(book.path, backups.backup_folder(book.path, keeping)))
    return PurgePlan(
        customer_id, name, rows, accounts, related, _mentions(book, name), files[:_AT_MOST]
    )


def purge(book: Book, customer_id: int, typed_name: str, keeping: Keeping = KEEPING) -> Purged:
    """Remove the customer and everything about it, for good, from the store and its files.

    `typed_name` must be the customer's name exactly. It cannot be undone, nor can older operations
    that touched the rows. Raises Gone, NameDiffers, StoreBusy.
    """
    from rmdesk.store import purge as store, purge_history

    plan = describe(book, customer_id, keeping)
    if typed_name.strip() != plan.name.strip():
        raise NameDiffers
    contribution = "SELECT sum(contribution) FROM standings"
    before = book.number(contribution)
    purge_file.overwrite_removed(book)
    with book.deed(Act.PURGE, customer_id) as writing:
        writing.sign_empty = True
        store.collect(book, customer_id)
        store.remove(writing, customer_id)
        blanked = purge_history.blank_history(writing, customer_id, plan.name)
        purge_file.mark_unfinished(book)
    rewritten = purge_file.rewrite(book)
    return Purged(plan, blanked, book.number(contribution) - before, rewritten)


def finish(book: Book) -> bool:
    """Rewrite the store's file where a purge could not; return whether nothing is left to do.

    To be called when a book is opened: the program may have been killed in between.
    """
    return purge_file.rewrite(book) if purge_file.is_unfinished(book) else True


def _mentions(book: Book, name: str) -> int:
    """How many entries that are not the customer's have the name in a text."""
    count = 0
    for table, column in _TEXTS:
        count += book.number(
            f'SELECT count(*) FROM {table} WHERE instr("{column}", ?1) > 0 AND id NOT IN'
            ' (SELECT id FROM temp.purged WHERE "table" = ?2)',
            (name, table),
        )
    return count


def _copies(path: Path, folder: Path) -> list[Path]:
    """Files that may be copies of a store: its backups, and what is named after it beside it."""
    own = {path, vault.key_path(path), *(Path(f"{path}{end}") for end in ("-wal", "-shm"))}
    found: list[Path] = []
    for entry in sorted(path.parent.iterdir()):
        if entry.is_dir() and (entry.name.startswith(path.name) or entry.name == "backups"):
            found += sorted(p for p in entry.rglob("*") if p.is_file())
        elif entry.name.startswith(path.name) and entry.is_file() and entry not in own:
            found.append(entry)
    if folder.is_dir():
        found += sorted(p for p in folder.glob("*") if p.is_file() and p not in found)
    return [p for p in found if p.suffix not in (".key", ".copy", ".lock", ".json", ".attempts")]
