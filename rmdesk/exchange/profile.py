"""Profiles: how a bank's own files become the tables of the templates.

A profile is a TOML file. Each `[[file]]` says which file (`name`) feeds which `table`; its
`fields` give for each field of the template a column, or a table of transforms:

- `column`: the column to take; `text`: a text with {columns} in it; `constant`: always this;
- `map`: codes to codes; `date`: a strptime format; `plus_months`: a column of months to add;
- `sign`: `{ column, minus = [codes] }` puts a minus before the amount;
- `birth`: "date" or "sex" of a YYMMDD birth number with 50 added to the month for women;
- `lookup`: a file to look in, where `match` (a column there) is the value of `key` (a column
  here) and `where` holds; `column` and `text` are then of that file's row.

`decimal` says which mark the numbers' decimals have; without it the columns tell.
`where` beside `fields` takes only the rows with these values. `[[product]]` adds products,
`[[rating]]` ratings, where there are none of these codes yet.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from string import Formatter

from rmdesk.errors import BadProfile, NoSuchEncoding, NoSuchProfile
from rmdesk.exchange.encodings import check_encoding
from rmdesk.exchange.layout import BY_TABLE
from rmdesk.exchange.numbers import Mark
from rmdesk.paths import resource
from rmdesk.toml_files import read_toml

_KNOWN = {"name", "currency", "delimiter", "encoding", "decimal", "file", "product", "rating"}
TRANSFORMS = {
    "column", "text", "constant", "map", "date", "plus_months", "sign", "birth",
    "lookup", "key", "match", "where",
}  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """Which codes of a column make an amount a debit."""

    column: str
    minus: frozenset[str]


@dataclass(frozen=True)
class Lookup:
    """Where else to take a value from: the first row of a file that matches."""

    file: str
    key: str
    match: str
    where: Mapping[str, str]


@dataclass(frozen=True)
class FieldRule:
    """How one field is made from a row's cells."""

    column: str = ""
    template: tuple[tuple[str, str], ...] = ()
    constant: str | None = None
    map: Mapping[str, str] | None = None
    date: str = ""
    plus_months: str = ""
    sign: Sign | None = None
    birth: str = ""
    lookup: Lookup | None = None


@dataclass(frozen=True)
class FileRule:
    """How one file feeds one table."""

    name: str
    table: str
    fields: Mapping[str, FieldRule]
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A bank's own layout. `products` and `ratings` are those of the catalogue, as TOML data."""

    name: str
    path: Path
    currency: str
    delimiter: str
    encoding: str
    decimal: Mark | None
    files: tuple[FileRule, ...]
    products: tuple[Mapping[str, object], ...]
    ratings: tuple[Mapping[str, object], ...] = ()


def find(name: str, own: Path) -> Path:
    """The profile's file: beside the config file (`own`), or shipped. Raises NoSuchProfile."""
    folders = (own, resource("db", "profiles"))
    for folder in folders:
        with suppress(OSError):
            if (path := folder / f"{name}.toml").exists():
                return path
    known = sorted({p.stem for folder in folders for p in folder.glob("*.toml")})
    raise NoSuchProfile(name=name, known=", ".join(known))


def load(path: Path) -> Profile:
    """Read a profile. Raises BadProfile with the place and the reason, and UnreadableFile."""
    data = read_toml(path, BadProfile)
    try:
        if unknown := sorted(set(data) - _KNOWN):
            raise ValueError(f"unknown setting {unknown[0]}")
        rules = _tables(data["file"], "file")
        return Profile(
            name=_text(data, "name") or path.stem,
            path=path,
            currency=_text(data, "currency"),
            delimiter=_delimiter(_text(data, "delimiter")),
            encoding=_encoding(_text(data, "encoding")),
            decimal=_decimal(_text(data, "decimal")),
            files=tuple(_file(rule) for rule in rules),
            products=tuple(_tables(data.get("product", []), "product")),
            ratings=tuple(_tables(data.get("rating", []), "rating")),
        )
    except KeyError as error:
        raise BadProfile(path=path, reason=f"{error.args[0]} is missing") from None
    except (ValueError, TypeError) as error:
        raise BadProfile(path=path, reason=error) from None


def _text(data: Mapping[str, object], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text")
    return value


def _tables(data: object, name: str) -> list[Mapping[str, object]]:
    if not isinstance(data, list) or not all(isinstance(entry, Mapping) for entry in data):
        raise ValueError(f"{name} must be tables: [[{name}]]")
    return data


def _delimiter(text: str) -> str:
    if text and (len(text) != 1 or text in '\r\n"' or text == "\0"):
        raise ValueError("delimiter must be one character")
    return text


def _encoding(text: str) -> str:
    try:
        return check_encoding(text) if text else ""
    except NoSuchEncoding as error:
        raise ValueError(str(error)) from None


def _decimal(text: str) -> Mark | None:
    if text and text not in list(Mark):
        raise ValueError('decimal must be "." or ","')
    return Mark(text) if text else None


def _file(data: Mapping[str, object]) -> FileRule:
    name, table, fields = _text(data, "name"), _text(data, "table"), data["fields"]
    if not name:
        raise ValueError("a file without a name")
    if unknown := sorted(set(data) - {"name", "table", "fields", "where"}):
        raise ValueError(f"{name}: unknown setting {unknown[0]}")
    if table not in BY_TABLE:
        raise ValueError(f"{name}: no table {table}")
    if not isinstance(fields, Mapping):
        raise ValueError(f"{name}: fields must be a table")
    layout = BY_TABLE[table]
    rules = {}
    for target, rule in fields.items():
        if layout.column(target) is None:
            raise ValueError(f"{name}: {table} has no field {target}")
        try:
            rules[target] = _field(rule)
        except (KeyError, ValueError, TypeError) as error:
            raise ValueError(f"{name}: {target}: {error}") from None
    for column in layout.columns:
        if column.required and column.name not in rules:
            raise ValueError(f"{name}: the field {column.name} is missing")
    return FileRule(name, table, rules, _texts(data.get("where", {})))


def _field(data: object) -> FieldRule:
    if isinstance(data, str):
        return FieldRule(column=data)
    if not isinstance(data, Mapping):
        raise ValueError("must be a column or a table")
    if unknown := set(data) - TRANSFORMS:
        raise ValueError(f"unknown transform {sorted(unknown)[0]}")
    if sum(name in data for name in ("column", "text", "constant")) != 1:
        raise ValueError("needs one of column, text, constant")
    constant = _texts({"constant": data["constant"]})["constant"] if "constant" in data else None
    return FieldRule(
        column=_text(data, "column"),
        template=_template(_text(data, "text")),
        constant=constant,
        map=_texts(data["map"]) if "map" in data else None,
        date=_pattern(_text(data, "date")),
        plus_months=_text(data, "plus_months"),
        sign=_sign(data["sign"]) if "sign" in data else None,
        birth=_birth(data.get("birth", "")),
        lookup=_lookup(data) if "lookup" in data else None,
    )


def _template(text: str) -> tuple[tuple[str, str], ...]:
    """The parts of a text with {columns}: what is written before each, and the column, if any.

    Only plain columns are taken: formats, conversions and attributes could do anything.
    """
    parts = []
    for written, name, form, conversion in Formatter().parse(text):
        if name is not None and (form or conversion or not name):
            raise ValueError("text may only hold plain {columns}")
        parts.append((written, name or ""))
    return tuple(parts)


_SAMPLE_DAY = datetime(2026, 11, 23)


def _pattern(text: str) -> str:
    """A strptime format that gives a day. Raises ValueError."""
    if not text:
        return ""
    try:
        if len(text) > 60 or "\0" in text:
            raise ValueError
        read = datetime.strptime(_SAMPLE_DAY.strftime(text), text)
    except (ValueError, KeyError, IndexError, re.error):
        raise ValueError(f"the date format {text[:60]!r} cannot be read") from None
    if read.date() != _SAMPLE_DAY.date():
        raise ValueError(f"the date format {text!r} needs year, month and day")
    return text


def _sign(data: object) -> Sign:
    if not isinstance(data, Mapping):
        raise ValueError("sign must be a table")
    minus = data["minus"]
    if not isinstance(minus, list) or not all(isinstance(code, str) for code in minus):
        raise ValueError("sign.minus must be a list of texts")
    return Sign(_text(data, "column"), frozenset(minus))


def _birth(part: object) -> str:
    if part not in ("", "date", "sex"):
        raise ValueError('birth must be "date" or "sex"')
    return str(part)


def _lookup(data: Mapping[str, object]) -> Lookup:
    if "key" not in data:
        raise KeyError("key")
    key = _text(data, "key")
    return Lookup(
        _text(data, "lookup"), key, _text(data, "match") or key, _texts(data.get("where", {}))
    )


def _texts(data: object) -> Mapping[str, str]:
    """A table of texts; whole numbers are taken as their digits, nothing else is."""
    if not isinstance(data, Mapping):
        raise ValueError("must be a table of texts")
    for key, value in data.items():
        if not isinstance(value, str) and type(value) is not int:
            raise ValueError(f"{key} must be a text")
    return {str(key): str(value) for key, value in data.items()}
