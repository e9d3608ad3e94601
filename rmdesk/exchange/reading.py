"""Rows and problems out of files, by a template's header or by a profile's rules.

A cell goes through a getter (which cell, which transforms: text to text) and then through the
column's parser. Both are made once a file, so that a row costs only their calls.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter

from dateutil.relativedelta import relativedelta

from rmdesk.errors import BadProfile
from rmdesk.exchange.cells import BadCell, Value, parser
from rmdesk.exchange.column import Column, Kind, Layout
from rmdesk.exchange.files import Source
from rmdesk.exchange.layout import LAYOUTS
from rmdesk.exchange.notes import Note, Problem
from rmdesk.exchange.profile import FieldRule, FileRule, Lookup, Profile

__all__ = ["Batch", "Note", "Plan", "Problem", "batches", "profile_plans", "template_plans"]

Cells = list[str]
Getter = Callable[[Cells], str]
_REMEMBERED = {Kind.DAY, Kind.CODE, Kind.FLAG}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table: the layout's columns they have, and values in that order."""

    columns: tuple[Column, ...]
    lines: list[int] = field(default_factory=list)
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What is to be read from one source into one table."""

    source: Source
    layout: Layout
    columns: tuple[Column, ...]
    getters: tuple[Getter, ...]
    where: tuple[tuple[int, str], ...] = ()


def template_plans(sources: Iterable[Source]) -> list[Plan]:
    """A plan for each source that has a template's header, in the order of the layouts."""
    found = []
    for source in sources:
        layout = recognise(source.header)
        if layout is not None:
            known = [(i, layout.column(name)) for i, name in enumerate(source.header)]
            pairs = [(i, c) for i, c in known if c is not None]
            getters = tuple(_cell_at(i) for i, _ in pairs)
            found.append(Plan(source, layout, tuple(c for _, c in pairs), getters))
    return sorted(found, key=lambda plan: LAYOUTS.index(plan.layout))


def recognise(header: Sequence[str]) -> Layout | None:
    """The layout that a header belongs to: all its required columns, and most of its names.

    The name of the file plays no part. None where no layout fits.
    """
    names = set(header)
    fitting = [
        layout
        for layout in LAYOUTS
        if all(c.name in names for c in layout.columns if c.required)
        and len(names & {c.name for c in layout.columns}) >= 2
    ]

    def likeness(layout: Layout) -> tuple[int, int]:
        have = {c.name for c in layout.columns}
        return len(names & have) - len(names - have - {"reason"}), -len(have)

    return max(fitting, key=likeness, default=None)


def profile_plans(profile: Profile, sources: Sequence[Source]) -> list[Plan]:
    """A plan for each rule of the profile whose file is among the sources."""
    by_name = {source.path.name: source for source in sources}
    found = []
    for rule in profile.files:
        if rule.name not in by_name:
            continue
        source = by_name[rule.name]
        try:
            found.append(_rule_plan(rule, source, by_name))
        except BadCell as error:
            reason = f"{rule.name}: there is no column {error}"
            raise BadProfile(path=profile.path, reason=reason) from None
    return sorted(found, key=lambda plan: LAYOUTS.index(plan.layout))


def _rule_plan(rule: FileRule, source: Source, by_name: Mapping[str, Source]) -> Plan:
    layout = next(layout for layout in LAYOUTS if layout.table == rule.table)
    columns = tuple(c for c in layout.columns if c.name in rule.fields)
    getters = tuple(_getter(rule.fields[c.name], source, by_name) for c in columns)
    where = tuple((_place(source, name), value) for name, value in rule.where.items())
    return Plan(source, layout, columns, getters, where)


def batches(plan: Plan, digits: int, size: int = 20_000) -> Iterator[Batch]:
    """The plan's rows in batches. A row with a problem is in `problems` only."""
    parsers = [_parser(column, digits) for column in plan.columns]
    readers = list(zip(plan.columns, plan.getters, parsers, strict=True))
    batch = Batch(plan.columns)
    width = len(plan.source.header)
    for line, cells in plan.source.rows():
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        if plan.where and any(cells[i] != value for i, value in plan.where):
            continue
        row: list[Value] = []
        try:
            for column, get, parse in readers:
                text = get(cells).strip()
                if text:
                    row.append(parse(text))
                elif column.required:
                    raise BadCell("missing")
                else:
                    row.append(None)
        except BadCell as error:
            batch.problems.append(
                Problem(plan.source.name, line, column.name, text, str(error.args[0]))
            )
            continue
        batch.lines.append(line)
        batch.rows.append(tuple(row))
        if len(batch.rows) >= size:
            yield batch
            batch = Batch(plan.columns)
    yield batch


def _parser(column: Column, digits: int) -> Callable[[str], Value]:
    parse = parser(column, digits)
    return _remembering(parse) if column.kind in _REMEMBERED else parse


def _remembering(function: Callable[[str], Value]) -> Callable[[str], Value]:
    """The function, with its answers kept: days and codes come again and again."""
    known: dict[str, Value] = {}

    def answer(text: str) -> Value:
        if text in known:
            return known[text]
        value = known[text] = function(text)
        return value

    return answer


def _place(source: Source, name: str) -> int:
    if name not in source.header:
        raise BadCell(name)
    return source.header.index(name)


def _cell_at(place: int) -> Getter:
    return lambda cells: cells[place]


def _getter(rule: FieldRule, source: Source, by_name: Mapping[str, Source]) -> Getter:
    if rule.constant is not None:
        constant = rule.constant
        return lambda _cells: constant
    if rule.lookup is not None:
        get = _looked_up(rule, rule.lookup, source, by_name)
    else:
        get = _plain(rule, source)
    if rule.map is not None:
        get = _mapped(get, rule.map)
    if rule.date:
        get = _dated(get, rule.date, _cell_of(source, rule.plus_months))
    if rule.birth:
        get = _born(get, rule.birth)
    if rule.sign is not None:
        get = _signed(get, _cell_at(_place(source, rule.sign.column)), rule.sign.minus)
    return get


def _cell_of(source: Source, name: str) -> Getter | None:
    return _cell_at(_place(source, name)) if name else None


def _plain(rule: FieldRule, source: Source) -> Getter:
    if rule.column:
        return _cell_at(_place(source, rule.column))
    names = [name for _, name, _, _ in Formatter().parse(rule.text) if name]
    places = {name: _place(source, name) for name in names}
    template = rule.text
    return lambda cells: template.format(**{n: cells[i].strip() for n, i in places.items()})


def _looked_up(
    rule: FieldRule, lookup: Lookup, source: Source, by_name: Mapping[str, Source]
) -> Getter:
    if lookup.file not in by_name:
        return lambda _cells: ""
    other = by_name[lookup.file]
    match = _place(other, lookup.match)
    where = [(_place(other, name), value) for name, value in lookup.where.items()]
    get = _plain(rule, other)
    known: dict[str, str] = {}
    for _line, cells in other.rows():
        if all(cells[i] == value for i, value in where):
            known.setdefault(cells[match], get(cells))
    key = _place(source, lookup.key)
    return lambda cells: known.get(cells[key], "")


def _mapped(get: Getter, codes: Mapping[str, str]) -> Getter:
    other = codes.get("*")

    def mapped(cells: Cells) -> str:
        text = get(cells).strip()
        return codes.get(text, text if other is None else other)

    return mapped


def _dated(get: Getter, pattern: str, months: Getter | None) -> Getter:
    known: dict[tuple[str, str], str] = {}

    def dated(cells: Cells) -> str:
        text = get(cells).strip()
        more = months(cells).strip() if months else ""
        if (text, more) not in known:
            known[text, more] = _date(text, pattern, more)
        return known[text, more]

    return dated


def _date(text: str, pattern: str, months: str) -> str:
    if not text:
        return ""
    try:
        day = datetime.strptime(text, pattern).date()
        if months:
            day += relativedelta(months=int(months))
    except ValueError:
        return text
    return day.isoformat()


def _born(get: Getter, part: str) -> Getter:
    def born(cells: Cells) -> str:
        text = get(cells).strip()
        if len(text) != 6 or not text.isdigit():
            return text
        year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
        woman = month > 50
        if part == "sex":
            return "female" if woman else "male"
        try:
            return date(1900 + year, month - 50 if woman else month, day).isoformat()
        except ValueError:
            return text

    return born


def _signed(get: Getter, code: Getter, minus: frozenset[str]) -> Getter:
    return lambda cells: "-" + get(cells).strip() if code(cells) in minus else get(cells)
