"""Who can open the store, on the command line: no passphrase in arguments, none left behind."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rmdesk.cli import passphrases
from rmdesk.cli.main import run
from rmdesk.store import attempts, header, vault
from tests.conftest import TODAY

Said = pytest.CaptureFixture[str]
PASSPHRASE, NEW = "eight horses 八", "nine horses 九"
KEY = re.compile(r"^  ((?:[0-9A-Z]{4}-){8}[0-9A-Z]{4})$", re.MULTILINE)


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    return ["--store", str(tmp_path / "book.rmdesk"), "--today", str(TODAY)]


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def given(passphrase: str, new: str = "") -> None:
        monkeypatch.setenv("RMDESK_PASSPHRASE", passphrase)
        if new:
            monkeypatch.setenv("RMDESK_NEW_PASSPHRASE", new)

    return given


@pytest.fixture
def made(store: list[str], give: Callable[..., None], capsys: Said) -> list[str]:
    give(PASSPHRASE)
    assert run([*store, "init"]) == 0
    capsys.readouterr()
    return store


def descriptor(text: str) -> str:
    """A file descriptor to read a text from."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return str(reading)


def test_passphrase_leaves_the_environment(made: list[str], give: Callable[..., None]) -> None:
    give(PASSPHRASE, NEW)
    assert run([*made, "customers"]) == 0
    assert "RMDESK_PASSPHRASE" not in os.environ
    assert "RMDESK_NEW_PASSPHRASE" not in os.environ
    assert passphrases.given() is None


def test_passphrase_leaves_what_the_system_shows_of_the_environment(tmp_path: Path) -> None:
    code = (
        "import argparse, os, pathlib, subprocess\n"
        "from rmdesk.cli import passphrases\n"
        "passphrases.take(argparse.Namespace())\n"
        f"assert passphrases.given() == {PASSPHRASE!r}\n"
        "print(pathlib.Path('/proc/self/environ').read_bytes().count(b'horses'))\n"
        "print(subprocess.run(['env'], capture_output=True).stdout.count(b'horses'))\n"
    )
    if not Path("/proc/self/environ").exists():
        pytest.skip("no /proc")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "RMDESK_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["0", "0"]


def test_descriptor_gives_its_first_line(store: list[str], capsys: Said) -> None:
    assert run([*store, "init", "--passphrase-fd", descriptor(f"{PASSPHRASE}\nmore\n")]) == 0
    assert run(["--passphrase-fd", descriptor(PASSPHRASE), *store, "customers"]) == 0
    assert run([*store, "customers", "--passphrase-fd", descriptor(f"{NEW}\n")]) == 1
    assert "does not open the store" in capsys.readouterr().err
    assert run([*store, "customers", "--passphrase-fd", "987"]) == 1
    assert "descriptor 987" in capsys.readouterr().err


def test_old_and_new_passphrase_come_from_one_descriptor(made: list[str]) -> None:
    number = descriptor(f"{PASSPHRASE}\n{NEW}\n")
    assert run([*made, "passphrase", "--passphrase-fd", number, "--new-passphrase-fd", number]) == 0
    assert run([*made, "customers", "--passphrase-fd", descriptor(NEW)]) == 0
    assert run([*made, "customers", "--passphrase-fd", descriptor(PASSPHRASE)]) == 1


def test_passphrase_is_changed_by_the_environment(
    made: list[str], give: Callable[..., None], capsys: Said
) -> None:
    give(PASSPHRASE, NEW)
    assert run([*made, "passphrase"]) == 0
    assert "was changed" in capsys.readouterr().out
    give(NEW)
    assert run([*made, "customers"]) == 0
    give(NEW, "short")
    assert run([*made, "passphrase"]) == 1
    assert "at least 8" in capsys.readouterr().err


def test_recovery_key_sets_a_new_passphrase(
    made: list[str], give: Callable[..., None], capsys: Said
) -> None:
    give(PASSPHRASE)
    assert run([*made, "recovery-key"]) == 0
    found = KEY.search(capsys.readouterr().out)
    assert found is not None
    key = found[1]
    give(key[:-1] + ("7" if key[-1] != "7" else "8"))
    assert run([*made, "customers"]) == 1
    assert "mistyped" in capsys.readouterr().err
    give(key, NEW)
    assert run([*made, "passphrase", "--recover"]) == 0
    give(NEW)
    assert run([*made, "customers"]) == 0


def test_init_prints_a_recovery_key_where_it_is_asked_to(
    tmp_path: Path, give: Callable[..., None], capsys: Said
) -> None:
    for name, options, wanted in (
        ("a", ["--recovery-key"], True),
        ("b", ["--no-recovery-key"], False),
        ("c", [], False),
    ):
        give(PASSPHRASE)
        assert run(["--store", str(tmp_path / name), "init", *options]) == 0
        found = KEY.search(capsys.readouterr().out)
        assert (found is not None) is wanted
        if found is not None:
            give(found[1])
            assert run(["--store", str(tmp_path / name), "customers"]) == 0


def test_plain_store_is_encrypted_and_decrypted(
    store: list[str], give: Callable[..., None], capsys: Said
) -> None:
    path = Path(store[1])
    assert run([*store, "init", "--plain"]) == 0
    (path.parent / "book.rmdesk.before-0005").write_bytes(path.read_bytes())
    give(PASSPHRASE)
    assert run([*store, "encrypt"]) == 0
    said = capsys.readouterr().out
    assert "SSD" in said and "book.rmdesk.before-0005" in said
    assert header.is_encrypted(path)
    give(PASSPHRASE)
    assert run([*store, "encrypt"]) == 1
    assert "encrypted already" in capsys.readouterr().err
    give(PASSPHRASE)
    assert run([*store, "decrypt"]) == 1
    assert "--yes" in capsys.readouterr().err and header.is_encrypted(path)
    give(PASSPHRASE)
    assert run([*store, "decrypt", "--yes"]) == 0
    assert not header.is_encrypted(path)
    assert run([*store, "decrypt", "--yes"]) == 1
    assert "is not encrypted" in capsys.readouterr().err
    assert run([*store, "customers"]) == 0


def test_wrong_passphrases_wait_on_the_command_line_too(
    made: list[str],
    give: Callable[..., None],
    capsys: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(attempts, "now", lambda: clock[0])
    for _ in range(4):
        give("not this one")
        assert run([*made, "customers"]) == 1
        clock[0] += 1
    capsys.readouterr()
    give(PASSPHRASE)
    assert run([*made, "customers"]) == 1
    assert "in 1 s." in capsys.readouterr().err
    clock[0] += 1
    give(PASSPHRASE)
    assert run([*made, "customers"]) == 0


def test_copy_of_the_key_file_is_used_with_a_word(
    made: list[str], give: Callable[..., None], capsys: Said
) -> None:
    vault.key_path(Path(made[1])).unlink()
    give(PASSPHRASE)
    assert run([*made, "customers"]) == 0
    assert "its copy was used" in capsys.readouterr().err
    give(PASSPHRASE)
    assert run([*made, "customers"]) == 0
    assert not capsys.readouterr().err
    for path_of in (vault.key_path, vault.copy_path):
        path_of(Path(made[1])).unlink()
    give(PASSPHRASE)
    assert run([*made, "customers"]) == 1
    assert "are missing" in capsys.readouterr().err


def test_system_without_a_keyring_says_so(
    made: list[str],
    give: Callable[..., None],
    capsys: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keyring = pytest.importorskip("keyring")
    from keyring.backends.fail import Keyring

    before, key_file = keyring.get_keyring(), vault.key_path(Path(made[1])).read_bytes()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]
    try:
        give(PASSPHRASE)
        assert run([*made, "keyring", "store"]) == 1
    finally:
        keyring.set_keyring(before)
    assert "keyring cannot be used" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "keyring", None)
    give(PASSPHRASE)
    assert run([*made, "keyring", "store"]) == 1
    assert "rmdesk[keyring]" in capsys.readouterr().err
    assert vault.key_path(Path(made[1])).read_bytes() == key_file


def test_keyring_is_not_imported_unless_it_was_chosen(
    made: list[str], give: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.delitem(sys.modules, "rmdesk.store.keychain", raising=False)
    assert run([*made, "customers"]) == 1
    assert "rmdesk.store.keychain" not in sys.modules


@pytest.mark.parametrize(
    ("ends", "code"), [(EOFError(), 130), (UnicodeDecodeError("utf-8", b"\xff", 0, 1, ""), 1)]
)
def test_odd_end_of_a_typed_passphrase_is_no_fault(
    made: list[str], monkeypatch: pytest.MonkeyPatch, ends: Exception, code: int
) -> None:
    def typed(prompt: str) -> str:
        raise ends

    monkeypatch.setattr("getpass.getpass", typed)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run([*made, "customers"]) == code


def test_backups_in_a_folder_of_their_own_change_with_the_passphrase(
    made: list[str], give: Callable[..., None], capsys: Said, own_home: Path
) -> None:
    folder = own_home / "backups"
    (own_home / "config").mkdir(parents=True)
    (own_home / "config" / "config.toml").write_text(f"backup_folder = '{folder}'\n")
    give(PASSPHRASE)
    assert run([*made, "backup"]) == 0
    (key_file,) = folder.glob("*.key")
    give(PASSPHRASE, NEW)
    assert run([*made, "passphrase"]) == 0
    assert "of 1 backup was" in capsys.readouterr().out
    assert key_file.read_bytes() == vault.key_path(Path(made[1])).read_bytes()
    give(PASSPHRASE)
    assert run([*made, "decrypt", "--yes"]) == 1
    give(NEW)
    assert run([*made, "decrypt", "--yes"]) == 0
    give(NEW)
    assert run([*made, "backup"]) == 0
    capsys.readouterr()
    give(NEW)
    assert run([*made, "encrypt"]) == 0
    (plain,) = (path for path in folder.glob("*.rmdesk") if not header.is_encrypted(path))
    assert str(plain) in capsys.readouterr().out


@pytest.mark.parametrize("lost", ["store", "key file", "beginning"])
def test_backup_is_restored_by_what_is_left_of_the_keys(
    made: list[str], give: Callable[..., None], lost: str
) -> None:
    store = Path(made[1])
    give(PASSPHRASE)
    assert run([*made, "backup"]) == 0
    (backup,) = store.with_name(f"{store.name}.backups").glob("*.rmdesk")
    vault.key_path(backup).unlink()
    if lost == "store":
        store.unlink()
    elif lost == "key file":
        vault.key_path(store).unlink()
    else:
        store.write_bytes(os.urandom(4096) + store.read_bytes()[4096:])
    give(PASSPHRASE)
    assert run([*made, "restore", str(backup)]) == 0
    give(PASSPHRASE)
    assert run([*made, "customers"]) == 0
