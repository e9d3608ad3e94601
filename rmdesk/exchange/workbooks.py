"""Workbooks as sheets of cells, each looked over before it is loaded."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rmdesk.errors import BadWorkbook, WorkbookTooLarge
from rmdesk.exchange.text_files import BREAKS, Record
from rmdesk.exchange.typed_cells import CellType, TypedCell, convert_cell
from rmdesk.exchange.workbook_scan import SheetScan, scan_workbook
from rmdesk.regular_files import open_regular

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ZIPPED = {".xlsx", ".xlsm"}
_SECONDS = 60
_MEMORY = 400 << 20
# Loads a workbook where it can do no harm: the memory of the child is bounded.
_TRIAL = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[2]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
from python_calamine import CalamineError, CalamineWorkbook
try:
    book = CalamineWorkbook.from_path(sys.argv[1])
    for name in book.sheet_names:
        sum(1 for _ in book.get_sheet_by_name(name).iter_rows())
except (CalamineError, OSError) as error:
    print(error)
    sys.exit(3)
"""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, whether it is shown, and what loading it does not tell."""

    name: str
    visible: bool
    scan: SheetScan = field(compare=False)


def list_sheets(path: Path) -> list[Sheet]:
    """Return a workbook's sheets, once it is seen to be bounded.

    Raises BadWorkbook, EncryptedWorkbook, WorkbookTooLarge, TooManyCells.
    """
    if path.suffix.lower() in ZIPPED:
        scans = scan_workbook(path)
    else:
        scans = {}
        _try_loading(path)
    from python_calamine import SheetVisibleEnum

    book = _open(path)
    return [
        Sheet(
            found.name,
            found.visible is SheetVisibleEnum.Visible,
            scans.get(found.name) or SheetScan(),
        )
        for found in book.sheets_metadata
    ]


def _try_loading(path: Path) -> None:
    """Load a workbook of an older format in a bounded process first."""
    open_regular(path).close()
    command = [sys.executable, "-I", "-c", _TRIAL, str(path.absolute()), str(_MEMORY)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise WorkbookTooLarge(path=path, size="?") from None
    if done.returncode == 3:
        raise BadWorkbook(path=path, reason=done.stdout.strip()[:200])
    if done.returncode:
        panicked = "PanicException" in done.stderr
        if panicked and "alloc" not in done.stderr:
            raise BadWorkbook(path=path, reason="it is damaged")
        raise WorkbookTooLarge(path=path, size="?")


def _open(path: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise BadWorkbook(path=path, reason=error) from None
    except BaseException as error:
        # The library's own faults are not of class Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise BadWorkbook(path=path, reason="it is damaged") from None


@lru_cache(maxsize=1)
def _load(path: Path, name: str, _stamp: tuple[int, int]) -> "CalamineSheet":
    """The sheet, loaded once for the passes that follow each other."""
    from python_calamine import CalamineError

    try:
        return _open(path).get_sheet_by_name(name)
    except (CalamineError, OSError) as error:
        raise BadWorkbook(path=path, reason=error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise BadWorkbook(path=path, reason="it is damaged") from None


def forget() -> None:
    """Let go of the sheet that was loaded last."""
    _load.cache_clear()


def read_sheet(path: Path, sheet: Sheet, stamp: tuple[int, int]) -> Iterator[Record]:
    """Read a sheet's rows with their numbers, its header first. Raises BadWorkbook."""
    loaded = _load(path, sheet.name, stamp)
    row_0, column_0 = loaded.start or (0, 0)
    padded = {c - column_0: w.pop() for c, w in _uniform(sheet.scan).items()}
    errors: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.scan.errors.items():
        errors.setdefault(row, {})[column - column_0] = text
    for row, values in enumerate(loaded.iter_rows(), row_0):
        cells = [convert_cell(value) for value in values]
        for column, width in padded.items():
            cell = cells[column] if column < len(cells) else ""
            if isinstance(cell, TypedCell) and cell.type is CellType.NUMBER:
                cells[column] = TypedCell(cell, cell.type, width)
        for column, text in errors.get(row, {}).items():
            if 0 <= column < len(cells):
                cells[column] = TypedCell(text, CellType.ERROR)
        breaks = any("\n" in cell or "\r" in cell for cell in cells)
        yield row + 1, cells, BREAKS if breaks else ""


def _uniform(scan: SheetScan) -> dict[int, set[int]]:
    """The columns whose numbers are all padded to the one width; mixed ones say -1."""
    found = {}
    for column, widths in scan.padded.items():
        if widths != {0}:
            found[column] = set(widths) if len(widths) == 1 else {-1}
    return found
