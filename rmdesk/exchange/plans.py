"""What is to be read from which file into which table, settled before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rmdesk.errors import BadProfile, NoSuchSheet
from rmdesk.exchange.column import Column, Layout
from rmdesk.exchange.files import Source
from rmdesk.exchange.getters import Getter, NoColumn, cell_at, make_getter, place_of
from rmdesk.exchange.headers import (
    Header,
    find_missing,
    find_nearest,
    match_header,
    recognise,
    simplify,
)
from rmdesk.exchange.layout import LAYOUTS
from rmdesk.exchange.notes import Note, Problem
from rmdesk.exchange.numbers import Mark, Style
from rmdesk.exchange.profile import FileRule, Profile
from rmdesk.exchange.sheet_rules import ColumnFacts


@dataclass(frozen=True)
class Options:
    """What the manager says of the files: columns to pass over, the decimal mark, the sheets."""

    ignored: frozenset[str] = frozenset()
    ignore_unknown: bool = False
    decimal: Mark | None = None
    sheets: tuple[str, ...] = ()

    def ignores(self, name: str) -> bool:
        """Whether a column that the table does not have is passed over."""
        return self.ignore_unknown or self.leaves_out(name)

    def leaves_out(self, name: str) -> bool:
        """Whether this column was named as one to pass over."""
        return simplify(name) in self.ignored


@dataclass(frozen=True)
class Plan:
    """What is to be read from one source into one table.

    `styles` say how the numbers of each column are read, `facts` what a sheet's column holds;
    with `trailing` every row ends with empty cells beyond the header.
    """

    source: Source
    layout: Layout
    columns: tuple[Column, ...]
    getters: tuple[Getter, ...]
    where: tuple[tuple[int, str], ...] = ()
    header: Header | None = None
    styles: Mapping[str, Style] = field(default_factory=dict)
    facts: Mapping[str, ColumnFacts] = field(default_factory=dict)
    trailing: bool = False


@dataclass
class Prepared:
    """The plans, the whole files that are refused, and what is told."""

    plans: list[Plan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def sort(self) -> None:
        """Put the plans in the order in which rows may refer to earlier ones."""
        self.plans.sort(key=lambda plan: LAYOUTS.index(plan.layout))


def choose_sheets(sources: Sequence[Source], options: Options, into: Prepared) -> list[Source]:
    """Return the sources that may be used: shown sheets, or those named. Raises NoSuchSheet."""
    known = [source.sheet for source in sources if source.sheet]
    for name in options.sheets:
        if name not in known:
            raise NoSuchSheet(name=name, known=", ".join(known))
    found = []
    for source in sources:
        if source.sheet and options.sheets and source.sheet not in options.sheets:
            into.notes.append(Note(source.name, 0, "", source.sheet, "sheet_not_named"))
        elif source.is_hidden and source.sheet not in options.sheets:
            into.notes.append(Note(source.name, 0, "", source.sheet, "hidden_sheet"))
        else:
            found.append(source)
    return found


def plan_templates(sources: Sequence[Source], options: Options, into: Prepared) -> None:
    """Plan each source that has a template's header; those that have none are named."""
    for source in sources:
        if source.fault:
            problem = Problem(source.name, source.header_line, "", "", source.fault)
            into.problems.append(problem)
            continue
        layout = recognise([name for name in source.header if not options.leaves_out(name)])
        if layout is None:
            _name_unused(source, into)
            continue
        header = match_header(layout, source.header, source.name, source.header_line)
        into.problems += header.problems
        into.notes += header.notes
        if missing := find_missing(header):
            figures = {"table": layout.table, "missing": ", ".join(missing)}
            into.notes.append(Note(source.name, 0, "", "", "optional_columns", figures))
        columns = tuple(column for _, column in header.columns)
        getters = tuple(cell_at(place) for place, _ in header.columns)
        into.plans.append(Plan(source, layout, columns, getters, header=header))
    into.sort()


def _name_unused(source: Source, into: Prepared) -> None:
    """Name a file that no template fits; refuse it where it was clearly meant to be one."""
    if not source.header:
        into.notes.append(Note(source.name, 0, "", "", "empty_file"))
        return
    near = find_nearest(source.header, source.path.stem if not source.sheet else source.sheet)
    if near is None:
        into.notes.append(Note(source.name, 0, "", "", "unused_file"))
        return
    names = {simplify(name) for name in source.header}
    missing = [c.name for c in near.columns if c.required and c.name not in names]
    figures = {"table": near.table, "missing": ", ".join(missing)}
    header = ", ".join(source.header)[:200]
    code = "required_columns"
    into.problems.append(Problem(source.name, source.header_line, "", header, code, figures))


def plan_profile(profile: Profile, sources: Sequence[Source], into: Prepared) -> None:
    """Plan each rule of the profile whose file is among the sources. Raises BadProfile."""
    by_name = {source.path.name: source for source in reversed(sources)}
    used: set[str] = set()
    for rule in profile.files:
        if rule.name not in by_name:
            continue
        source = by_name[rule.name]
        used.add(rule.name)
        if source.fault:
            into.problems.append(Problem(source.name, source.header_line, "", "", source.fault))
            continue
        try:
            into.plans.append(_plan_rule(rule, source, by_name))
        except NoColumn as error:
            wrong = "two columns are named" if error.code == "doubled" else "there is no column"
            raise BadProfile(
                path=profile.path, reason=f"{rule.name}: {wrong} {error.name}"
            ) from None
        used |= _name_lookups(rule, by_name, into)
    for source in sources:
        if source.path.name not in used or source is not by_name[source.path.name]:
            into.notes.append(Note(source.name, 0, "", "", "unused_file"))
    into.sort()


def _name_lookups(rule: FileRule, by_name: Mapping[str, Source], into: Prepared) -> set[str]:
    """The files that a rule looks into; those that are not there are told."""
    used = set()
    for target, how in rule.fields.items():
        if how.lookup is None:
            continue
        used.add(how.lookup.file)
        if how.lookup.file not in by_name:
            figures = {"file": how.lookup.file}
            into.notes.append(Note(rule.name, 0, target, "", "lookup_missing", figures))
    return used


def _plan_rule(rule: FileRule, source: Source, by_name: Mapping[str, Source]) -> Plan:
    layout = next(layout for layout in LAYOUTS if layout.table == rule.table)
    columns = tuple(c for c in layout.columns if c.name in rule.fields)
    getters = tuple(make_getter(rule.fields[c.name], source, by_name) for c in columns)
    where = tuple((place_of(source, name), value) for name, value in rule.where.items())
    return Plan(source, layout, columns, getters, where)
