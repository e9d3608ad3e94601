"""What makes a field's text from the cells of a row, as a profile's rules say."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from rmdesk.errors import BadLine
from rmdesk.exchange.files import Source
from rmdesk.exchange.numbers import BadCell
from rmdesk.exchange.profile import FieldRule, Lookup

Cells = list[str]
Getter = Callable[[Cells], str]


class NoColumn(Exception):
    """A profile's rule names a column that its file does not have once."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name)
        self.name, self.code = name, code


def place_of(source: Source, name: str) -> int:
    """Return where a column is. Raises NoColumn, also where two have the name."""
    if source.header.count(name) > 1:
        raise NoColumn(name, "doubled")
    if name not in source.header:
        raise NoColumn(name, "missing")
    return source.header.index(name)


def cell_at(place: int) -> Getter:
    """Return what takes the cell at a place."""
    return lambda cells: cells[place]


def make_getter(rule: FieldRule, source: Source, by_name: Mapping[str, Source]) -> Getter:
    """Return what makes a field's text from a row.

    Raises NoColumn, and for a file that is looked into BrokenLine and BadLine: what its broken
    lines would have told is not known.
    """
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
        get = _signed(get, cell_at(place_of(source, rule.sign.column)), rule.sign.minus)
    return get


def _cell_of(source: Source, name: str) -> Getter | None:
    return cell_at(place_of(source, name)) if name else None


def _plain(rule: FieldRule, source: Source) -> Getter:
    if rule.column:
        return cell_at(place_of(source, rule.column))
    parts = [(text, place_of(source, name) if name else None) for text, name in rule.template]

    def fill(cells: Cells) -> str:
        return "".join(
            text if place is None else text + cells[place].strip() for text, place in parts
        )

    return fill


def _looked_up(
    rule: FieldRule, lookup: Lookup, source: Source, by_name: Mapping[str, Source]
) -> Getter:
    if lookup.file not in by_name:
        return lambda _cells: ""
    other = by_name[lookup.file]
    match = place_of(other, lookup.match)
    where = [(place_of(other, name), value) for name, value in lookup.where.items()]
    get = _plain(rule, other)
    known: dict[str, str] = {}
    width = len(other.header)
    for line, cells in other.rows():
        if len(cells) < width or any(cells[width:]):
            raise BadLine(path=other.path, line=line, count=len(cells), wanted=width)
        if all(cells[i] == value for i, value in where):
            known.setdefault(cells[match], get(cells))
    key = place_of(source, lookup.key)
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
            if len(months) > 6:
                raise BadCell("date", text=months)
            day += relativedelta(months=int(months))
    except (ValueError, OverflowError):
        raise BadCell("date", text=text) from None
    return day.isoformat()


def _born(get: Getter, part: str) -> Getter:
    def born(cells: Cells) -> str:
        text = get(cells).strip()
        if len(text) != 6 or not (text.isascii() and text.isdigit()):
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
