"""Cells of a sheet that are not texts: what they hold as text, and what they were."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, auto


class CellType(Enum):
    """What a sheet's cell holds where it is not a text."""

    NUMBER = auto()
    DAY = auto()
    FLAG = auto()
    ERROR = auto()


class TypedCell(str):
    """A cell's text that remembers what it was; `digits` is the width of a format such as 00000."""

    type: CellType
    digits: int

    def __new__(cls, text: str, kind: CellType, digits: int = 0) -> "TypedCell":
        """Make a cell's text."""
        cell = super().__new__(cls, text)
        cell.type, cell.digits = kind, digits
        return cell


# Excel itself computes and shows 15 significant digits; what lies beyond is noise.
SIGNIFICANT = 15
# Above this a double no longer holds every whole number.
EXACT = 1 << 53


def convert_cell(value: object) -> str:
    """Return a sheet's cell as text: days as ISO, whole numbers without a decimal point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return TypedCell("yes" if value else "no", CellType.FLAG)
    if isinstance(value, int | float):
        return TypedCell(_number(value), CellType.NUMBER)
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        text = value.date().isoformat() if whole_day else value.isoformat(timespec="minutes")
        return TypedCell(text, CellType.DAY)
    if isinstance(value, time):
        return TypedCell(value.isoformat("auto" if value.second else "minutes"), CellType.DAY)
    if isinstance(value, date):
        return TypedCell(value.isoformat(), CellType.DAY)
    if isinstance(value, timedelta):
        return TypedCell(str(value), CellType.DAY)
    return "" if value is None else str(value)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return repr(value)
    if float(value).is_integer() and abs(value) < EXACT:
        return str(int(value))
    return format(Decimal(f"{value:.{SIGNIFICANT}g}"), "f")
