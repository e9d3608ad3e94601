"""Whether the store itself is sound: its file, its references, what is derived, who can read it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rmdesk.desk.deriving import is_behind
from rmdesk.desk.findings import Fault, Finding
from rmdesk.desk.names import name_of
from rmdesk.desk.rebuild_checks import (
    SAMPLE,
    Part,
    choose_sample,
    compare_with_rebuild,
    mend_derived,
)
from rmdesk.desk.rebuilding import list_customers
from rmdesk.store import exposure, integrity
from rmdesk.store.backups import KEEPING, Keeping, backup_folder
from rmdesk.store.book import Book

_OF_PART = {
    Part.ADJUSTMENTS: Fault.ADJUSTMENTS_STALE,
    Part.ROLLUP: Fault.ROLLUP_STALE,
    Part.STANDINGS: Fault.STANDINGS_STALE,
    Part.SEARCH: Fault.SEARCH_STALE,
}
MENDABLE = frozenset({*_OF_PART.values(), Fault.INDEX_DAMAGED})


@dataclass(frozen=True)
class StoreExamination:
    """What is wrong with the store; `compared` of `customers` were compared with a rebuild."""

    findings: tuple[Finding, ...]
    compared: int
    customers: int


def examine_store(
    book: Book,
    deep: bool = False,
    keeping: Keeping = KEEPING,
    may_go_on: Callable[[], bool] = lambda: True,
) -> StoreExamination:
    """Look the store over; `deep` compares every customer and every index, however long it takes.

    Raise StoreBusy where another program holds the store, StoreMoved where it is gone.
    """
    everyone = list_customers(book)
    small = len(everyone) <= SAMPLE
    damage = tuple(_damage(book, deep or small))
    findings = [*damage, *_references(book), *list_exposures(book.path, keeping)]
    customers = everyone if deep or small else list(choose_sample(everyone))
    lost = any(finding.fault is Fault.DAMAGED for finding in damage)
    if lost or is_behind(book):
        customers = []
    else:
        findings += _stale(book, customers, may_go_on)
    return StoreExamination(tuple(findings), len(customers), len(everyone))


def _damage(book: Book, deep: bool) -> Iterator[Finding]:
    damage = integrity.list_damage(book.connection, book.is_encrypted, deep)
    lost = [text for text in damage if not integrity.is_mendable(text)]
    indexes = [t for t in damage if integrity.is_mendable(t) and not integrity.is_in_search(t)]
    if lost:
        yield Finding(Fault.DAMAGED, str(book.path), len(lost))
    if indexes:
        yield Finding(Fault.INDEX_DAMAGED, str(book.path), len(indexes))
    if len(lost) + len(indexes) < len(damage):
        yield Finding(Fault.SEARCH_STALE, "", len(damage) - len(lost) - len(indexes))


def _references(book: Book) -> Iterator[Finding]:
    for broken in integrity.list_broken(book.connection):
        yield Finding(Fault.BROKEN_REFERENCE, f"{broken.table} → {broken.parent}", broken.rows)


def _stale(book: Book, customers: list[int], may_go_on: Callable[[], bool]) -> Iterator[Finding]:
    found = compare_with_rebuild(book, customers, may_go_on)
    whose = {part: [d.customer_id for d in found if d.part is part] for part in Part}
    for part, count in Counter(d.part for d in found).items():
        known = [customer for customer in whose[part] if customer is not None]
        one = known[0] if len(known) == count == 1 else None
        yield Finding(_OF_PART[part], name_of(book, one) if one else "", count, customer_id=one)


def list_exposures(store: Path, keeping: Keeping = KEEPING) -> list[Finding]:
    """Return who else can get at the store, its key file and its backups."""
    found = [
        Finding(Fault.READABLE, str(path))
        for path in exposure.list_readable(store, backup_folder(store, keeping))
    ]
    if exposure.is_folder_writable(store):
        found.append(Finding(Fault.FOLDER_WRITABLE, str(store.parent)))
    if share := exposure.find_share(store):
        found.append(Finding(Fault.NETWORK_SHARE, f"{store} ({share})"))
    if folder := exposure.find_sync_folder(store):
        found.append(Finding(Fault.SYNC_FOLDER, str(folder)))
    found += [Finding(Fault.CONFLICT, str(path)) for path in exposure.list_conflicts(store)]
    return found


def mend(book: Book, examined: StoreExamination) -> tuple[Finding, ...]:
    """Mend what can be mended of what was found; return that. Raise StoreBusy."""
    mended = tuple(finding for finding in examined.findings if finding.fault in MENDABLE)
    faults = {finding.fault for finding in mended}
    if Fault.INDEX_DAMAGED in faults:
        book.rows("REINDEX")
    if faults - {Fault.INDEX_DAMAGED}:
        mend_derived(book)
    return mended
