"""Line breaks inside a cell: where they are text, and where a stray quote took in other rows."""

import csv
from collections.abc import Callable, Sequence

from rmdesk.exchange.cells import Value
from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.getters import Cells, Getter
from rmdesk.exchange.numbers import BadCell
from rmdesk.exchange.plans import Plan
from rmdesk.limits import LINES

Readers = Sequence[tuple[Column, Getter, Callable[[str], Value]]]


def check_line_breaks(plan: Plan, readers: Readers, cells: Cells) -> None:
    """Raise BadCell where a cell of this row has a line break that it cannot have.

    A name or a number has none. A text may, unless what follows the break is a row by itself:
    then a quote was opened and closed where none should be.
    """
    for column, get, _ in readers:
        # In a list a line break separates like “;”.
        if column.kind is Kind.WORDS or column.name in LINES:
            continue
        text = get(cells).strip()
        if "\n" in text or "\r" in text:
            raise BadCell("control", column=column.name, text=text)
    if plan.source.sheet:
        return
    width = len(plan.source.header)
    delimiter = plan.source.delimiter
    for place, cell in enumerate(cells):
        if "\n" not in cell and "\r" not in cell:
            continue
        lines = cell.splitlines()
        lines[-1] = delimiter.join([lines[-1], *cells[place + 1 :]])
        for line in lines[1:]:
            if line.count(delimiter) >= width - 1 and _is_row(line, delimiter, width, readers):
                name = plan.source.header[place]
                raise BadCell("swallowed", column=name, text=cell, row=line[:100])


def _is_row(line: str, delimiter: str, width: int, readers: Readers) -> bool:
    """Return whether a line would be a row of the table by itself."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return False
    if len(cells) != width:
        return False
    typed = 0
    for column, get, parse in readers:
        try:
            text = get(cells).strip()
            if not text and column.required:
                return False
            if text:
                parse(text)
                typed += column.kind not in (Kind.TEXT, Kind.WORDS)
        except BadCell:
            return False
    return typed > 0
