"""A file's header: which table it belongs to, and which of its cells are columns of the table."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rmdesk.exchange.column import Column, Layout
from rmdesk.exchange.layout import LAYOUTS
from rmdesk.exchange.notes import Figure, Note, Problem

KNOWN_NAMES = frozenset(c.name for layout in LAYOUTS for c in layout.columns)
# The last column of our own files of rejected rows.
REASON = "reason"
_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060]")


@dataclass(frozen=True)
class Header:
    """The columns that a header has, by their place, and the cells that are none of the table's."""

    layout: Layout
    columns: tuple[tuple[int, Column], ...]
    unknown: tuple[tuple[int, str], ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def simplify(name: str) -> str:
    """Return a header's name without what makes no difference: case, spaces, invisible marks."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).strip().casefold()
    return re.sub(r"[\s\-_]+", "_", text)


def recognise(header: Sequence[str]) -> Layout | None:
    """Return the layout that a header belongs to: all its required columns, most of its names.

    The name of the file plays no part. None where no layout fits.
    """
    names = {simplify(name) for name in header}
    fitting = [
        layout
        for layout in LAYOUTS
        if all(c.name in names for c in layout.columns if c.required)
        and len(names & {c.name for c in layout.columns}) >= 2
    ]

    def likeness(layout: Layout) -> tuple[int, int]:
        have = {c.name for c in layout.columns}
        return len(names & have) - len(names - have - {REASON}), -len(have)

    return max(fitting, key=likeness, default=None)


def find_nearest(header: Sequence[str], stem: str) -> Layout | None:
    """Return the layout that a header was probably meant for though it lacks required columns."""
    names = {simplify(name) for name in header if name}

    def overlap(layout: Layout) -> tuple[bool, int]:
        return layout.table == simplify(stem), len(names & {c.name for c in layout.columns})

    best = max(LAYOUTS, key=overlap)
    same_name, shared = overlap(best)
    if same_name:
        return best
    return best if shared >= 2 and shared * 2 >= len(names) else None


def match_header(layout: Layout, header: Sequence[str], file: str, line: int) -> Header:
    """Return which cells of a header are the layout's columns, and what is wrong with it."""
    columns: list[tuple[int, Column]] = []
    unknown: list[tuple[int, str]] = []
    problems: list[Problem] = []
    notes: list[Note] = []
    counts = Counter(simplify(name) for name in header)
    for place, name in enumerate(header):
        plain = simplify(name)
        column = layout.column(plain)
        if plain in layout.retired:
            notes.append(Note(file, line, plain, name, "retired_column"))
            continue
        if column is None:
            unknown.append((place, name))
            continue
        if counts[plain] > 1:
            problems.append(Problem(file, line, column.name, name, "doubled_column"))
            continue
        if name.strip().casefold() != column.name:
            notes.append(Note(file, line, column.name, name, "header", {"name": column.name}))
        columns.append((place, column))
    return Header(layout, tuple(columns), tuple(unknown), tuple(problems), tuple(notes))


def find_missing(header: Header) -> list[str]:
    """Return the optional columns of the table that a file does not have."""
    have = {column.name for _, column in header.columns}
    return [c.name for c in header.layout.columns if c.name not in have and not c.required]


def unknown_problem(header: Header, place: int, name: str, file: str, line: int) -> Problem:
    """Return the refusal of a column that the table does not have, with the nearest one it has."""
    have = {column.name for _, column in header.columns}
    free = [c.name for c in header.layout.columns if c.name not in have]
    near = get_close_matches(simplify(name), free, 1, 0.6)
    if not near and simplify(name) not in KNOWN_NAMES:
        near = get_close_matches(simplify(name), [c.name for c in header.layout.columns], 1, 0.6)
    nearest = near[0] if near else ""
    figures: dict[str, Figure] = {"table": header.layout.table, "nearest": nearest}
    code = "unknown_column" if name else "unnamed_column"
    if near:
        code = "unknown_column_near"
    return Problem(file, line, name or str(place + 1), name, code, figures)
