"""Files as lines of text cells: CSV of any delimiter and common encodings, and XLSX sheets."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from rmdesk.errors import NoSuchFile, UnreadableFile

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 262_144
TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".asc", ".dat"}
SHEET_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods"}


@dataclass(frozen=True)
class Source:
    """One table of cells: a text file, or a sheet of a workbook (`sheet`)."""

    path: Path
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The file's name, with the sheet's where there is one."""
        return f"{self.path.name}[{self.sheet}]" if self.sheet else self.path.name

    def length(self) -> int:
        """About how many lines there are, for a progress bar."""
        if self.sheet:
            return sum(1 for _ in _sheet_rows(self))
        with self.path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The lines below the header, with their numbers in the file; empty ones are left out."""
        lines = _sheet_rows(self) if self.sheet else _text_rows(self)
        next(lines, None)
        for number, cells in lines:
            if any(cells):
                yield number, cells


def sources(paths: Iterable[Path], delimiter: str = "", encoding: str = "") -> list[Source]:
    """What there is to read at these paths; folders are looked into, without their folders.

    Raises NoSuchFile and UnreadableFile.
    """
    found: list[Source] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file())
            found += sources([p for p in inside if _is_table(p)], delimiter, encoding)
        elif not path.exists():
            raise NoSuchFile(path=path)
        elif path.suffix.lower() in SHEET_SUFFIXES:
            found += _sheets(path)
        else:
            found.append(_text_source(path, delimiter, encoding))
    return found


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in TEXT_SUFFIXES | SHEET_SUFFIXES and path.name[0] not in ".~"


def _text_source(path: Path, delimiter: str, encoding: str) -> Source:
    encoding = encoding or _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline(65_536)
    except (OSError, UnicodeError) as error:
        raise UnreadableFile(path=path, reason=error) from None
    chosen = delimiter or max(DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=chosen), [])
    return Source(path, "", encoding, chosen, tuple(cell.strip() for cell in header))


def _encoding(path: Path) -> str:
    """UTF-8 where it is, else the likelier of GB18030 and Big5."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
        return "utf-8-sig"
    except UnicodeDecodeError:
        return max(("gb18030", "big5"), key=lambda name: _likeness(data, name))


def _likeness(data: bytes, encoding: str) -> float:
    """How much of a text is of the characters that everyday Chinese is made of."""
    try:
        text = data[:_SAMPLE].decode(encoding, "strict" if len(data) <= _SAMPLE else "ignore")
    except UnicodeDecodeError:
        return -1
    wide = [c for c in text if ord(c) > 0x7F]
    if not wide:
        return 0
    common = sum(_is_common(c) for c in wide)
    return common / len(wide)


def _is_common(character: str) -> bool:
    """Whether a character is in the frequent half of GB 2312 or of Big5."""
    try:
        lead = character.encode("gb2312")[0]
        if 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3):
            return True
    except UnicodeEncodeError:
        pass
    try:
        encoded = character.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and 0xA4 <= encoded[0] <= 0xC6


def _text_rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    try:
        with source.path.open(encoding=source.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=source.delimiter)
            number = 1
            for cells in reader:
                yield number, cells
                number = reader.line_num + 1
    except (OSError, UnicodeError, csv.Error) as error:
        raise UnreadableFile(path=source.path, reason=error) from None


def _sheets(path: Path) -> list[Source]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        found = []
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            if rows:
                header = tuple(_cell(cell).strip() for cell in rows[0])
                found.append(Source(path, name, header=header))
    except (CalamineError, OSError) as error:
        raise UnreadableFile(path=path, reason=error) from None
    return found


def _sheet_rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(source.path).get_sheet_by_name(source.sheet)
    start = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(sheet.to_python(), start + 1):
        yield number, [_cell(cell) for cell in row]


def _cell(value: object) -> str:
    """A sheet's cell as text, dates as ISO and whole numbers without a decimal point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time()
            else value.isoformat(timespec="minutes")
        )
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
