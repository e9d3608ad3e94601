"""Tables for people, with Chinese as wide as it is; JSON for programs."""

import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import TextIO

from rmdesk.errors import ManyCustomers, OutputLost
from rmdesk.tui.text import clean, clean_lines, fit, unsteered, width


def say(text: object = "", file: TextIO | None = None) -> None:
    """Print a text, on standard output unless told otherwise, without what steers a terminal.

    It is the only way in which a command prints. Raises OutputLost, BrokenPipeError.
    """
    _write(f"{clean_lines(str(text))}\n", sys.stdout if file is None else file)


def _write(text: str, stream: TextIO | None) -> None:
    """Write a text; a stream that was closed before the start takes nothing."""
    if stream is None or stream.closed:
        return
    try:
        stream.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(reason=error.strerror) from None


def flush() -> None:
    """Bring out all that was printed. Raises OutputLost, BrokenPipeError."""
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(reason=error.strerror) from None


def print_json(data: object) -> None:
    """Print data; dataclasses as objects, days and instants in ISO, codes as their values.

    What steers a terminal is escaped, so that nothing is lost.
    """
    text = json.dumps(plain(data), ensure_ascii=False, indent=1)
    _write("".join(map(_escaped, text.splitlines(keepends=True))) + "\n", sys.stdout)


def _escaped(line: str) -> str:
    """Return a line of JSON with escapes for what must not reach a terminal."""
    if line.removesuffix("\n").isprintable():
        return line
    return "".join(c if c == "\n" or unsteered(c) == c else json.dumps(c)[1:-1] for c in line)


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
        say("  ".join(cells).rstrip())


def print_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print lines of comma-separated values; codes as their values, days in ISO, none as empty.

    Cells are cleaned as everywhere on a terminal; `rmdesk export` writes them as they are.
    """
    import csv

    from rmdesk.exchange.spreadsheets import neutralise_text

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        cells = [plain(cell) for cell in row]
        writer.writerow(
            [neutralise_text(clean(cell)) if isinstance(cell, str) else cell for cell in cells]
        )
    _write(text.getvalue(), sys.stdout)


def print_matches(error: ManyCustomers) -> None:
    """Print the customers that some words fit."""
    from rmdesk.desk.names import Named

    matches = error.figures.get("matches", ())
    assert isinstance(matches, tuple)
    rows = [(str(m.id), m.bank_id, m.name) for m in matches if isinstance(m, Named)]
    print_table(("", "", ""), rows)
