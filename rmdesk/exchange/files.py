"""Files as records of text cells: CSV of any delimiter and common encodings, and sheets."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from rmdesk.errors import BrokenLine, FileChanged, PackedFile, UnreadableFile
from rmdesk.exchange.encodings import find_form
from rmdesk.exchange.headers import KNOWN_NAMES
from rmdesk.exchange.text_files import (
    BREAKS,
    MAX_LINE,
    Block,
    Record,
    Stamp,
    choose_delimiter,
    read_blocks,
    read_stamp,
)
from rmdesk.exchange.workbooks import Sheet, list_sheets, read_sheet
from rmdesk.regular_files import open_regular

DELIMITERS = (",", ";", "\t", "|")
TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".asc", ".dat"}
SHEET_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods"}

PACKED_SUFFIXES = {".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".xz", ".zst", ".age"}


@dataclass(frozen=True)
class Source:
    """One table of cells: a text file, or a sheet of a workbook (`sheet`).

    `lines` is about how many there are; `fault` is the code of what is wrong with the header.
    """

    path: Path
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: tuple[str, ...] = ()
    header_line: int = 1
    lines: int = 0
    fault: str = ""
    stamp: Stamp | None = None
    found: Sheet | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """The file's name, with the sheet's where there is one."""
        return f"{self.path.name}[{self.sheet}]" if self.sheet else self.path.name

    @property
    def is_hidden(self) -> bool:
        """Whether this is a sheet that the workbook does not show."""
        return self.found is not None and not self.found.visible

    def records(self) -> Iterator[Record]:
        """Read the records below the header, with their lines; empty ones are left out.

        Raises FileChanged, and what the file's opening raises.
        """
        for number, rows, fault in self.blocks():
            for line, cells in enumerate(rows, number):
                if fault or any(cells):
                    yield line, cells, fault

    def blocks(self) -> Iterator[Block]:
        """Read the records below the header, empty ones too, as many at a time as were read.

        A large file is read faster so than record by record. Raises what `records` raises.
        """
        for number, rows, fault in self._blocks():
            if number > self.header_line:
                yield number, rows, fault
            elif below := rows[self.header_line + 1 - number :]:
                yield self.header_line + 1, below, fault

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Read the records of a file in which none is broken. Raises BrokenLine."""
        for number, cells, fault in self.records():
            if fault and fault != BREAKS:
                raise BrokenLine(path=self.path, line=number)
            yield number, cells

    def _blocks(self) -> Iterator[Block]:
        if self.found is None:
            yield from read_blocks(self.path, self.encoding, self.delimiter, self.stamp)
            return
        assert self.stamp is not None
        self._check_unchanged()
        for number, cells, fault in read_sheet(self.path, self.found, self.stamp):
            yield number, [cells], fault
        self._check_unchanged()

    def _check_unchanged(self) -> None:
        with open_regular(self.path) as file:
            if read_stamp(file) != self.stamp:
                raise FileChanged(path=self.path)


def sources(paths: Iterable[Path], delimiter: str = "", encoding: str = "") -> list[Source]:
    """Return what there is to read at these paths; folders are looked into, one level deep.

    Raises NoSuchFile, UnreadableFile and the other errors of files that cannot be read.
    """
    found: list[Source] = []
    seen: set[str] = set()
    for path in paths:
        for inside in _inside(path):
            with suppress(OSError, ValueError):
                if (real := os.path.realpath(inside)) in seen:
                    continue
                seen.add(real)
            if inside.suffix.lower() in PACKED_SUFFIXES:
                raise PackedFile(path=inside)
            if inside.suffix.lower() in SHEET_SUFFIXES:
                found += _sheets(inside)
            else:
                found.append(_text_source(inside, delimiter, encoding))
    return found


def _inside(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        return sorted(p for p in path.iterdir() if p.is_file() and _is_table(p))
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror or error) from None


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in TEXT_SUFFIXES | SHEET_SUFFIXES and path.name[0] not in ".~"


def _text_source(path: Path, delimiter: str, encoding: str) -> Source:
    with open_regular(path) as file:
        form = find_form(file, path, encoding)
        stamp = read_stamp(file)
    with path.open(encoding=form.encoding, newline="") as text:
        first = next(
            (line for line in iter(lambda: text.readline(MAX_LINE), "") if line.strip()), ""
        )
    chosen = delimiter or choose_delimiter(first, DELIMITERS, KNOWN_NAMES)
    source = Source(path, "", form.encoding, chosen, lines=form.lines, stamp=stamp)
    return _with_header(source)


def _with_header(source: Source) -> Source:
    """The source with its first record that is not empty as header."""
    for number, rows, fault in source._blocks():
        if fault and fault != BREAKS:
            return replace(source, header_line=number, fault=fault)
        for line, cells in enumerate(rows, number):
            if any(cell.strip() for cell in cells):
                header = tuple(cell.strip() for cell in cells)
                return replace(source, header=header, header_line=line)
    return source


def _sheets(path: Path) -> list[Source]:
    with open_regular(path) as file:
        stamp = read_stamp(file)
    found = []
    for sheet in list_sheets(path):
        lines = sheet.scan.last_row + 1
        source = Source(path, sheet.name, lines=lines, stamp=stamp, found=sheet)
        found.append(_with_header(source))
    return found
