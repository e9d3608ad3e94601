"""Workbooks: what a sheet's cells lost before they came, and files that would take all memory."""

import resource
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rmdesk.desk import importing
from rmdesk.desk.importing import Options, Order, Report
from rmdesk.errors import (
    BadWorkbook,
    DeskError,
    EncryptedWorkbook,
    NoSuchSheet,
    TooManyCells,
    WorkbookTooLarge,
)
from rmdesk.exchange.workbook_scan import scan_workbook
from rmdesk.exchange.workbooks import list_sheets
from rmdesk.store.book import Book

Fill = Callable[[Worksheet], None]


def save(folder: Path, rows: list[list[object]], fill: Fill | None = None) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    if fill is not None:
        fill(sheet)
    path = folder / "book.xlsx"
    workbook.save(path)
    return path


def refusals(report: Report) -> list[tuple[int, str, str, str]]:
    return [(p.line, p.column, p.value, p.code) for p in report.problems]


def codes(report: Report) -> set[str]:
    return {note.code for note in report.notes}


@pytest.mark.parametrize(
    ("column", "cell", "value", "code"),
    [
        ("identity_number", 440301197905231234, "440301197905231000", "cell_precision"),
        ("headcount", 4111111111111111, "4111111111111111", "cell_precision"),
        ("bank_id", date(2026, 3, 1), "2026-03-01", "cell_date"),
        ("notes", datetime(2026, 3, 1, 9, 30), "2026-03-01T09:30", "cell_date"),
        ("name", True, "yes", "cell_flag"),
        ("phones", "#N/A", "#N/A", "cell_error"),
        ("headcount", "#REF!", "#REF!", "cell_error"),
        ("born", 45992, "45992", "date"),
        ("born", time(9, 30), "09:30", "date"),
        ("headcount", 1.5, "1.5", "decimals"),
    ],
)
def test_a_cell_that_lost_something_is_refused_by_place(
    book: Book, tmp_path: Path, column: str, cell: object, value: str, code: str
) -> None:
    header = ["bank_id", "name", "identity_number", "phones", "born", "headcount", "notes"]
    row: list[object] = ["P1", "A", "x", "138", date(1980, 1, 2), 7, "note"]
    row[header.index(column)] = cell
    report = importing.run(book, Order((save(tmp_path, [[*header], row]),)))
    assert refusals(report) == [(2, column, value, code)]
    assert not book.number("SELECT count(*) FROM customers")


def test_numbers_with_a_format_of_zeros_are_read_with_them(book: Book, tmp_path: Path) -> None:
    def pad(sheet: Worksheet) -> None:
        for cell in ("A2", "A3"):
            sheet[cell].number_format = "00000"

    path = save(tmp_path, [["bank_id", "name"], [42, "A"], [7, "B"]], pad)
    report = importing.run(book, Order((path,)))
    assert book.rows("SELECT bank_id FROM customers ORDER BY 1") == [("00007",), ("00042",)]
    assert "padded_numbers" in codes(report)


def test_a_number_among_ids_with_zeros_is_refused(book: Book, tmp_path: Path) -> None:
    path = save(tmp_path, [["bank_id", "name"], ["00042", "A"], [43, "B"]])
    report = importing.run(book, Order((path,)))
    assert refusals(report) == [(3, "bank_id", "43", "cell_zeros")]


def test_whole_numbers_as_ids_are_taken_and_told(book: Book, tmp_path: Path) -> None:
    path = save(tmp_path, [["bank_id", "name", "headcount"], [77, "A", 1234.0]])
    report = importing.run(book, Order((path,)))
    assert book.rows("SELECT bank_id, headcount FROM customers") == [("77", 1234)]
    assert "number_cells" in codes(report)


def test_amounts_of_a_sheet_are_exact_whatever_the_texts_beside_them(
    book: Book, tmp_path: Path
) -> None:
    files = [["bank_id", "name"], ["P1", "A"]]
    importing.run(book, Order((save(tmp_path, [list(row) for row in files]),)))
    header: list[object] = ["number", "customer", "product", "principal"]
    rows: list[tuple[str, object]] = [
        *(("A1", 0.1 + 0.2), ("A2", 1.234)),
        *(("A3", "1.234,50"), ("A4", 1234.5600000000002)),
    ]
    path = save(tmp_path, [header, *([n, "P1", "current", v] for n, v in rows)])
    report = importing.run(book, Order((path,), skip_bad=True))
    assert refusals(report) == [(3, "principal", "1.234", "decimals")]
    sql = "SELECT number, principal_minor FROM accounts ORDER BY 1"
    assert book.rows(sql) == [("A1", 30), ("A3", 123_450), ("A4", 123_456)]


def test_hidden_sheets_are_named_and_used_only_where_they_are_asked_for(
    book: Book, tmp_path: Path
) -> None:
    def hide(sheet: Worksheet) -> None:
        workbook = sheet.parent
        other = workbook.create_sheet("old")
        other.append(["bank_id", "name"])
        other.append(["P9", "Old"])
        other.sheet_state = "hidden"
        workbook.create_sheet("remarks").append(["some", "words"])

    path = save(tmp_path, [["bank_id", "name"], ["P1", "A"]], hide)
    report = importing.run(book, Order((path,)))
    assert {(n.file, n.code) for n in report.notes} >= {
        ("book.xlsx[old]", "hidden_sheet"),
        ("book.xlsx[remarks]", "unused_file"),
    }
    assert book.rows("SELECT bank_id FROM customers") == [("P1",)]
    importing.run(book, Order((path,), options=Options(sheets=("old",))))
    assert book.rows("SELECT bank_id FROM customers ORDER BY 1") == [("P1",), ("P9",)]
    with pytest.raises(NoSuchSheet):
        importing.run(book, Order((path,), options=Options(sheets=("none",))))


def test_merged_cells_and_formulas_without_values_are_told(book: Book, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.merge_cells("C2:C3")
        sheet["D2"] = "=1+1"

    rows: list[list[object]] = [["bank_id", "name", "notes", "headcount"], ["P1", "A"], ["P2", "B"]]
    report = importing.run(book, Order((save(tmp_path, rows, fill),)))
    assert {"merged_cells", "formula_without_value"} <= codes(report)


def test_a_workbook_of_two_far_cells_is_refused_without_loading_it(tmp_path: Path) -> None:
    def far(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "x"

    path = save(tmp_path, [["name"]], far)
    assert path.stat().st_size < 6_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooManyCells):
        list_sheets(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def edit(path: Path, part: str, data: bytes, folder: Path) -> Path:
    """A copy of a workbook with another part."""
    other = folder / "edited.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return other


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<worksheet>" + b" " * (60 << 20) + b"</worksheet>", WorkbookTooLarge),
        (LAUGHS, BadWorkbook),
        (b"<worksheet><sheetData><row><c r='ZZZZ9'><v>1</v></c></row>", BadWorkbook),
        (b"<worksheet><sheetData><row r='x'/></sheetData></worksheet>", BadWorkbook),
        (b"not xml", BadWorkbook),
        (b"", BadWorkbook),
    ],
    ids=["bomb", "entities", "outside", "row", "no-xml", "empty"],
)
def test_a_workbook_with_wrong_parts_is_refused(
    tmp_path: Path, data: bytes, error: type[DeskError]
) -> None:
    path = edit(save(tmp_path, [["bank_id", "name"]]), SHEET, data, tmp_path)
    with pytest.raises(error):
        scan_workbook(path)


def test_other_files_under_a_workbooks_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(BadWorkbook):
        list_sheets(path)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(BadWorkbook):
        list_sheets(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    with pytest.raises(EncryptedWorkbook):
        list_sheets(path)
    (tmp_path / "b.ods").write_bytes(b"PK\x03\x04garbage")
    with pytest.raises(BadWorkbook):
        list_sheets(tmp_path / "b.ods")


def ods(path: Path, content: str) -> Path:
    head = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="S">'
    )
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", head + content + tail)
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        manifest = f'<manifest:manifest xmlns:manifest="{space}"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def test_an_open_document_is_read_and_one_that_repeats_itself_is_refused(
    book: Book, tmp_path: Path
) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{cell.format(a)}{cell.format(b)}</table:table-row>"
        for a, b in (("bank_id", "name"), ("P1", "A"))
    )
    importing.run(book, Order((ods(tmp_path / "a.ods", rows),)))
    assert book.rows("SELECT bank_id, name FROM customers") == [("P1", "A")]
    repeated = cell.replace("cell ", 'cell table:number-columns-repeated="16384" ', 1).format("x")
    bomb = f'<table:table-row table:number-rows-repeated="1048576">{repeated}</table:table-row>'
    with pytest.raises((WorkbookTooLarge, BadWorkbook)):
        list_sheets(ods(tmp_path / "b.ods", bomb))
