"""Text files as records: strict about quotes, so that a stray one never takes in other rows."""

import csv
import io
import os
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from rmdesk.errors import FileChanged, UnreadableFile
from rmdesk.regular_files import open_regular

# The line, its cells, and a code: of what is wrong with it, BREAKS, or an empty text.
Record = tuple[int, list[str], str]
# The first line, the rows of lines that are a record each, and the code of what is wrong with a
# record that is alone in its block.
Block = tuple[int, list[list[str]], str]
Stamp = tuple[int, int]
# Nothing is wrong, but a cell has a line break in it.
BREAKS = "breaks"
MAX_LINE = 1 << 20
MAX_LINES_A_RECORD = 1_000
# Of a line that is too long only the beginning is passed on.
_SHOWN = 200
_LINES_AT_ONCE = 64


class _Unclosed(Exception):
    """A record takes in more lines than a cell can have: its quote was never closed."""


class _TooLong(Exception):
    """A line longer than any row."""


def read_stamp(file: BinaryIO | TextIO) -> Stamp:
    """Return what changes when a file is written to: its size and time."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def read_blocks(
    path: Path, encoding: str, delimiter: str, stamp: Stamp | None = None
) -> Iterator[Block]:
    """Read a text file's records, its header first; a broken line has its text as its one cell.

    After a broken line reading goes on at the next one, so that no row vanishes. Raises
    FileChanged where the file is not the one of `stamp`, and what `open_regular` does.
    """
    raw = open_regular(path)
    with io.TextIOWrapper(raw, encoding=encoding, newline="") as file:
        try:
            if stamp is not None and read_stamp(file) != stamp:
                raise FileChanged(path=path)
            yield from _blocks(file, delimiter)
            if stamp is not None and read_stamp(file) != stamp:
                raise FileChanged(path=path)
        except OSError as error:
            raise UnreadableFile(path=path, reason=error.strerror or error) from None
        except UnicodeError:
            # The whole file was decoded before: it is another one now.
            raise FileChanged(path=path) from None


def _blocks(file: TextIO, delimiter: str) -> Iterator[Block]:
    pending: list[str] = []
    again: deque[str] = deque()
    number = 1
    readline = partial(file.readline, MAX_LINE)
    while True:
        if not again:
            lines = list(islice(iter(readline, ""), _LINES_AT_ONCE))
            if (rows := _read_plain(lines, delimiter)) is not None:
                if not lines:
                    return
                yield number, rows, ""
                number += len(rows)
                continue
            again.extend(lines)
        reader = csv.reader(_lines(file, pending, again), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                start = number
                count = len(pending)
                number += count
                pending.clear()
                yield start, [cells], BREAKS if count > 1 else ""
                if not again:
                    break
        except (csv.Error, _Unclosed, _TooLong) as error:
            broken, *rest = pending
            again.extendleft(reversed(rest))
            code = _code(error, len(pending))
            pending.clear()
            text = broken[:_SHOWN] if len(broken) >= MAX_LINE else broken.rstrip("\r\n")
            yield number, [[text]], code
            number += 1


def _read_plain(lines: list[str], delimiter: str) -> list[list[str]] | None:
    """The records of lines that are a record each; None where they may be anything else."""
    if lines and len(max(lines, key=len)) >= MAX_LINE:
        return None
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows if len(rows) == len(lines) else None


def _lines(file: TextIO, pending: list[str], again: deque[str]) -> Iterator[str]:
    """The lines, each also put among those of the record that is being read."""
    readline = file.readline
    while line := again.popleft() if again else readline(MAX_LINE):
        pending.append(line)
        if len(line) >= MAX_LINE:
            # Its beginning, as long as before, may come again: it must be too long then as well.
            pending[-1] = line[: MAX_LINE - 1] + "\n"
            while line and line[-1] not in "\r\n":
                line = again.popleft() if again else readline(MAX_LINE)
            raise _TooLong
        if len(pending) > MAX_LINES_A_RECORD:
            raise _Unclosed
        yield line


def _code(error: Exception, lines: int) -> str:
    if lines > 1:
        return "quote"
    if isinstance(error, _TooLong) or "field limit" in str(error):
        return "too_long"
    return "quote_text" if "expected after" in str(error) else "quote"


def choose_delimiter(line: str, delimiters: tuple[str, ...], known: frozenset[str]) -> str:
    """Return the delimiter that a header's line is written with.

    That is the one that gives most of the `known` names, among equals most cells.
    """

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        names = {cell.strip().casefold() for cell in cells}
        return len(names & known), len(cells)

    try:
        return max(delimiters, key=score)
    except csv.Error:
        return delimiters[0]
