"""Only plain files are read, within bounds; whatever else is given is refused in words."""

import os
import socket
from pathlib import Path

import pytest

from rmdesk.desk import importing
from rmdesk.desk.importing import Order
from rmdesk.errors import (
    DeskError,
    FileChanged,
    FileTooLarge,
    NoSuchFile,
    NothingRecognised,
    NotPlainFile,
    UnreadableFile,
)
from rmdesk.exchange import reading
from rmdesk.exchange.files import sources
from rmdesk.exchange.text_files import MAX_LINE, read_blocks
from rmdesk.i18n.words import explain
from rmdesk.regular_files import MAX_TABLE_BYTES
from rmdesk.store.book import Book


def refusal(book: Book, path: Path) -> DeskError:
    with pytest.raises(DeskError) as refused:
        importing.run(book, Order((path,)))
    assert "{" not in explain(refused.value)
    return refused.value


def test_devices_pipes_and_sockets_are_no_files(book: Book, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    os.mkfifo(tmp_path / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.csv"))
        for path in (
            *("/dev/zero", "/dev/null"),
            *(tmp_path / "pipe.csv", tmp_path / "pipe.xlsx", tmp_path / "s.csv"),
        ):
            assert isinstance(refusal(book, Path(path)), NotPlainFile | UnreadableFile)
    with pytest.raises(NothingRecognised):
        importing.run(book, Order((tmp_path,)))


def test_links_folders_and_names_that_lead_nowhere(book: Book, tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    assert isinstance(refusal(book, tmp_path / "loop.csv"), UnreadableFile)
    assert isinstance(refusal(book, tmp_path / "gone.csv"), NoSuchFile)
    assert isinstance(refusal(book, tmp_path / "folder.csv"), NothingRecognised)
    assert isinstance(refusal(book, tmp_path / ("x" * 300 + ".csv")), UnreadableFile)
    assert isinstance(refusal(book, Path("a\0b.csv")), UnreadableFile)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("bank_id,name\n", encoding="utf-8")
    path.chmod(0)
    assert isinstance(refusal(book, path), UnreadableFile)


def test_a_file_of_gigabytes_is_refused_unread(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(MAX_TABLE_BYTES + 1)
    assert isinstance(refusal(book, path), FileTooLarge)


def test_a_line_of_megabytes_is_refused_by_its_number(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "x" * 3_000_000
    path.write_text(f"bank_id,name\nP1,A\nP2,{long}\nP3,C\nP4,D\n", encoding="utf-8")
    report = importing.run(book, Order((path,), skip_bad=True))
    found = [(p.line, p.code, len(p.value)) for p in report.problems]
    assert found == [(3, "too_long", 200), (4, "after_quote", 2)]
    assert book.rows("SELECT bank_id FROM customers ORDER BY 1") == [("P1",), ("P4",)]


def test_a_long_line_after_an_open_quote_is_refused_and_not_cut(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ("bank_id,name", 'P1,"A', "P2,B", f"P3,{'x' * 2_000_000}", "P4,D", "P5,E")
    path.write_text("\n".join(lines), encoding="utf-8")
    report = importing.run(book, Order((path,), skip_bad=True))
    codes = ["quote", "after_quote", "too_long", "after_quote"]
    assert [(p.line, p.code) for p in report.problems] == list(enumerate(codes, 2))
    assert book.rows("SELECT bank_id FROM customers") == [("P5",)]


def test_a_file_that_grows_or_vanishes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("bank_id,name\nP1,A\n", encoding="utf-8")
    (plan,) = reading.prepare(sources([path]), None, reading.Options()).plans
    with path.open("a", encoding="utf-8") as file:
        file.write("P2,B\n")
    with pytest.raises(FileChanged):
        list(reading.batches(plan, 2))
    path.unlink()
    with pytest.raises(NoSuchFile):
        list(reading.batches(plan, 2))


def test_a_stray_quote_in_a_long_file_costs_its_line_and_the_next(
    book: Book, tmp_path: Path
) -> None:
    rows = [f"P{number},Name\n" for number in range(3_000)]
    rows[1_000] = 'P1000,"Name\n'
    path = tmp_path / "a.csv"
    path.write_text("bank_id,name\n" + "".join(rows), encoding="utf-8")
    report = importing.run(book, Order((path,), dry_run=True))
    found = [(p.line, p.column, p.code) for p in report.problems]
    assert found == [(1_002, "name", "quote"), (1_003, "bank_id", "after_quote")]
    assert report.tables[0].new == 2_998


def test_a_packed_file_is_refused_with_what_to_do(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "book.ZIP"
    path.write_bytes(b"PK\x03\x04 encrypted")
    assert "unpack it" in explain(refusal(book, path))


def test_lines_are_numbered_right_around_quoted_breaks_and_long_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"{n},a" for n in range(2, 100)]
    rows[50] = '52,"two\nlines"'
    rows[70] = "73," + "x" * (MAX_LINE * 2 + 10)
    path.write_text("\n".join(["n,text", *rows]) + "\n", encoding="utf-8")
    found = [
        (line, cells, fault)
        for first, rows, fault in read_blocks(path, "utf-8", ",")
        for line, cells in enumerate(rows, first)
    ]
    assert [line for line, _, fault in found if fault] == [52, 73]
    assert [line for line, cells, _ in found[51:70]] == [52, *range(54, 72)]
    assert (found[-1][0], found[-1][1]) == (100, ["99", "a"])
