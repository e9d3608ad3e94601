"""Rows and problems out of files, by a template's header or by a profile's rules.

A first pass settles how a file is read; what is refused or told as a whole is known before
anything is written. In the second, a cell goes through a getter (which cell, which transforms:
text to text) and then through the column's parser. Both are made once a file, so that a row
costs only their calls.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rmdesk.exchange.cells import SEPARATOR, BadCell, Value, parser
from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.files import Source
from rmdesk.exchange.getters import Cells, Getter
from rmdesk.exchange.headers import KNOWN_NAMES, simplify
from rmdesk.exchange.line_breaks import check_line_breaks
from rmdesk.exchange.notes import Note, Problem
from rmdesk.exchange.plans import (
    Options,
    Plan,
    Prepared,
    choose_sheets,
    plan_profile,
    plan_templates,
)
from rmdesk.exchange.profile import Profile
from rmdesk.exchange.scanning import scan_plan
from rmdesk.exchange.sheet_rules import TEXTS, read_typed
from rmdesk.exchange.spreadsheets import restore_list, restore_text
from rmdesk.exchange.text_files import BREAKS

__all__ = ["Batch", "Note", "Options", "Plan", "Prepared", "Problem", "batches", "prepare"]

_REMEMBERED = {Kind.DAY, Kind.CODE, Kind.FLAG, Kind.ACCOUNT, Kind.CUSTOMER}
_MOST_REMEMBERED = 100_000
_SHOWN = 200
_GROUP = re.compile(r"[^0-9]*[0-9]{1,3}")
_GROUPS_REST = re.compile(r"[0-9]{3}(?:[.][0-9]*)?[^0-9]*")
_Reader = tuple[Column, Getter, Callable[[str], Value]]


@dataclass(frozen=True, slots=True)
class _Torn:
    """A line that may be a part of one beside it.

    `alone` says that it has one cell only, `unclosed` that a quote in it or before it is not
    closed, so that what follows may be the rest of its last cell.
    """

    text: str
    alone: bool = False
    unclosed: bool = False


_WHOLE = _Torn("")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table: the layout's columns they have, and values in that order."""

    columns: tuple[Column, ...]
    lines: list[int] = field(default_factory=list)
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def prepare(sources: Sequence[Source], profile: Profile | None, options: Options) -> Prepared:
    """Plan what is read from the sources, and settle how, by a first pass over each.

    Raises BadProfile, NoSuchSheet.
    """
    prepared = Prepared()
    usable = choose_sheets(sources, options, prepared)
    if profile is None:
        plan_templates(usable, options, prepared)
    else:
        plan_profile(profile, usable, prepared)
    for source in usable:
        if source.encoding in ("gb18030", "big5") and not (profile and profile.encoding):
            note = Note(source.name, 0, "", source.encoding, "encoding")
            prepared.notes.append(note)
    plans, prepared.plans = prepared.plans, []
    for plan in plans:
        scanned, problems, notes = scan_plan(plan, options)
        prepared.plans.append(scanned)
        prepared.problems += problems
        prepared.notes += notes
    return prepared


def batches(plan: Plan, digits: int, size: int = 20_000) -> Iterator[Batch]:
    """Read the plan's rows in batches. A row with a problem is in `problems` only."""
    reader = _BatchReader(plan, digits)
    for first, block, fault in plan.source.blocks():
        if len(reader.batch.rows) >= size:
            yield reader.begin()
        if not fault and reader.take_plain(first, block):
            continue
        for line, cells in enumerate(block, first):
            if fault or any(cells):
                reader.take(line, cells, fault)
    yield reader.batch


class _BatchReader:
    """Reads rows into a batch; what is wrong with one may show only at the next."""

    def __init__(self, plan: Plan, digits: int) -> None:
        self.batch = Batch(plan.columns)
        self._plan = plan
        self._readers = _make_readers(plan, digits)
        self._width = {len(plan.source.header)}
        self._names = KNOWN_NAMES | {""}
        self._first = plan.source.header_line + 1
        self._torn = _WHOLE
        # Whether the last row of the batch is the row before this one.
        self._fresh = False

    def begin(self) -> Batch:
        """Begin another batch; gives the one that is full.

        The row before the next one goes over into the new batch: the next one may withdraw it.
        """
        full, self.batch = self.batch, Batch(self._plan.columns)
        if self._fresh:
            self.batch.rows.append(full.rows.pop())
            self.batch.lines.append(full.lines.pop())
        return full

    def take_plain(self, first: int, block: list[Cells]) -> bool:
        """Take rows in which nothing is unusual; False, and none of them, where something is.

        Whole columns are read at a time, which costs a third of reading row by row.
        """
        if self._torn is not _WHOLE or self._plan.where or first <= self._first:
            return False
        if set(map(len, block)) != self._width:
            return False
        # A row of names only is the header again, or is empty.
        if not self._names.isdisjoint([cells[0] for cells in block]) and any(
            map(self._names.issuperset, block)
        ):
            return False
        try:
            columns = [
                _read_column(column, list(map(get, block)), parse)
                for column, get, parse in self._readers
            ]
        except BadCell:
            return False
        self.batch.rows.extend(zip(*columns, strict=True))
        self.batch.lines.extend(range(first, first + len(block)))
        self._fresh = True
        return True

    def take(self, line: int, cells: Cells, fault: str) -> None:
        """Take one record: as a row, as a problem, or not at all."""
        plan, batch = self._plan, self.batch
        fresh, self._fresh = self._fresh, False
        if (fault or len(cells) not in self._width) and (
            wrong := _find_misfit(plan, line, cells, fault)
        ):
            self._torn = _torn_by(cells, fault, self._torn)
            if self._torn.alone and fresh:
                batch.problems.append(_withdraw_last(batch, plan, self._torn.text))
            batch.problems.append(wrong)
            return
        beside = self._torn
        if plan.where and any(cells[i] != value for i, value in plan.where):
            self._torn = _WHOLE
            return
        try:
            if beside is not _WHOLE or self._names.issuperset(
                cells if line > self._first else map(simplify, cells)
            ):
                self._torn = _WHOLE
                _check_torn(plan, cells, beside)
            if fault:
                check_line_breaks(plan, self._readers, cells)
            batch.rows.append(_read_row(self._readers, cells))
            batch.lines.append(line)
            self._fresh = True
        except BadCell as error:
            batch.problems.append(_refuse(plan.source.name, line, error))


def _read_column(column: Column, texts: list[str], parse: Callable[[str], Value]) -> list[Value]:
    """The values of a column's cells. Raises BadCell, without telling of which cell."""
    texts = [text.strip() for text in texts]
    if all(texts):
        return list(map(parse, texts))
    if column.required:
        raise BadCell("missing")
    return [parse(text) if text else None for text in texts]


def _torn_by(cells: Cells, fault: str, before: _Torn) -> _Torn:
    """Return what a line with a wrong number of cells says of the lines beside it."""
    if fault in ("quote", "quote_text", "too_long"):
        return _Torn(cells[0][:_SHOWN], unclosed=True)
    text = cells[0] if len(cells) == 1 else " ".join(cells)
    return replace(before if before.unclosed else _Torn(text[:_SHOWN]), alone=len(cells) == 1)


def _check_torn(plan: Plan, cells: Cells, beside: _Torn) -> None:
    """Raise BadCell where a row may lack its beginning, or is the header again."""
    column = plan.source.header[0]
    if beside.unclosed:
        raise BadCell("after_quote", column=column, text=cells[0], row=beside.text)
    if beside.alone or (beside is not _WHOLE and '"' in cells[0]):
        raise BadCell("torn", column=column, text=cells[0], row=beside.text)
    if beside is _WHOLE and sum(bool(cell) for cell in cells) > 1:
        raise BadCell("header_again", column=column, text=cells[0])


def _withdraw_last(batch: Batch, plan: Plan, beside: str) -> Problem:
    """Refuse the row before a line of one cell: that may be the rest of its last cell."""
    batch.rows.pop()
    column = plan.source.header[-1]
    line = batch.lines.pop()
    return Problem(plan.source.name, line, column, "", "torn", {"row": beside})


def _read_row(readers: Sequence[_Reader], cells: Cells) -> tuple[Value, ...]:
    """The values of a row. Raises BadCell with the column and the text among its figures."""
    row: list[Value] = []
    text = ""
    try:
        for column, get, parse in readers:
            text = ""
            text = get(cells).strip()
            if text:
                row.append(parse(text))
            elif column.required:
                raise BadCell("missing")
            else:
                row.append(None)
    except BadCell as error:
        figures = {"column": column.name, "text": text, **error.figures}
        raise BadCell(error.code, **figures) from None
    return tuple(row)


def _refuse(file: str, line: int, error: BadCell) -> Problem:
    figures = dict(error.figures)
    name, value = str(figures.pop("column")), str(figures.pop("text"))
    return Problem(file, line, name, value[:_SHOWN], error.code, figures)


def _find_misfit(plan: Plan, line: int, cells: Cells, fault: str) -> Problem | None:
    """The refusal of a broken line, or of one that has not as many cells as the header."""
    source = plan.source
    width = len(source.header)
    if fault not in ("", BREAKS):
        column, text = _find_quote(source, cells[0]) if fault == "quote" else ("", cells[0])
        return Problem(source.name, line, column, text[:_SHOWN], fault)
    if len(cells) == width or (len(cells) > width and _ends_empty(plan, cells)):
        return None
    figures = {"count": len(cells), "wanted": width}
    if len(cells) > width:
        value = (source.delimiter or ",").join(cells)[:_SHOWN]
        return Problem(source.name, line, "", value, "surplus", figures)
    column = source.header[len(cells)]
    value = (source.delimiter or ",").join(cells)[:_SHOWN]
    return Problem(source.name, line, column, value, "short", figures)


def _ends_empty(plan: Plan, cells: Cells) -> bool:
    """Return whether cells beyond the header are only how this file ends all of its rows.

    Where one row alone has them, a cell was torn in two; so it was where 1,234.56 is not quoted.
    """
    if not plan.trailing or any(cell.strip() for cell in cells[len(plan.source.header) :]):
        return False
    groups = (_GROUP.fullmatch(a) and _GROUPS_REST.fullmatch(b) for a, b in pairwise(cells))
    return plan.source.delimiter != "," or not any(groups)


def _find_quote(source: Source, line: str) -> tuple[str, str]:
    """The column in which a quote is opened and not closed, and what follows it."""
    try:
        cells = next(csv.reader([line], delimiter=source.delimiter), [""])
    except csv.Error:
        return "", line
    name = source.header[len(cells) - 1] if len(cells) <= len(source.header) else ""
    return name, cells[-1].strip()


def _make_readers(plan: Plan, digits: int) -> list[_Reader]:
    readers = []
    for column, get in zip(plan.columns, plan.getters, strict=True):
        style = plan.styles.get(column.name)
        parse = parser(column, digits, style)
        if column.kind in TEXTS:
            parse = _restoring(column.kind, parse)
        if column.kind in _REMEMBERED:
            parse = _remembering(parse)
        if plan.source.sheet:
            get = _typed(get, column, plan)
        readers.append((column, get, parse))
    return readers


def _restoring(kind: Kind, parse: Callable[[str], Value]) -> Callable[[str], Value]:
    """Return what reads a text as it was before an export neutralised it for spreadsheets."""
    if kind is Kind.WORDS:
        return lambda text: parse(restore_list(text.replace("\n", SEPARATOR), SEPARATOR))
    return lambda text: parse(restore_text(text) if text[0] == "'" else text)


def _typed(get: Getter, column: Column, plan: Plan) -> Getter:
    facts, style = plan.facts.get(column.name), plan.styles.get(column.name)
    mark = style.mark if style else None

    def read(cells: Cells) -> str:
        cell = get(cells)
        try:
            return read_typed(cell, column, facts, mark)
        except BadCell as error:
            raise BadCell(error.code, text=str(cell), **error.figures) from None

    return read


def _remembering(function: Callable[[str], Value]) -> Callable[[str], Value]:
    """The function, with its answers stored: days and codes come again and again."""
    return _Answers(function).__getitem__


class _Answers(dict[str, Value]):
    """A function's answers by the text that it was given."""

    def __init__(self, function: Callable[[str], Value]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> Value:
        value = self._function(text)
        if len(self) < _MOST_REMEMBERED:
            self[text] = value
        return value
