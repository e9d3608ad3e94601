"""A table of past contacts as cases: one column is the outcome, every other one a measure."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from rmdesk.errors import (
    BadLine,
    BadOutcome,
    DoubleColumn,
    NoSuchColumn,
    NotAFile,
    OneOutcome,
    TooFewOutcomes,
    TooManyMeasures,
)
from rmdesk.exchange.files import Source, sources
from rmdesk.offers.evidence.cases import Cases, Floats, words_of

MOST_MEASURES = 300
_DATE_LENGTH = len("2008-05-31")
_YES = {"yes", "y", "true", "1", "1.0", "accepted", "是"}
_NO = {"no", "n", "false", "0", "0.0", "declined", "lapsed", "否"}


def read(path: Path, outcome: str, family: str = "") -> Cases:
    """The lines of a file in their order, empty cells as unknown.

    A column whose cells are all numbers is one; the first one of dates that never go back tells
    the days; any other holds categories. Raises NoSuchFile,
    NotAFile, UnreadableFile, NoSuchColumn, DoubleColumn, BadLine, BadOutcome, OneOutcome,
    TooFewOutcomes, TooManyMeasures.
    """
    if path.is_dir():
        raise NotAFile(path=path)
    source = sources([path])[0]
    _check_header(source, (outcome, family))
    lines, numbered = _lines(source)
    columns = dict(zip(source.header, zip(*lines, strict=True), strict=True))
    yes = _outcomes(source, outcome, columns.pop(outcome), numbered)
    offered = columns.pop(family) if family else ()
    groups, levels = words_of(offered) if family else (np.zeros(len(yes), np.int64), ("",))
    numbers: dict[str, Floats] = {}
    words: dict[str, Sequence[str]] = {}
    days: Floats | None = None
    for name, cells in columns.items():
        if days is None and (dated := _days(cells)) is not None:
            days = dated
        elif (found := _numbers(cells)) is not None:
            numbers[name] = found
        else:
            words[name] = cells
    coded, count = [words_of(cells) for cells in words.values()], len(yes)
    return Cases(
        tuple(numbers),
        np.stack(list(numbers.values()), axis=1) if numbers else np.zeros((count, 0)),
        tuple(words),
        np.stack([c for c, _ in coded], axis=1) if coded else np.zeros((count, 0), np.int64),
        tuple(found for _, found in coded),
        yes,
        groups,
        (0,) * len(levels),
        np.ones(count),
        days,
    )


def _check_header(source: Source, wanted: tuple[str, ...]) -> None:
    for name in source.header:
        if source.header.count(name) > 1:
            raise DoubleColumn(path=source.path, name=name)
    for name in filter(None, wanted):
        if name not in source.header:
            raise NoSuchColumn(path=source.path, name=name, known=", ".join(source.header))
    count = len(source.header) - len([name for name in wanted if name])
    if count > MOST_MEASURES:
        raise TooManyMeasures(path=source.path, count=count, most=MOST_MEASURES)


def _lines(source: Source) -> tuple[list[list[str]], list[int]]:
    """The lines' cells, and their numbers in the file."""
    wanted = len(source.header)
    found, numbered = list[list[str]](), list[int]()
    for number, cells in source.rows():
        if len(cells) != wanted:
            raise BadLine(path=source.path, line=number, count=len(cells), wanted=wanted)
        found.append(cells)
        numbered.append(number)
    if len(found) < 2:
        raise TooFewOutcomes(count=len(found))
    return found, numbered


def _outcomes(source: Source, name: str, cells: Sequence[str], lines: Sequence[int]) -> Floats:
    known = {
        text: 1.0 if text.strip().lower() in _YES else 0.0
        for text in set(cells)
        if text.strip().lower() in _YES | _NO
    }
    for line, text in zip(lines, cells, strict=True):
        if text not in known:
            raise BadOutcome(path=source.path, line=line, name=name, text=text)
    found = np.array([known[text] for text in cells])
    if found.min() == found.max():
        raise OneOutcome
    return found


def _days(cells: Sequence[str]) -> Floats | None:
    """The cells as days of the calendar; None where not all are ISO dates, in order of time."""
    if not all(len(cell) == _DATE_LENGTH for cell in (cells[0], cells[-1])):
        return None
    try:
        known = {cell: float(date.fromisoformat(cell).toordinal()) for cell in set(cells)}
    except ValueError:
        return None
    found = np.array([known[cell] for cell in cells])
    goes_on = found[0] < found[-1] and (np.diff(found) >= 0).all()
    return found if goes_on else None


def _numbers(cells: Sequence[str]) -> Floats | None:
    """The cells as numbers, NaN for none; None where they are no numbers."""
    try:
        found = np.array([cell or "nan" for cell in cells], dtype=np.float64)
    except ValueError:
        return None
    found[~np.isfinite(found)] = np.nan
    return found
