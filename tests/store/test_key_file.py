"""The key file: what it is bound to, what it may ask, and what happens when it is lost."""

import json
import os
import shutil
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from rmdesk.desk import opening, security
from rmdesk.errors import (
    BadKeyParameters,
    DeskError,
    KeyFileDamaged,
    KeyFileMissing,
    KeyFileOfAnotherStore,
    NewerKeyFile,
    PassphraseTooShort,
    UnknownDerivation,
    WrongPassphrase,
)
from rmdesk.store import derivation, key_file, vault
from rmdesk.store.derivation import Derivation, calibrate
from rmdesk.store.driver import connect
from tests.conftest import TODAY

PASSPHRASE = "correct horse 电池"
OTHER = "another horse 八"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locked")
    for name, passphrase in (("a", PASSPHRASE), ("b", OTHER)):
        opening.make(folder / name, passphrase, TODAY).close()
    return folder


@pytest.fixture
def locked(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "stores")
    return tmp_path / "stores" / "a"


def opens(store: Path, passphrase: str) -> bool:
    """Whether the whole way in works, to a query."""
    try:
        opening.open_book(store, passphrase, TODAY).close()
    except WrongPassphrase:
        return False
    return True


def entries(store: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(vault.key_path(store).read_text(encoding="utf-8"))
    return found


def write_entries(store: Path, changed: dict[str, object]) -> None:
    vault.key_path(store).write_text(json.dumps(changed), encoding="utf-8")


def test_the_store_begins_with_the_id_that_its_key_file_names(locked: Path) -> None:
    assert entries(locked)["format"] == 2
    assert entries(locked)["store"] == locked.read_bytes()[:16].hex()
    assert vault.key_path(locked).read_bytes() == vault.copy_path(locked).read_bytes()
    for path in (vault.key_path(locked), vault.copy_path(locked)):
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("passphrase", [PASSPHRASE, OTHER])
def test_key_file_of_another_store_is_told_from_a_wrong_passphrase(
    locked: Path, passphrase: str
) -> None:
    other = locked.with_name("b")
    for path_of in (vault.key_path, vault.copy_path):
        shutil.copy(path_of(other), path_of(locked))
    with pytest.raises(KeyFileOfAnotherStore):
        opening.open_book(locked, passphrase, TODAY)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, OTHER])
def test_wrap_of_another_store_does_not_open(locked: Path, passphrase: str) -> None:
    own, other = entries(locked), entries(locked.with_name("b"))
    write_entries(locked, {**other, "store": own["store"]})
    with pytest.raises(WrongPassphrase):
        vault.open_key(locked, passphrase)


@pytest.mark.parametrize("name", ["passes", "memory_kib", "lanes"])
def test_changed_parameters_do_not_open(locked: Path, name: str) -> None:
    changed = entries(locked)
    changed[name] = {"passes": 1, "memory_kib": 128, "lanes": 2}[name]
    write_entries(locked, changed)
    assert not opens(locked, PASSPHRASE)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"memory_kib": 10**9}, BadKeyParameters),
        ({"passes": 10**9}, BadKeyParameters),
        ({"passes": 200, "memory_kib": 1 << 20}, BadKeyParameters),
        ({"lanes": 0}, BadKeyParameters),
        ({"lanes": -1}, BadKeyParameters),
        ({"passes": True}, BadKeyParameters),
        ({"passes": "3"}, BadKeyParameters),
        ({"memory_kib": 1e5}, BadKeyParameters),
        ({"memory_kib": None}, BadKeyParameters),
        ({"kdf": "scrypt"}, UnknownDerivation),
        ({"format": 3}, NewerKeyFile),
    ],
)
def test_absurd_key_file_is_refused_before_anything_is_derived(
    locked: Path,
    changes: dict[str, object],
    error: type[DeskError],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_entries(locked, entries(locked) | changes)
    monkeypatch.setattr(derivation, "derive", lambda *_: pytest.fail("it was derived"))
    with pytest.raises(error) as raised:
        opening.open_book(locked, PASSPHRASE, TODAY)
    assert str(vault.key_path(locked)) in str(raised.value)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def flip(path: Path) -> None:
    data = path.read_text(encoding="utf-8")
    at = data.index('"wrapped": "') + 14
    path.write_text(data[:at] + ("A" if data[at] != "A" else "B") + data[at + 1 :])


def zero(path: Path) -> None:
    path.write_bytes(bytes(400))


def nest(path: Path) -> None:
    path.write_bytes(b"[" * 60_000)


DAMAGE = [Path.unlink, cut, flip, zero, nest]


@pytest.mark.parametrize("damage", DAMAGE)
def test_copy_is_used_and_put_back(locked: Path, damage: Callable[[Path], None]) -> None:
    good = vault.key_path(locked).read_bytes()
    assert not security.uses_key_copy(locked)
    damage(vault.key_path(locked))
    assert security.uses_key_copy(locked)
    with pytest.raises(WrongPassphrase):
        vault.open_key(locked, OTHER)
    assert security.uses_key_copy(locked)
    assert opens(locked, PASSPHRASE)
    assert vault.key_path(locked).read_bytes() == good
    assert not security.uses_key_copy(locked)


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_key_file_without_a_copy_is_told(
    locked: Path, damage: Callable[[Path], None]
) -> None:
    damage(vault.key_path(locked))
    damage(vault.copy_path(locked))
    with pytest.raises(KeyFileMissing if damage is Path.unlink else KeyFileDamaged):
        opening.open_book(locked, PASSPHRASE, TODAY)


@pytest.mark.parametrize("damage", DAMAGE)
def test_lost_copy_is_made_again(locked: Path, damage: Callable[[Path], None]) -> None:
    damage(vault.copy_path(locked))
    assert opens(locked, PASSPHRASE)
    assert vault.copy_path(locked).read_bytes() == vault.key_path(locked).read_bytes()


def test_key_file_that_is_a_pipe_does_not_hang(locked: Path) -> None:
    for path in (vault.key_path(locked), vault.copy_path(locked)):
        path.unlink()
        os.mkfifo(path)
    with pytest.raises(DeskError, match="cannot be read"):
        opening.open_book(locked, PASSPHRASE, TODAY)


def test_passphrase_opens_composed_or_decomposed(tmp_path: Path) -> None:
    store = tmp_path / "café"
    composed = unicodedata.normalize("NFC", "crème brûlée")
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    opening.make(store, decomposed, TODAY).close()
    assert opens(store, composed)
    assert opens(store, decomposed)


def make_old(store: Path, passphrase: str) -> None:
    """Write the key file as format 1 had it, around the store's own key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = vault.open_key(store, PASSPHRASE)[:32]
    how, salt, nonce = Derivation(1, 64, 1), os.urandom(16), os.urandom(12)
    content = key_file.KeyFile(1, b"", key_file.Wrap(how, salt, nonce, b""))
    wrapping = derivation.derive(passphrase, salt, how)
    bound = b"rmdesk 1 1 64 1"
    assert content.bound(key_file.Use.PASSPHRASE, how) == bound
    old: dict[str, object] = {"format": 1, "kdf": "argon2id"}
    old |= {"passes": 1, "memory_kib": 64, "lanes": 1}
    wrapped = AESGCM(wrapping).encrypt(nonce, key, bound)
    for name, value in (("salt", salt), ("nonce", nonce), ("wrapped", wrapped)):
        old[name] = b64encode(value).decode()
    write_entries(store, old)
    vault.copy_path(store).unlink()


def test_format_1_opens_as_typed_and_becomes_format_2(locked: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "crème brûlée")
    make_old(locked, decomposed)
    assert not opens(locked, "creme brulee")
    assert entries(locked)["format"] == 1
    assert opens(locked, decomposed)
    assert entries(locked)["format"] == 2
    assert entries(locked)["store"] == locked.read_bytes()[:16].hex()
    assert opens(locked, unicodedata.normalize("NFC", decomposed))
    assert vault.copy_path(locked).exists()


def test_format_1_of_another_store_is_told_and_not_rewritten(locked: Path) -> None:
    make_old(locked, PASSPHRASE)
    other = locked.with_name("b")
    shutil.copy(vault.key_path(locked), vault.key_path(other))
    before = vault.key_path(other).read_bytes()
    with pytest.raises(KeyFileOfAnotherStore):
        opening.open_book(other, PASSPHRASE, TODAY)
    assert vault.key_path(other).read_bytes() == before


def test_files_made_with_the_key_belong_to_the_same_key_file(locked: Path) -> None:
    key = vault.open_key(locked, PASSPHRASE)
    copy = locked.with_name("backup")
    source, target = connect(locked, key), connect(copy, key)
    source.backup(target)  # type: ignore[attr-defined,unused-ignore]
    target.close()
    source.close()
    assert copy.read_bytes()[:16] == locked.read_bytes()[:16]


def test_backup_made_under_another_salt_still_opens(locked: Path) -> None:
    key = vault.open_key(locked, PASSPHRASE)
    source, target = connect(locked, key), connect(locked.with_name("c"), key[:32])
    source.backup(target)  # type: ignore[attr-defined,unused-ignore]
    target.close()
    source.close()
    locked.with_name("c").replace(locked)
    assert opens(locked, PASSPHRASE)


def test_damaged_beginning_does_not_read_as_another_stores_key(locked: Path) -> None:
    data = bytearray(locked.read_bytes())
    data[:16] = os.urandom(16)
    locked.write_bytes(data)
    assert opens(locked, PASSPHRASE)
    data[:4096] = os.urandom(4096)
    locked.write_bytes(data)
    assert vault.open_key(locked, PASSPHRASE)[32:].hex() == entries(locked)["store"]


def test_key_of_a_lost_store_can_still_be_had_for_its_backups(locked: Path) -> None:
    key = vault.open_key(locked, PASSPHRASE)
    locked.unlink()
    assert vault.open_key_alone(locked, PASSPHRASE) == key


@pytest.mark.parametrize(
    ("kib_a_second", "physical_kib"), [(1, 1 << 22), (10**12, 1 << 30), (1 << 20, 1 << 24)]
)
def test_calibration_keeps_its_floors_and_caps(
    kib_a_second: int, physical_kib: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seconds(how: Derivation) -> float:
        return how.passes * how.memory_kib / kib_a_second

    monkeypatch.setattr(derivation, "_measure", seconds)
    monkeypatch.setattr(derivation, "_physical_kib", lambda: physical_kib)
    how = calibrate()
    derivation.check_bounds(how, Path("key"))
    assert how.passes >= 3 and 65_536 <= how.memory_kib <= min(1 << 20, physical_kib // 8)
    if kib_a_second == 1 << 20:
        assert 0.3 < seconds(how) < 0.7


def test_short_passphrase_is_counted_as_it_is_normalized() -> None:
    with pytest.raises(PassphraseTooShort):
        derivation.check_length(unicodedata.normalize("NFD", "éééé"))
