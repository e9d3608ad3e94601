"""Tables for people, with Chinese as wide as it is; JSON for programs."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from rmdesk.errors import ManyCustomers
from rmdesk.tui.text import clean, fit, width


def print_json(data: object) -> None:
    """Print data; dataclasses as objects, days and instants in ISO, codes as their values."""
    print(json.dumps(plain(data), ensure_ascii=False, indent=1))


def plain(data: object) -> object:
    """Data as JSON knows it."""
    if is_dataclass(data) and not isinstance(data, type):
        return {f.name: plain(getattr(data, f.name)) for f in fields(data)}
    if isinstance(data, Enum):
        return data.value
    if isinstance(data, date | datetime):
        return data.isoformat()
    if isinstance(data, Mapping):
        return {str(k): plain(v) for k, v in data.items()}
    if isinstance(data, str | int | float | bool | None):
        return data
    if isinstance(data, Iterable):
        return [plain(item) for item in data]
    raise TypeError(f"no JSON for {type(data).__name__}")


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]], right: str = "") -> None:
    """Print columns; those with an “r” at their place in `right` are set to the right."""
    lines = [list(header), *([clean(cell) for cell in row] for row in rows)]
    widths = [max(width(line[i]) for line in lines) for i in range(len(header))]
    for line in lines:
        cells = [
            fit(cell, widths[place], right[place : place + 1] == "r")
            for place, cell in enumerate(line)
        ]
        print("  ".join(cells).rstrip())


def print_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print lines of comma-separated values; codes as their values, days in ISO, none as empty."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([plain(cell) for cell in row] for row in rows)


def print_matches(error: ManyCustomers) -> None:
    """Print the customers that some words fit."""
    from rmdesk.desk.names import Named

    matches = error.figures.get("matches", ())
    assert isinstance(matches, tuple)
    rows = [(str(m.id), m.bank_id, m.name) for m in matches if isinstance(m, Named)]
    print_table(("", "", ""), rows)
