"""Backups: whole copies of the store, each checked when it is made and described by a manifest.

A backup is made by SQLite's online copy of the encrypted file under its key, so nothing is ever
written in plain and the newest writes are in it whoever has the store open. Beside it lie its
manifest and a copy of the key file, so that it opens alone with the passphrase of its day.
"""

import errno
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TypedDict

from rmdesk.errors import (
    BackupDamaged,
    BackupFolderUnusable,
    StoreDamaged,
    StoreFull,
)
from rmdesk.safe_files import (
    aside_path,
    list_leftovers,
    make_file,
    make_folder,
    put_in_place,
    sync_file,
    write_whole,
)
from rmdesk.store import integrity, vault
from rmdesk.store.driver import Connection, connect_bare, connect_to_read

FORMAT = 1
SUFFIX = ".rmdesk"
_ROOM = 1 << 20
_LAST = 3


class Reason(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    IMPORT = "import"
    MIGRATION = "migration"
    MANUAL = "manual"
    RESTORE = "restore"


@dataclass(frozen=True)
class Backup:
    """A backup and what its manifest says.

    `store` is the name of the store's file, `identity` the store itself whatever its name;
    `last_change` the newest id of its history, `chain` the end of its hash chain if there is one.
    """

    path: Path
    made_at: datetime
    reason: Reason
    store: str
    identity: str
    schema: str
    encrypted: bool
    counts: dict[str, int]
    last_change: int
    chain: str
    bytes: int = 0
    sha256: str = ""

    @property
    def name(self) -> str:
        """The name it is restored by."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def day(self) -> date:
        """The local day it was made on."""
        return self.made_at.astimezone().date()


@dataclass(frozen=True)
class Keeping:
    """Where backups go (None: beside the store), and of how many days, weeks and months."""

    folder: Path | None = None
    days: int = 7
    weeks: int = 5
    months: int = 12


KEEPING = Keeping()


def backup_folder(store: Path, keeping: Keeping = KEEPING) -> Path:
    """Return the folder of a store's backups."""
    return keeping.folder or store.with_name(f"{store.name}.backups")


def manifest_path(backup: Path) -> Path:
    """Return the path of a backup's manifest."""
    return backup.with_name(backup.name + ".json")


def make_backup(
    store: Path, source: Connection, key: bytes | None, reason: Reason, now: datetime, target: Path
) -> Backup:
    """Copy an open store to `target`, check the copy, and give it its name only then.

    Raise StoreFull, StoreDamaged (the store itself), BackupDamaged, BackupFolderUnusable.
    """
    making = aside_path(target)
    with _usable(target.parent):
        make_folder(target.parent)
        for left in list_leftovers(target.parent):
            left.unlink(missing_ok=True)
        make_file(making)
    try:
        found = _copy(store, source, key, reason, now, making)
        with _usable(target.parent):
            _publish(store, making, replace(found, path=target))
    finally:
        for file in (making, Path(f"{making}-journal")):
            file.unlink(missing_ok=True)
    return replace(found, path=target)


def _copy(
    store: Path, source: Connection, key: bytes | None, reason: Reason, now: datetime, making: Path
) -> Backup:
    """Copy the store as of one moment and check the copy against it."""
    source.execute("BEGIN")
    try:
        counts = integrity.count_rows(source)
        needed = _number(source, "PRAGMA page_count") * _number(source, "PRAGMA page_size")
        if shutil.disk_usage(making.parent).free < needed + _ROOM:
            raise StoreFull(folder=making.parent)
        found = Backup(
            path=making,
            made_at=now.astimezone(UTC),
            reason=reason,
            store=store.name,
            encrypted=key is not None,
            counts=integrity.count_data(counts),
            **read_facts(source),
        )
        target = connect_bare(making, key)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            target.close()
    finally:
        source.execute("COMMIT")
    sync_file(making)
    if check_contents(making, key, store) != counts:
        raise BackupDamaged(name=making.name)
    return replace(found, bytes=making.stat().st_size, sha256=hash_file(making))


def check_contents(path: Path, key: bytes | None, store: Path) -> dict[str, int]:
    """Return how many rows each table of a copy has. Raise StoreDamaged where it is not sound.

    A copy has what its store has: damage in it is damage in the store.
    """
    copy = connect_to_read(path, key)
    try:
        if integrity.is_lost(copy, key is not None):
            raise StoreDamaged(path=store)
        return integrity.count_rows(copy)
    except StoreDamaged:
        raise StoreDamaged(path=store) from None
    finally:
        copy.close()


class Facts(TypedDict):
    """What a store says of itself."""

    identity: str
    schema: str
    last_change: int
    chain: str


def read_facts(connection: Connection) -> Facts:
    """Return what an open store says of itself, whatever its schema."""
    row = connection.execute("SELECT device, created_at FROM book").fetchone() or (0, 0)
    chain = ""
    if _number(connection, "SELECT count(*) FROM pragma_table_info('deeds') WHERE name = 'chain'"):
        end = connection.execute("SELECT chain FROM deeds ORDER BY id DESC LIMIT 1").fetchone()
        chain = str(end[0]) if end else ""
    schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Facts(
        identity=f"{row[0]}-{row[1]}",
        schema=str(schema[0]) if schema else "",
        last_change=_number(connection, "SELECT max(id) FROM changes"),
        chain=chain,
    )


def _number(connection: Connection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0] or 0) if row else 0


def _publish(store: Path, making: Path, found: Backup) -> None:
    """Give a finished copy its name, after its key file and its manifest have theirs."""
    target, key = found.path, vault.key_path(store)
    if found.encrypted and key.exists():
        write_whole(vault.key_path(target), key.read_bytes())
    data = asdict(found) | {"format": FORMAT, "made_at": found.made_at.isoformat()}
    del data["path"]
    text = json.dumps(data, indent=1, ensure_ascii=False)
    write_whole(manifest_path(target), text.encode())
    put_in_place(making, target)


def read_backup(path: Path) -> Backup | None:
    """Return a backup by its manifest; None where that is missing or not to be read."""
    try:
        data = json.loads(manifest_path(path).read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT or not path.is_file():
            return None
        made_at = datetime.fromisoformat(str(data.pop("made_at")))
        counts = {str(name): int(count) for name, count in data.pop("counts").items()}
        reason = Reason(data.pop("reason"))
        return Backup(
            path=path,
            made_at=made_at,
            reason=reason,
            store=str(data["store"]),
            identity=str(data["identity"]),
            schema=str(data["schema"]),
            encrypted=bool(data["encrypted"]),
            counts=counts,
            last_change=int(data["last_change"]),
            chain=str(data["chain"]),
            bytes=int(data["bytes"]),
            sha256=str(data["sha256"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def list_backups(store: Path, keeping: Keeping = KEEPING) -> list[Backup]:
    """Return a store's backups, the newest first; copies without a manifest are not listed."""
    try:
        paths = sorted(backup_folder(store, keeping).glob(f"*{SUFFIX}"))
    except OSError:
        return []
    found = [backup for path in paths if (backup := read_backup(path))]
    mine = [backup for backup in found if backup.store == store.name]
    return sorted(mine, key=lambda b: (b.made_at, b.path.name), reverse=True)


def is_whole(backup: Backup) -> bool:
    """Return whether a backup's file is still, byte for byte, what was made and checked."""
    try:
        return hash_file(backup.path) == backup.sha256
    except OSError:
        return False


def hash_file(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_backup(store: Path, reason: Reason, now: datetime, folder: Path) -> Path:
    """Return a free path for a backup of this moment."""
    stem = f"{store.name.removesuffix(SUFFIX)}-{now.astimezone():%Y%m%d-%H%M%S}-{reason}"
    for number in count(1):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
        if not path.exists():
            return path
    raise AssertionError


def prune(store: Path, keeping: Keeping, identity: str) -> list[Backup]:
    """Remove the backups of a store that nobody needs any more; return them.

    One of each of the last days, weeks and months with a backup stays: the newest daily one, else
    the newest. What is backed up after a mistake must not replace the state of that morning. Of
    those made before something, or by hand, the last three stay. Those of another store of the
    same name stay.
    """
    mine = [b for b in list_backups(store, keeping) if b.identity == identity]
    stay: set[Path] = set()
    for bucket, most in (
        (lambda b: b.day, keeping.days),
        (lambda b: b.day.isocalendar()[:2], keeping.weeks),
        (lambda b: (b.day.year, b.day.month), keeping.months),
    ):
        newest: dict[object, Backup] = {}
        for backup in sorted(mine, key=lambda b: b.reason is not Reason.DAILY):
            newest.setdefault(bucket(backup), backup)
        found = sorted(newest.values(), key=lambda b: b.made_at, reverse=True)
        stay |= {backup.path for backup in found[: max(most, 1)]}
    for reason in Reason:
        if reason is not Reason.DAILY:
            stay |= {b.path for b in [b for b in mine if b.reason is reason][:_LAST]}
    gone = [backup for backup in mine if backup.path not in stay]
    for backup in gone:
        remove(backup)
    return gone


def remove(backup: Backup) -> None:
    """Delete a backup, its manifest last but its file first."""
    for file in (backup.path, vault.key_path(backup.path), manifest_path(backup.path)):
        with suppress(OSError):
            file.unlink()


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Raise what the system says of a folder in words."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFull(folder=folder) from None
        raise BackupFolderUnusable(folder=folder, reason=error.strerror) from None
