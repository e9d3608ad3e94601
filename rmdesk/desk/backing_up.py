"""Backups of the book: when one is made, which stay, and what one goes back to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rmdesk.errors import DamagedWithBackup, NoSuchBackup, StoreDamaged
from rmdesk.settings import Settings
from rmdesk.store import backups, restoring
from rmdesk.store.backups import Backup, Keeping, Reason
from rmdesk.store.book import Book, Clock
from rmdesk.store.restoring import Restored

__all__ = ["Backup", "BackupLine", "Keeping", "Reason", "Restored"]


@dataclass(frozen=True)
class BackupLine:
    """A backup as it is listed: `customers` of how many, `whole` whether it is as it was made."""

    name: str
    made_at: datetime
    reason: str
    customers: int
    interactions: int
    bytes: int
    whole: bool


def read_keeping(settings: Settings) -> Keeping:
    """Return where backups go and which stay, as the manager set it."""
    folder = Path(settings.backup_folder).expanduser() if settings.backup_folder else None
    return Keeping(folder, settings.backup_days, settings.backup_weeks, settings.backup_months)


def make(book: Book, reason: Reason, keeping: Keeping) -> Backup:
    """Make a backup in the folder of backups, and remove those that nobody needs any more.

    Raise StoreFull, StoreDamaged, StoreMoved, BackupFolderUnusable, BackupDamaged.
    """
    folder = backups.backup_folder(book.path, keeping)
    made = book.back_up(reason, backups.name_backup(book.path, reason, book.clock.now(), folder))
    backups.prune(book.path, keeping, made.identity)
    return made


def make_at(book: Book, target: Path) -> Backup:
    """Make a backup at a path of the manager's choice. Raise FileExists and what `make` raises."""
    return book.back_up(Reason.MANUAL, target)


def make_daily(
    book: Book, keeping: Keeping, may_go_on: Callable[[], bool] = lambda: True
) -> Backup | None:
    """Make the day's backup where there is none yet; the demo book needs none.

    Raise what `make` raises.
    """
    if book.card().demo or not may_go_on() or _has_daily(book, keeping):
        return None
    return make(book, Reason.DAILY, keeping)


def _has_daily(book: Book, keeping: Keeping) -> bool:
    today = book.clock.today()
    identity = backups.read_facts(book.connection)["identity"]
    return any(
        backup.day == today and backup.reason is Reason.DAILY and backup.identity == identity
        for backup in backups.list_backups(book.path, keeping)
    )


def list_lines(store: Path, keeping: Keeping) -> list[BackupLine]:
    """Return the backups of a store, the newest first, each compared with its checksum."""
    return [_line(backup) for backup in backups.list_backups(store, keeping)]


def _line(backup: Backup) -> BackupLine:
    return BackupLine(
        name=backup.name,
        made_at=backup.made_at,
        reason=backup.reason.value,
        customers=backup.counts.get("customers", 0),
        interactions=backup.counts.get("interactions", 0),
        bytes=backup.bytes,
        whole=backups.is_whole(backup),
    )


def find_newest(store: Path, keeping: Keeping) -> BackupLine | None:
    """Return the newest backup that is still as it was made and checked."""
    for backup in backups.list_backups(store, keeping):
        line = _line(backup)
        if line.whole:
            return line
    return None


def restore(
    store: Path, name: str, passphrase: str | None, keeping: Keeping, today: date | None = None
) -> Restored:
    """Put a backup, by its name or its path, in the place of a store, which is set aside.

    Raise NoSuchBackup and what `rmdesk.store.restoring.restore` raises.
    """
    backup = find(store, name, keeping)
    return restoring.restore(store, backup, passphrase, Clock(today).now())


def find(store: Path, name: str, keeping: Keeping) -> Path:
    """Return the path of a backup by its name or its path. Raise NoSuchBackup."""
    folder = backups.backup_folder(store, keeping)
    for path in (folder / f"{name}{backups.SUFFIX}", folder / name, Path(name).expanduser()):
        if path.is_file():
            return path
    raise NoSuchBackup(name=name)


def with_offer(error: StoreDamaged, store: Path, keeping: Keeping) -> StoreDamaged:
    """Return what to say of a damaged store: with its newest good backup, if there is one."""
    newest = find_newest(store, keeping)
    return error if newest is None else DamagedWithBackup(path=store, name=newest.name)
