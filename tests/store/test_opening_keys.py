"""What opens a store: a changed passphrase, a recovery key, and how long wrong ones wait."""

import shutil
from pathlib import Path

import pytest

from rmdesk.desk import opening, security
from rmdesk.errors import (
    NotEncrypted,
    PassphraseTooShort,
    RecoveryKeyMistyped,
    TryLater,
    WrongPassphrase,
    WrongRecoveryKey,
)
from rmdesk.store import attempts, recovery, vault
from rmdesk.store.key_file import Use
from tests.conftest import TODAY

PASSPHRASE = "correct horse 电池"
NEW = "a newer horse 八"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("locked") / "book.rmdesk"
    opening.make(store, PASSPHRASE, TODAY).close()
    return store


@pytest.fixture
def locked(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made.parent, tmp_path / "stores")
    return tmp_path / "stores" / made.name


def test_changed_passphrase_opens_and_the_old_one_opens_no_file(locked: Path) -> None:
    key, before = vault.open_key(locked, PASSPHRASE), locked.read_bytes()
    backups = locked.with_name("book.rmdesk.backups")
    backups.mkdir()
    for copy in (backups / "20261124.rmdesk.key", locked.with_name("book.rmdesk.aside.key")):
        shutil.copy(vault.key_path(locked), copy)
    opening.make(locked.with_name("other"), PASSPHRASE, TODAY).close()
    assert security.change_passphrase(locked, PASSPHRASE, NEW) == 2
    assert locked.read_bytes() == before
    assert vault.open_key(locked, NEW) == key
    found = [path for path in locked.parent.rglob("*.key*") if "other" not in path.name]
    assert len(found) == 4
    for data in [path.read_bytes() for path in found]:
        vault.key_path(locked).write_bytes(data)
        vault.copy_path(locked).unlink()
        with pytest.raises(WrongPassphrase):
            vault.open_key(locked, PASSPHRASE)
        assert vault.open_key(locked, NEW) == key
    vault.open_key(locked.with_name("other"), PASSPHRASE)


def test_failed_change_leaves_the_old_passphrase(locked: Path) -> None:
    with pytest.raises(PassphraseTooShort):
        security.change_passphrase(locked, PASSPHRASE, "short")
    with pytest.raises(WrongPassphrase):
        security.change_passphrase(locked, "not this one", NEW)
    vault.open_key(locked, PASSPHRASE)


def test_a_kill_between_the_two_files_leaves_no_old_copy(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(store: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vault, "ensure_copy", lambda store: None)
    vault.open_key(locked, PASSPHRASE)
    monkeypatch.setattr(vault, "ensure_copy", killed)
    with pytest.raises(KeyboardInterrupt):
        vault._put(locked, vault._load(locked).content)
    monkeypatch.undo()
    assert not vault.copy_path(locked).exists()
    vault.open_key(locked, PASSPHRASE)
    assert vault.copy_path(locked).exists()


def test_recovery_key_opens_and_survives_a_changed_passphrase(locked: Path) -> None:
    key = vault.open_key(locked, PASSPHRASE)
    code = security.make_recovery_key(locked, PASSPHRASE)
    assert code not in vault.key_path(locked).read_text()
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} "):
        assert vault.open_key(locked, typed) == key
    security.change_passphrase(locked, code, NEW)
    assert vault.open_key(locked, code) == vault.open_key(locked, NEW) == key
    opening.open_book(locked, code, TODAY).close()


def test_newer_recovery_key_ends_the_one_before(locked: Path) -> None:
    first = security.make_recovery_key(locked, PASSPHRASE)
    second = security.make_recovery_key(locked, first)
    with pytest.raises(WrongRecoveryKey):
        vault.open_key(locked, first)
    vault.open_key(locked, second)
    vault.open_key(locked, PASSPHRASE)


def test_every_single_mistake_in_a_recovery_key_is_noticed() -> None:
    code = recovery.generate()
    secret = recovery.parse(code)
    assert secret is not None and len(secret) == 20
    plain = code.replace("-", "")
    assert len(plain) == 36 and not set(plain) & set("ILOU")
    for at in range(36):
        for other in "0Z9":
            typed = plain[:at] + other + plain[at + 1 :]
            if typed != plain:
                with pytest.raises(RecoveryKeyMistyped):
                    recovery.parse(typed)
        swapped = plain[:at] + plain[at : at + 2][::-1] + plain[at + 2 :]
        if swapped != plain:
            with pytest.raises(RecoveryKeyMistyped):
                recovery.parse(swapped)
    with pytest.raises(RecoveryKeyMistyped):
        recovery.parse(code[:-1])
    for code in (recovery.generate() for _ in range(200)):
        read = code.replace("0", "O").replace("1", "l")
        assert recovery.parse(read) == recovery.parse(code)


def test_mistyped_recovery_key_is_told_at_the_store(locked: Path) -> None:
    code = security.make_recovery_key(locked, PASSPHRASE)
    with pytest.raises(RecoveryKeyMistyped):
        vault.open_key(locked, code[:-1] + ("A" if code[-1] != "A" else "B"))


def test_passphrase_of_eight_short_words_is_a_passphrase(locked: Path) -> None:
    words = "bird tree lake moon star wind leaf rock"
    security.change_passphrase(locked, PASSPHRASE, words)
    vault.open_key(locked, words)


def test_wrong_passphrases_wait_longer_and_longer(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(attempts, "now", lambda: clock[0])
    waits = []
    for _ in range(11):
        with pytest.raises(WrongPassphrase) as wrong:
            vault.open_key(locked, "not this one")
        waits.append(security.seconds_to_wait(locked))
        assert wrong.value.figures["wait"] == waits[-1]
        if waits[-1]:
            with pytest.raises(TryLater) as later:
                vault.open_key(locked, PASSPHRASE)
            assert later.value.figures["seconds"] == waits[-1]
        clock[0] += waits[-1]
        assert security.seconds_to_wait(locked) == 0
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    vault.open_key(locked, PASSPHRASE)
    assert not attempts.attempts_path(locked).exists()
    with pytest.raises(WrongPassphrase):
        vault.open_key(locked, "not this one")
    assert security.seconds_to_wait(locked) == 0


def test_clock_set_back_makes_nobody_wait_longer_than_the_delay(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "now", lambda: 2_000_000.0)
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            vault.open_key(locked, "not this one")
    monkeypatch.setattr(attempts, "now", lambda: 1_000_000.0)
    assert security.seconds_to_wait(locked) == 1


def test_try_that_is_killed_counts(locked: Path) -> None:
    with attempts.counted(locked):
        assert attempts._read(locked).count == 1
    assert attempts._read(locked).count == 0


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"failed": "x", "at": 1}', b"\xff" * 9])
def test_garbage_where_attempts_are_counted_locks_nobody_out(locked: Path, data: bytes) -> None:
    attempts.attempts_path(locked).write_bytes(data)
    vault.open_key(locked, PASSPHRASE)


def test_plain_store_has_no_passphrase_to_change(store: Path) -> None:
    for refused in (security.make_recovery_key, security.store_in_keyring):
        with pytest.raises(NotEncrypted):
            refused(store, PASSPHRASE)
    with pytest.raises(NotEncrypted):
        security.change_passphrase(store, PASSPHRASE, NEW)
    assert not vault.key_path(store).exists()


def test_keyring_has_a_code_of_its_own_and_forgets_it(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority = 1
        entries: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.entries.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.entries[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.entries[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(Memory())  # type: ignore[no-untyped-call]
    try:
        assert security.find_in_keyring(locked) is None
        security.store_in_keyring(locked, PASSPHRASE)
        code = security.find_in_keyring(locked)
        assert code is not None and PASSPHRASE not in Memory.entries.values()
        assert vault.open_key(locked, code) == vault.open_key(locked, PASSPHRASE)
        assert Use.KEYRING in vault.uses(locked)
        assert security.forget_keyring(locked)
        assert not Memory.entries and security.find_in_keyring(locked) is None
        with pytest.raises(WrongRecoveryKey):
            vault.open_key(locked, code)
        assert not security.forget_keyring(locked)
    finally:
        keyring.set_keyring(before)
