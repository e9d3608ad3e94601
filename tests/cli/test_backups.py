"""backup, backups, restore and doctor --mend on the command line."""

import json
from pathlib import Path

import pytest

from rmdesk.cli.main import run
from rmdesk.desk import opening
from tests.conftest import TODAY, copied

Said = pytest.CaptureFixture[str]


@pytest.fixture
def options(empty_store: Path, tmp_path: Path) -> list[str]:
    return ["--store", str(copied(empty_store, tmp_path)), "--today", str(TODAY)]


def names(options: list[str]) -> set[str]:
    book = opening.open_book(Path(options[1]), None, TODAY)
    try:
        return {str(row[0]) for row in book.rows("SELECT name FROM customers")}
    finally:
        book.close()


def import_one(options: list[str], name: str) -> None:
    file = Path(options[1]).with_name("customers.csv")
    file.write_text(f"bank_id,kind,name\n{name},person,{name}\n", encoding="utf-8")
    assert run([*options, "import", str(file)]) == 0


def test_a_backup_is_made_listed_and_gone_back_to(options: list[str], capsys: Said) -> None:
    assert run([*options, "backups"]) == 0
    assert "no backups yet" in capsys.readouterr().out
    import_one(options, "One")
    assert run([*options, "backup", "--json"]) == 0
    name = json.loads(capsys.readouterr().out.rpartition("\n{")[2].join(["{", ""]))["name"]
    import_one(options, "Two")
    capsys.readouterr()
    assert run([*options, "backups", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [line["reason"] for line in listed] == ["import", "manual", "import"]
    assert [line["customers"] for line in listed] == [1, 1, 0]
    assert run([*options, "backups"]) == 0
    assert "before an import" in capsys.readouterr().out
    assert names(options) == {"One", "Two"}
    assert run([*options, "restore", name]) == 0
    said = capsys.readouterr().out
    assert "has 1 customer now" in said and "aside-20261124" in said
    assert names(options) == {"One"}


def test_a_backup_to_a_file_of_one_s_own(options: list[str], tmp_path: Path, capsys: Said) -> None:
    import_one(options, "One")
    target = tmp_path / "stick" / "mine.rmdesk"
    assert run([*options, "backup", str(target)]) == 0
    assert run([*options, "backup", str(target)]) == 1
    assert "exists already" in capsys.readouterr().err
    Path(options[1]).unlink()
    assert run([*options, "restore", str(target)]) == 0
    assert names(options) == {"One"}
    assert run([*options, "restore", "nothing"]) == 1
    assert "no backup named nothing" in capsys.readouterr().err


def test_a_damaged_store_is_said_with_the_command_that_goes_back(
    options: list[str], capsys: Said
) -> None:
    import_one(options, "One")
    assert run([*options, "backup"]) == 0
    store = Path(options[1])
    data = bytearray(store.read_bytes())
    data[4096 : 4096 * 60] = bytes(4096 * 59)
    store.write_bytes(data)
    assert run([*options, "customers"]) == 1
    error = capsys.readouterr().err
    assert "is damaged" in error and "passphrase" not in error
    name = error.rpartition("rmdesk restore ")[2].strip()
    assert store.read_bytes() == data
    assert run([*options, "restore", name]) == 0
    assert names(options) == {"One"}


def test_a_dry_run_makes_no_backup(options: list[str]) -> None:
    file = Path(options[1]).with_name("customers.csv")
    file.write_text("bank_id,kind,name\n1,person,One\n", encoding="utf-8")
    assert run([*options, "import", str(file), "--dry-run"]) == 0
    assert not Path(f"{options[1]}.backups").exists()


def test_the_doctor_mends_what_differs_and_says_so(options: list[str], capsys: Said) -> None:
    import_one(options, "One")
    book = opening.open_book(Path(options[1]), None, TODAY)
    book.rows("DELETE FROM search_customers")
    book.close()
    capsys.readouterr()
    assert run([*options, "doctor"]) == 1
    assert "One: search differs" in capsys.readouterr().out
    assert run([*options, "doctor", "--mend"]) == 0
    assert "Mended: One: search differs" in capsys.readouterr().out
    assert run([*options, "doctor", "--deep"]) == 0
