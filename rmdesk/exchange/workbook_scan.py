"""A workbook looked over before it is loaded: is it bounded, and what would loading it not tell.

The library loads a sheet as one dense block, so two far cells would take all memory; and it gives
cells with errors as empty and does not know number formats. Both are read here from the file's XML.
"""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers import expat

from rmdesk.errors import (
    BadWorkbook,
    EncryptedWorkbook,
    TooManyCells,
    WorkbookTooLarge,
)
from rmdesk.regular_files import open_regular

MAX_PARTS = 2_000
MAX_EXPANDED = 1 << 30
# Sheets are packed to a tenth, rarely to a thirtieth; a bomb to a thousandth.
MAX_RATIO, UNCHECKED = 60, 20 << 20
DENSE_CELLS = 4_000_000
MAX_SPREAD = 20
MAX_CELLS = 30_000_000
MAX_ERRORS = 10_000
MAX_ROW, MAX_COLUMN = 1 << 20, 1 << 14
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Attributes = Mapping[str, str]
Place = tuple[int, int]


@dataclass
class SheetScan:
    """What a sheet has: places count from 0, `padded` are widths of formats such as 00000."""

    cells: int = 0
    last_row: int = -1
    last_column: int = -1
    first: Place = (0, 0)
    merged: int = 0
    uncached: list[str] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    padded: dict[int, set[int]] = field(default_factory=dict)


def scan_workbook(path: Path) -> dict[str, SheetScan]:
    """Return what each sheet of an XLSX workbook has, by its name.

    Raises BadWorkbook, EncryptedWorkbook, WorkbookTooLarge, TooManyCells.
    """
    with open_regular(path) as file:
        if file.read(len(_OLE)) == _OLE:
            raise EncryptedWorkbook(path=path)
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive:
                _check_archive(archive, path)
                return _scan_sheets(archive, path)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, KeyError) as error:
            raise BadWorkbook(path=path, reason=_reason(error)) from None
        except (expat.ExpatError, ValueError, RuntimeError, zlib.error) as error:
            raise BadWorkbook(path=path, reason=_reason(error)) from None


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return "it is not an XLSX workbook"
    return str(error)[:200] or type(error).__name__


def _check_archive(archive: zipfile.ZipFile, path: Path) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise EncryptedWorkbook(path=path)
    expanded = sum(part.file_size for part in parts)
    packed = path.stat().st_size
    if (
        len(parts) > MAX_PARTS
        or expanded > MAX_EXPANDED
        or (expanded > UNCHECKED and expanded > MAX_RATIO * packed)
    ):
        raise WorkbookTooLarge(path=path, size=f"{expanded / (1 << 20):,.0f} MiB")
    for part in parts:
        # Each part is read to its end once: one that holds more than it says fails its checksum.
        with archive.open(part) as file:
            while file.read(1 << 20):
                pass


def _scan_sheets(archive: zipfile.ZipFile, path: Path) -> dict[str, SheetScan]:
    names: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, found: Attributes) -> None:
        if tag == "sheet":
            key = next((v for k, v in found.items() if k.rpartition(":")[2] == "id"), "")
            names.append((found.get("name", ""), key))

    def target(tag: str, found: Attributes) -> None:
        if tag == "Relationship":
            targets[found.get("Id", "")] = found.get("Target", "")

    _parse(archive.open("xl/workbook.xml"), sheet)
    _parse(archive.open("xl/_rels/workbook.xml.rels"), target)
    widths = _padded_styles(archive)
    found = {}
    for name, key in names:
        part = _part(targets.get(key, ""))
        if part in archive.namelist():
            scan = found[name] = SheetScan()
            with archive.open(part) as file:
                _SheetReader(scan, widths, path, name).read(file)
    return found


def _padded_styles(archive: zipfile.ZipFile) -> dict[str, int]:
    """The styles whose number format pads with zeros, and to how many digits."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def style(tag: str, found: Attributes) -> None:
        nonlocal inside
        if tag == "numFmt":
            formats[found.get("numFmtId", "")] = found.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            styles.append(found.get("numFmtId", "0"))

    if "xl/styles.xml" in archive.namelist():
        _parse(archive.open("xl/styles.xml"), style)
    return {str(i): w for i, key in enumerate(styles) if (w := _width(formats.get(key, "")))}


def _part(target: str) -> str:
    """A part's name in the archive, as the workbook refers to it."""
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _width(code: str) -> int:
    """How many digits a number format pads to, 0 where it pads none."""
    return len(code) if len(code) > 1 and not code.strip("0") else 0


def _parse(
    file: IO[bytes],
    start: Callable[[str, Attributes], None],
    prepare: Callable[[expat.XMLParserType], None] = lambda _parser: None,
) -> None:
    """Parse XML in pieces. Raises ValueError where it declares entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def declared(*_found: object) -> None:
        raise ValueError("it declares XML entities")

    parser.EntityDeclHandler = declared
    parser.StartElementHandler = lambda tag, found: start(tag.rpartition(":")[2], found)
    prepare(parser)
    while block := file.read(1 << 16):
        parser.Parse(block, False)
    parser.Parse(b"", True)


class _SheetReader:
    """Goes over a sheet's XML once."""

    def __init__(self, scan: SheetScan, widths: Mapping[str, int], path: Path, name: str) -> None:
        self._scan, self._widths, self._path, self._name = scan, widths, path, name
        self._columns: dict[str, int] = {}
        self._cell: Attributes = {}
        self._place = (-1, -1)
        self._row = -1
        self._text = ""
        self._formula = False
        self._parser: expat.XMLParserType | None = None

    def read(self, file: IO[bytes]) -> None:
        """Read the sheet. Raises TooManyCells, and ValueError for what is not a sheet."""
        _parse(file, self._start, self._prepare)
        scan = self._scan
        area = (scan.last_row - scan.first[0] + 1) * (scan.last_column - scan.first[1] + 1)
        if area > DENSE_CELLS and area > MAX_SPREAD * scan.cells:
            self._refuse()

    def _refuse(self) -> None:
        scan = self._scan
        raise TooManyCells(
            path=self._path,
            sheet=self._name,
            cells=scan.cells,
            rows=scan.last_row - scan.first[0] + 1,
            columns=scan.last_column - scan.first[1] + 1,
        )

    def _prepare(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.EndElementHandler = self._end

    def _start(self, tag: str, found: Attributes) -> None:
        if tag == "c":
            self._cell, self._formula, self._text = found, False, ""
            self._place = self._find_place(found.get("r", ""))
        elif tag in ("v", "is"):
            if tag == "v" and (self._formula or self._cell.get("t") == "e"):
                assert self._parser is not None
                self._parser.CharacterDataHandler = self._hear
            self._note_value()
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = int(found["r"]) - 1 if "r" in found else self._row + 1
            self._place = (self._row, -1)
        elif tag == "mergeCell":
            self._scan.merged += 1

    def _hear(self, text: str) -> None:
        self._text += text[:100]

    def _end(self, tag: str) -> None:
        if not tag.endswith("c") or tag.rpartition(":")[2] != "c":
            return
        assert self._parser is not None
        self._parser.CharacterDataHandler = None
        if self._formula and not self._text and len(self._scan.uncached) < MAX_ERRORS:
            self._scan.uncached.append(self._cell.get("r", ""))
        if self._cell.get("t") == "e":
            if len(self._scan.errors) >= MAX_ERRORS:
                raise ValueError("more than 10,000 cells have errors")
            self._scan.errors[self._place] = self._text or "#ERROR"

    def _find_place(self, name: str) -> Place:
        if not name:
            return self._place[0], self._place[1] + 1
        letters = name.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column(letters)
        row = int(name[len(letters) :][:8]) - 1
        if not (0 <= row < MAX_ROW and 0 <= column < MAX_COLUMN):
            raise ValueError(f"cell {name[:20]} is outside a sheet")
        return row, column

    def _note_value(self) -> None:
        scan, (row, column) = self._scan, self._place
        scan.first = (
            (min(row, scan.first[0]), min(column, scan.first[1])) if scan.cells else (row, column)
        )
        scan.cells += 1
        scan.last_row = max(scan.last_row, row)
        scan.last_column = max(scan.last_column, column)
        if scan.cells > MAX_CELLS:
            self._refuse()
        if self._cell.get("t", "n") == "n" and row > scan.first[0]:
            width = self._widths.get(self._cell.get("s", ""), 0)
            scan.padded.setdefault(column, set()).add(width)


def _column(letters: str) -> int:
    """The number, from 0, of the column with these letters."""
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isupper():
        raise ValueError(f"a cell named {letters[:20]}")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
