"""What a sheet's typed cell may be in a column: numbers where ids should be have lost something."""

from collections.abc import Sequence
from dataclasses import dataclass

from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.numbers import BadCell, Mark
from rmdesk.exchange.typed_cells import CellType, TypedCell

TEXTS = {Kind.TEXT, Kind.WORDS, Kind.CUSTOMER, Kind.ACCOUNT, Kind.POSTING}
# Excel stores 15 digits of a number; the rest became zeros when it was typed.
PRECISE_DIGITS = 15


@dataclass
class ColumnFacts:
    """What a sheet's text column holds: its cells that are numbers, and what its texts look like.

    `first` is the line of the first number; `zeros` says that a text of digits begins with 0.
    """

    numbers: int = 0
    padded: int = 0
    first: int = 0
    zeros: bool = False

    def add(self, cells: Sequence[str], lines: Sequence[int]) -> None:
        """Take more cells of the column into account."""
        for cell, line in zip(cells, lines, strict=True):
            if isinstance(cell, TypedCell):
                if cell.type is CellType.NUMBER:
                    self.numbers += 1
                    self.padded += cell.digits > 0
                    self.first = self.first or line
            elif len(cell) > 1 and cell[0] == "0" and cell.isdigit():
                self.zeros = True


def read_typed(cell: str, column: Column, facts: ColumnFacts | None, mark: Mark | None) -> str:
    """Return a sheet's cell as the text that the column's parser takes. Raises BadCell."""
    if not isinstance(cell, TypedCell):
        if "\0" in cell:
            raise BadCell("nul")
        return cell.strip()
    if cell.type is CellType.ERROR:
        raise BadCell("cell_error")
    if cell.type is CellType.NUMBER:
        return _number(cell, column, facts, mark)
    fits = column.kind is Kind.FLAG if cell.type is CellType.FLAG else column.kind not in TEXTS
    if not fits:
        raise BadCell("cell_flag" if cell.type is CellType.FLAG else "cell_date")
    return str(cell)


def _number(cell: TypedCell, column: Column, facts: ColumnFacts | None, mark: Mark | None) -> str:
    text = str(cell)
    whole = text.lstrip("-").partition(".")[0]
    if len(whole) > PRECISE_DIGITS:
        raise BadCell("cell_precision")
    if column.kind in TEXTS:
        if cell.digits < 0 or (facts is not None and facts.zeros and not cell.digits):
            raise BadCell("cell_zeros")
        return text.zfill(cell.digits) if cell.digits > 0 and text.isdigit() else text
    return text.replace(".", ",") if mark is Mark.COMMA else text
