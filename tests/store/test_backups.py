"""A backup is the whole store as of one moment, checked, and opens alone."""

import json
import os
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rmdesk.desk import backing_up, customers, editing, offer_catalogue, opening
from rmdesk.desk.backing_up import Keeping, Reason
from rmdesk.errors import (
    BackupDamaged,
    DamagedWithBackup,
    NoSuchBackup,
    StoreDamaged,
    StoreFull,
    StoreInUse,
    WrongPassphrase,
)
from rmdesk.store import backups, vault
from rmdesk.store.backups import Backup
from rmdesk.store.book import Book
from rmdesk.store.place import beside
from tests.conftest import TODAY

PASSPHRASE = "eight horses 八"
KEEPING = Keeping()


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """An encrypted store with one customer and a backup of it, and then a second customer."""
    book = opening.make(tmp_path / "book.rmdesk", PASSPHRASE, TODAY, "CNY")
    editing.create(book, {"name": "Zhang Wei Secret"})
    backing_up.make(book, Reason.MANUAL, KEEPING)
    editing.create(book, {"name": "Li Na"})
    book.close()
    return book.path


def names(path: Path, passphrase: str | None = PASSPHRASE) -> set[str]:
    book = opening.open_book(path, passphrase, TODAY)
    try:
        return {str(row[0]) for row in book.rows("SELECT name FROM customers")}
    finally:
        book.close()


def test_a_backup_has_the_newest_writes_and_says_what_is_in_it(book: Book, customer: int) -> None:
    made = backing_up.make(book, Reason.MANUAL, KEEPING)
    (listed,) = backups.list_backups(book.path)
    assert listed == made and made.counts["customers"] == 1
    assert made.counts["deeds"] == book.number("SELECT count(*) FROM deeds")
    assert made.sha256 == backups.hash_file(made.path)
    assert made.last_change == book.number("SELECT max(id) FROM changes")
    editing.edit(book, customer, {"name": "张维"})
    book.close()
    assert names(made.path, None) == {"张伟"}


def test_a_backup_shows_nothing_and_is_for_its_owner_alone(locked: Path) -> None:
    (backup,) = backups.list_backups(locked)
    folder = backup.path.parent
    assert folder == locked.with_name("book.rmdesk.backups")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list(folder.iterdir())) == 3
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert b"Secret" not in file.read_bytes()


def test_a_backup_opens_alone_with_the_passphrase_of_its_day(locked: Path, tmp_path: Path) -> None:
    (backup,) = backups.list_backups(locked)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(backup.path.parent, elsewhere)
    for file in (locked, vault.key_path(locked)):
        file.unlink()
    backing_up.restore(
        tmp_path / "new.rmdesk", str(elsewhere / backup.path.name), PASSPHRASE, KEEPING
    )
    assert names(tmp_path / "new.rmdesk") == {"Zhang Wei Secret"}


def test_restore_sets_aside_what_was_there(locked: Path) -> None:
    (backup,) = backups.list_backups(locked)
    done = backing_up.restore(locked, backup.name, PASSPHRASE, KEEPING, TODAY)
    assert names(locked) == {"Zhang Wei Secret"}
    assert done.aside is not None and done.aside.name.startswith("book.rmdesk.aside-2026")
    assert names(done.aside) == {"Zhang Wei Secret", "Li Na"}


def test_store_that_is_set_aside_opens_by_whichever_key_file_is_whole(locked: Path) -> None:
    (backup,) = backups.list_backups(locked)
    vault.key_path(locked).write_bytes(b"damaged")
    done = backing_up.restore(locked, backup.name, PASSPHRASE, KEEPING, TODAY)
    assert names(locked) == {"Zhang Wei Secret"}
    assert done.aside and names(done.aside) == {"Zhang Wei Secret", "Li Na"}


def test_restore_deletes_no_key_file(locked: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.rmdesk"
    opening.make(plain, None, TODAY).close()
    other = opening.make(tmp_path / "other.rmdesk", "nine horses", TODAY)
    elsewhere = tmp_path / "elsewhere"
    backing_up.make(other, Reason.MANUAL, Keeping(folder=elsewhere))
    other.close()
    locked.unlink()
    key = vault.key_path(locked).read_bytes()
    for found, passphrase in ((plain, None), (next(elsewhere.glob("*.rmdesk")), "nine horses")):
        backing_up.restore(locked, str(found), passphrase, KEEPING, TODAY)
        opening.open_book(locked, passphrase, TODAY).close()
        assert key in [path.read_bytes() for path in tmp_path.glob("book.rmdesk*.key*")]
        locked.unlink()


def test_restore_of_a_store_that_was_killed_sets_aside_its_newest_writes_too(locked: Path) -> None:
    (backup,) = backups.list_backups(locked)
    child = os.fork()
    if not child:
        editing.create(opening.open_book(locked, PASSPHRASE, TODAY), {"name": "Last"})
        os._exit(9)
    os.waitpid(child, 0)
    assert beside(locked)[0].stat().st_size
    done = backing_up.restore(locked, backup.name, PASSPHRASE, KEEPING)
    assert names(locked) == {"Zhang Wei Secret"}
    assert done.aside and "Last" in names(done.aside)


def test_a_wrong_passphrase_restores_nothing(locked: Path) -> None:
    (backup,) = backups.list_backups(locked)
    before = locked.read_bytes()
    with pytest.raises(WrongPassphrase):
        backing_up.restore(locked, backup.name, "nine horses", KEEPING)
    assert locked.read_bytes() == before


@pytest.mark.parametrize("at", [700, -700])
def test_a_damaged_backup_is_never_restored(locked: Path, at: int) -> None:
    (backup,) = backups.list_backups(locked)
    data = bytearray(backup.path.read_bytes())
    data[at] ^= 1
    backup.path.write_bytes(data)
    before = locked.read_bytes()
    for _with_manifest in range(2):
        with pytest.raises(BackupDamaged):
            backing_up.restore(locked, backup.name, PASSPHRASE, KEEPING)
        backups.manifest_path(backup.path).unlink(missing_ok=True)
    assert locked.read_bytes() == before
    assert not list(locked.parent.glob("*.aside-*"))
    with pytest.raises(NoSuchBackup):
        backing_up.restore(locked, "nothing", PASSPHRASE, KEEPING)


def test_a_damaged_store_names_its_newest_good_backup_and_is_set_aside(locked: Path) -> None:
    (backup,) = backups.list_backups(locked)
    data = bytearray(locked.read_bytes())
    data[700] ^= 1
    locked.write_bytes(data)
    with pytest.raises(DamagedWithBackup) as raised:
        opening.open_book(locked, PASSPHRASE, TODAY)
    assert backup.name in str(raised.value)
    assert locked.read_bytes() == data
    done = backing_up.restore(locked, backup.name, PASSPHRASE, KEEPING)
    assert names(locked) == {"Zhang Wei Secret"}
    assert done.aside and done.aside.read_bytes() == data


def test_a_store_that_is_found_damaged_on_opening_is_closed_again(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(book: Book) -> None:
        raise StoreDamaged(path=book.path)

    monkeypatch.setattr(offer_catalogue, "ensure", fail)
    with pytest.raises(DamagedWithBackup) as raised:
        opening.open_book(locked, PASSPHRASE, TODAY)
    # Whoever shows the error has its frames, and with them what was being opened.
    assert raised.value.__traceback__ is not None
    assert str(locked) not in [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]


def test_restore_is_refused_while_another_program_has_the_store_open(locked: Path) -> None:
    (backup,) = backups.list_backups(locked)
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        _book = opening.open_book(locked, PASSPHRASE, TODAY)
        os.write(ready[1], b"x")
        os.read(go[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    try:
        with pytest.raises(StoreInUse):
            backing_up.restore(locked, backup.name, PASSPHRASE, KEEPING)
    finally:
        os.write(go[1], b"x")
        os.waitpid(child, 0)
    assert names(locked) == {"Zhang Wei Secret", "Li Na"}


def test_a_full_disk_makes_no_backup(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(book.path.parent)._replace(free=10_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(StoreFull):
        backing_up.make(book, Reason.MANUAL, KEEPING)
    assert backups.list_backups(book.path) == []
    assert not list(book.path.with_name("book.rmdesk.backups").iterdir())


def test_a_backup_of_a_damaged_store_says_that_the_store_is_damaged(store: Path) -> None:
    data = bytearray(store.read_bytes())
    data[-4096 * 3 : -4096] = bytes(4096 * 2)
    store.write_bytes(data)
    book = opening.open_book(store, None, TODAY)
    with pytest.raises(StoreDamaged):
        backing_up.make(book, Reason.DAILY, KEEPING)
    assert backups.list_backups(store) == []
    book.close()


def test_one_backup_a_day_is_made_at_the_start(store: Path) -> None:
    for day in (TODAY, TODAY, TODAY + timedelta(days=1)):
        book = opening.open_book(store, None, day)
        backing_up.make_daily(book, KEEPING)
        book.close()
    assert [b.day for b in backups.list_backups(store)] == [TODAY + timedelta(days=1), TODAY]


def test_a_later_backup_leaves_that_of_the_morning(store: Path) -> None:
    book = opening.open_book(store, None, TODAY)
    morning = backing_up.make_daily(book, KEEPING)
    later = backing_up.make(book, Reason.MANUAL, KEEPING)
    assert backing_up.make_daily(book, KEEPING) is None
    book.close()
    assert morning is not None
    assert {b.path for b in backups.list_backups(store)} == {morning.path, later.path}


def test_days_weeks_and_months_stay_and_the_last_three_before_imports(
    book: Book, tmp_path: Path
) -> None:
    made = backing_up.make(book, Reason.DAILY, KEEPING)
    for back in range(1, 500):
        _copy_of(made, back, Reason.DAILY)
    for back in (200, 210, 220, 230):
        _copy_of(made, back, Reason.IMPORT)
    backups.prune(book.path, KEEPING, made.identity)
    left = backups.list_backups(book.path)
    days = [b.day for b in left if b.reason is Reason.DAILY]
    assert days[:7] == [TODAY - timedelta(days=n) for n in range(7)]
    assert len({day.isocalendar()[:2] for day in days[7:]}) >= 3
    assert len({(day.year, day.month) for day in days}) == 12
    assert len(days) < 25
    assert sum(b.reason is Reason.IMPORT for b in left) == 3


def _copy_of(made: Backup, back: int, reason: Reason) -> None:
    """A backup as it would have been made some days earlier."""
    path = made.path.with_name(f"book-{back}-{reason}.rmdesk")
    path.write_bytes(b"")
    data = json.loads(backups.manifest_path(made.path).read_text(encoding="utf-8"))
    at = datetime.combine(TODAY - timedelta(days=back), datetime.now(UTC).timetz(), UTC)
    data |= {"made_at": at.isoformat(), "reason": reason}
    backups.manifest_path(path).write_text(json.dumps(data), encoding="utf-8")


def test_a_killed_backup_leaves_nothing_that_counts(book: Book) -> None:
    folder = book.path.with_name("book.rmdesk.backups")
    folder.mkdir()
    left = folder / "book-1-daily.rmdesk.making-99999999"
    left.write_bytes(b"half")
    assert backups.list_backups(book.path) == []
    backing_up.make(book, Reason.MANUAL, KEEPING)
    assert not left.exists()
    assert customers.overview(book).customers == 0
