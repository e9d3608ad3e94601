"""What leaves the store: readable by the manager alone, encrypted where asked, and recorded."""

import csv
import io
import os
import stat
from pathlib import Path
from typing import Any

import pytest
import pyzipper

from rmdesk.desk import editing, exporting, importing, interactions, opening, undoing
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import FileExists, NothingToUndo, PassphraseTooShort, Unwritable
from rmdesk.exchange import targets
from rmdesk.store.book import Book
from rmdesk.terms import InteractionKind
from tests.conftest import TODAY, copied

HOSTILE = '=HYPERLINK("http://example.com";"张伟")'


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def loose_umask() -> object:
    before = os.umask(0)
    yield
    os.umask(before)


def test_exported_files_are_the_managers_alone_whatever_the_umask(
    demo_book: Book, tmp_path: Path
) -> None:
    exporting.export(demo_book, tmp_path / "out" / "inner")
    assert mode(tmp_path / "out" / "inner") == 0o700
    assert {mode(path) for path in (tmp_path / "out" / "inner").iterdir()} == {0o600}


def test_an_archive_holds_the_same_tables_and_opens_only_with_its_passphrase(
    demo_book: Book, tmp_path: Path
) -> None:
    plain = exporting.export(demo_book, tmp_path / "out")
    path = tmp_path / "out.zip"
    assert exporting.export(demo_book, path, "correct horse") == plain
    assert mode(path) == 0o600
    assert "张伟".encode() not in path.read_bytes()
    with pyzipper.AESZipFile(path) as archive:
        archive.setpassword(b"correct horse")
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "out" / name).read_bytes()
        archive.setpassword(b"wrong horse!!")
        with pytest.raises(RuntimeError):
            archive.read("customers.csv")


def test_an_archive_appears_only_whole_and_never_over_another(
    demo_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.zip"
    with pytest.raises(PassphraseTooShort):
        exporting.export(demo_book, path, "short")
    with monkeypatch.context() as patch:
        patch.setattr(exporting, "_lines", lambda *_: iter([1]))
        with pytest.raises(Exception, match="iterable"):
            exporting.export(demo_book, path, "correct horse")
    assert list(tmp_path.glob("out*")) == []
    exporting.export(demo_book, path, "correct horse")
    with pytest.raises(FileExists):
        exporting.export(demo_book, path, "correct horse")


def test_formulas_are_neutralised(book: Book, tmp_path: Path) -> None:
    editing.create(book, {"name": HOSTILE, "phones": "+86 138 0013 8000"})
    exporting.export(book, tmp_path / "out")
    text = (tmp_path / "out" / "customers.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["name"] == "'" + HOSTILE
    assert row["phones"].startswith("'+")


def test_each_text_of_a_list_is_neutralised(book: Book, tmp_path: Path) -> None:
    editing.create(book, {"name": "A", "tags": f"vip;{HOSTILE.replace(';', ',')}"})
    exporting.export(book, tmp_path / "out")
    text = (tmp_path / "out" / "customers.csv").read_text(encoding="utf-8-sig")
    assert ";'=HYPERLINK" in text


def test_neutralised_texts_are_read_back_unharmed(
    book: Book, empty_store: Path, tmp_path: Path
) -> None:
    texts = (HOSTILE, "'=1", "''@x", "+86 1", "-", "张 = 伟", "＝１", "'", "''")
    for number, text in enumerate(texts):
        fields = {"name": f"{number}", "notes": text, "phones": "+86 138 0013 8000;+86 10 6655"}
        fields |= {"bank_id": f"{text[0]}{number}", "tags": f"a;{text[0]}x{number};'+b"}
        customer = editing.create(book, fields)
        interactions.log(book, customer, InteractionDraft(InteractionKind.CALL, text))
    assert tuple(row[0] for row in book.rows("SELECT notes FROM customers ORDER BY id")) == texts
    exporting.export(book, tmp_path / "out")
    (tmp_path / "again").mkdir()
    other = opening.open_book(copied(empty_store, tmp_path / "again"), None, TODAY)
    assert importing.run(other, Order((tmp_path / "out",))).rejected == 0
    sql = "SELECT name, notes, phones, bank_id, tags FROM customers ORDER BY id"
    assert other.rows(sql) == book.rows(sql)
    sql = (
        "SELECT c.bank_id, i.text FROM interactions i JOIN customers c ON c.id = i.customer_id"
        " ORDER BY i.id"
    )
    assert other.rows(sql) == book.rows(sql)
    other.close()


def test_an_export_is_in_the_history_and_cannot_be_undone(book: Book, tmp_path: Path) -> None:
    exporting.export(book, tmp_path / "to-the-branch")
    assert ("export", "to-the-branch") in book.rows("SELECT act, label FROM deeds")
    with pytest.raises(NothingToUndo):
        undoing.undo(book)


def test_a_folder_that_cannot_be_written_is_said_in_words(book: Book, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unwritable):
        exporting.export(book, tmp_path / "file" / "out")


def test_an_export_holds_one_moment_whatever_another_program_writes_meanwhile(
    book: Book, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editing.create(book, {"name": "Before", "bank_id": "P1"})
    other = opening.open_book(store, None, TODAY)
    write_table = targets.FolderTarget.write_table

    def written_meanwhile(self: targets.FolderTarget, name: str, *rest: Any) -> int:
        if name == "tiers.csv":
            number = editing.create(other, {"name": "Meanwhile", "bank_id": "P2"})
            draft = InteractionDraft(InteractionKind.CALL, "a call of somebody new")
            interactions.log(other, number, draft)
        return write_table(self, name, *rest)

    monkeypatch.setattr(targets.FolderTarget, "write_table", written_meanwhile)
    written = exporting.export(book, tmp_path / "out")
    assert (written["customers"], written["interactions"]) == (1, 0)
    assert other.number("SELECT count(*) FROM customers") == 2
    other.close()
