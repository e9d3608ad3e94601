"""The first pass over a file: what its columns hold, before any row is read into values."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rmdesk.exchange.cells import NUMBERS, style_of
from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.getters import Cells, Getter
from rmdesk.exchange.headers import REASON, unknown_problem
from rmdesk.exchange.notes import Note, Problem
from rmdesk.exchange.numbers import BadCell, Evidence, Mark, Reading, Style
from rmdesk.exchange.plans import Options, Plan
from rmdesk.exchange.sheet_rules import TEXTS, ColumnFacts
from rmdesk.exchange.text_files import BREAKS
from rmdesk.exchange.typed_cells import TypedCell

_CHUNK = 5_000
Columns = list[tuple[Column, Getter]]


@dataclass
class Scan:
    """What the first pass found: evidence by column, which unknown columns hold something."""

    numbers: Columns
    texts: Columns
    unknown: list[tuple[int, str]]
    sheet: bool = False
    evidence: dict[str, Evidence] = field(default_factory=dict)
    facts: dict[str, ColumnFacts] = field(default_factory=dict)
    filled: dict[int, tuple[int, str]] = field(default_factory=dict)
    rows: int = 0
    exact: bool = False


def scan_plan(plan: Plan, options: Options) -> tuple[Plan, list[Problem], list[Note]]:
    """Go over the plan's file once: the plan with its styles, refusals of the file, and notes."""
    pairs = list(zip(plan.columns, plan.getters, strict=True))
    sheet = bool(plan.source.sheet)
    scan = Scan(
        [(c, g) for c, g in pairs if c.kind in NUMBERS],
        [(c, g) for c, g in pairs if c.kind in TEXTS] if sheet else [],
        _counted_unknown(plan, options),
        sheet,
    )
    width = len(plan.source.header)
    for lines, rows in _chunks(plan, scan):
        _take(scan, lines, rows)
        scan.exact = scan.exact or any(len(cells) == width for cells in rows)
    styles, notes = _decide(scan, plan, options)
    notes += _ignored_notes(plan, options)
    if sheet:
        notes += _sheet_notes(plan, scan)
    if not scan.rows:
        notes.append(Note(plan.source.name, 0, "", "", "no_rows"))
    trailing = scan.rows > 0 and not scan.exact
    scanned = replace(plan, styles=styles, facts=scan.facts, trailing=trailing)
    return scanned, _unknown_problems(plan, scan), notes


def _counted_unknown(plan: Plan, options: Options) -> list[tuple[int, str]]:
    """The columns that must hold nothing: unknown ones that no option passes over."""
    if plan.header is None:
        return []
    last = len(plan.source.header) - 1
    return [
        (place, name)
        for place, name in plan.header.unknown
        if not options.ignores(name) and not (name == REASON and place == last)
    ]


def _chunks(plan: Plan, scan: Scan) -> Iterator[tuple[list[int], list[Cells]]]:
    width = len(plan.source.header)
    lines: list[int] = []
    rows: list[Cells] = []
    for first, block, fault in plan.source.blocks():
        if fault not in ("", BREAKS):
            _add_doubtful(scan, block[0][0].split(plan.source.delimiter))
            continue
        if not plan.where and set(map(len, block)) == {width} and all(map(any, block)):
            lines.extend(range(first, first + len(block)))
            rows.extend(block)
        else:
            for line, cells in enumerate(block, first):
                if (fault or any(cells)) and _is_counted(plan, cells):
                    lines.append(line)
                    rows.append(cells)
                if len(cells) < width or any(cells[width:]):
                    _add_doubtful(scan, cells)
        if len(rows) >= _CHUNK:
            yield lines, rows
            lines, rows = [], []
    yield lines, rows


def _add_doubtful(scan: Scan, cells: Cells) -> None:
    """Let the cells of a row that is refused contradict the mark of any column with decimals."""
    for column, _get in scan.numbers:
        if column.kind in (Kind.MONEY, Kind.RATE, Kind.EXCHANGE):
            found = scan.evidence.setdefault(column.name, Evidence())
            found.add_doubtful([cell.strip('" ') for cell in cells], style_of(column, None))


def _is_counted(plan: Plan, cells: Cells) -> bool:
    """Return whether a row is the plan's, and has all cells that it must have."""
    if len(cells) < len(plan.source.header):
        return False
    return all(cells[i] == value for i, value in plan.where)


def _take(scan: Scan, lines: list[int], rows: list[Cells]) -> None:
    scan.rows += len(rows)
    for column, get in scan.numbers:
        found = scan.evidence.setdefault(column.name, Evidence())
        cells = _texts(get, rows)
        if scan.sheet:
            cells = [cell for cell in cells if type(cell) is not TypedCell]
        found.add(cells, style_of(column, None))
    for column, get in scan.texts:
        facts = scan.facts.setdefault(column.name, ColumnFacts())
        facts.add(_texts(get, rows), lines)
    for place, _name in scan.unknown:
        if place not in scan.filled:
            for line, cells in zip(lines, rows, strict=True):
                if cells[place].strip():
                    scan.filled[place] = (line, cells[place])
                    break


def _texts(get: Getter, rows: list[Cells]) -> list[str]:
    """The column's cells; those that a profile's rule cannot read count as empty here."""
    try:
        return [get(cells) for cells in rows]
    except BadCell:
        return [_text(get, cells) for cells in rows]


def _text(get: Getter, cells: Cells) -> str:
    try:
        return get(cells)
    except BadCell:
        return ""


def _decide(scan: Scan, plan: Plan, options: Options) -> tuple[dict[str, Style], list[Note]]:
    styles: dict[str, Style] = {}
    notes: list[Note] = []
    for column, _ in scan.numbers:
        found = scan.evidence[column.name]
        mark, mixed = found.decide()
        if options.decimal is not None:
            mark, mixed = options.decimal, False
        styles[column.name] = style_of(column, mark, mixed)
        example = _example(found, mark) if found.marked and mark is not None else ""
        if example and mark is not None:
            code = "decimal_mixed" if mixed else _NOTE_CODES[mark]
            notes.append(Note(plan.source.name, 0, column.name, example, code))
    return styles, notes


_NOTE_CODES = {Mark.POINT: "decimal_point", Mark.COMMA: "decimal_comma"}


def _example(found: Evidence, mark: Mark) -> str:
    wanted = Reading.POINT if mark is Mark.POINT else Reading.COMMA
    for reading in (wanted, Reading.AMBIGUOUS, Reading.EITHER):
        if reading in found.examples:
            return found.examples[reading]
    return ""


def _unknown_problems(plan: Plan, scan: Scan) -> list[Problem]:
    if plan.header is None:
        return []
    source = plan.source
    return [
        unknown_problem(plan.header, place, name, source.name, source.header_line)
        for place, name in scan.unknown
        if place in scan.filled
    ]


def _ignored_notes(plan: Plan, options: Options) -> list[Note]:
    if plan.header is None:
        return []
    names = [name for _, name in plan.header.unknown if name and options.ignores(name)]
    if not names:
        return []
    return [Note(plan.source.name, 0, "", ", ".join(names), "ignored_columns")]


def _sheet_notes(plan: Plan, scan: Scan) -> list[Note]:
    name = plan.source.name
    notes = []
    for column, facts in scan.facts.items():
        if facts.padded:
            figures = {"count": facts.padded}
            notes.append(Note(name, facts.first, column, "", "padded_numbers", figures))
        elif facts.numbers:
            figures = {"count": facts.numbers}
            notes.append(Note(name, facts.first, column, "", "number_cells", figures))
    found = plan.source.found
    if found is not None and found.scan.merged:
        notes.append(Note(name, 0, "", "", "merged_cells", {"count": found.scan.merged}))
    if found is not None and found.scan.uncached:
        first, count = found.scan.uncached[0], len(found.scan.uncached)
        notes.append(Note(name, 0, "", first, "formula_without_value", {"count": count}))
    return notes
