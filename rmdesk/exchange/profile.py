"""Profiles: how a bank's own files become the tables of the templates.

A profile is a TOML file. Each `[[file]]` says which file (`name`) feeds which `table`; its
`fields` give for each field of the template a column, or a table of transforms:

- `column`: the column to take; `text`: a text with {columns} in it; `constant`: always this;
- `map`: codes to codes; `date`: a strptime format; `plus_months`: a column of months to add;
- `sign`: `{ column, minus = [codes] }` puts a minus before the amount;
- `birth`: "date" or "sex" of a YYMMDD birth number with 50 added to the month for women;
- `lookup`: a file to look in, where `match` (a column there) is the value of `key` (a column
  here) and `where` holds; `column` and `text` are then of that file's row.

`where` beside `fields` takes only the rows with these values. `[[product]]` adds products.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rmdesk.errors import BadProfile, NoSuchProfile
from rmdesk.exchange.layout import BY_TABLE
from rmdesk.paths import resource

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
    text: str = ""
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
    """A bank's own layout. `products` is a catalogue text of its products, as TOML data."""

    name: str
    path: Path
    currency: str
    delimiter: str
    encoding: str
    files: tuple[FileRule, ...]
    products: tuple[Mapping[str, object], ...]


def find(name: str, own: Path) -> Path:
    """The profile's file: beside the config file (`own`), or shipped. Raises NoSuchProfile."""
    folders = (own, resource("db", "profiles"))
    for folder in folders:
        if (path := folder / f"{name}.toml").exists():
            return path
    known = sorted({p.stem for folder in folders for p in folder.glob("*.toml")})
    raise NoSuchProfile(name=name, known=", ".join(known))


def load(path: Path) -> Profile:
    """Read a profile. Raises BadProfile with the place and the reason."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadProfile(path=path, reason=error) from None
    try:
        return Profile(
            name=str(data.get("name", path.stem)),
            path=path,
            currency=str(data.get("currency", "")),
            delimiter=str(data.get("delimiter", "")),
            encoding=str(data.get("encoding", "")),
            files=tuple(_file(rule) for rule in data["file"]),
            products=tuple(data.get("product", ())),
        )
    except KeyError as error:
        raise BadProfile(path=path, reason=f"{error.args[0]} is missing") from None
    except (ValueError, TypeError) as error:
        raise BadProfile(path=path, reason=error) from None


def _file(data: Mapping[str, object]) -> FileRule:
    name, table, fields = str(data["name"]), str(data["table"]), data["fields"]
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
    constant = data.get("constant")
    return FieldRule(
        column=str(data.get("column", "")),
        text=str(data.get("text", "")),
        constant=None if constant is None else str(constant),
        map=_texts(data["map"]) if "map" in data else None,
        date=str(data.get("date", "")),
        plus_months=str(data.get("plus_months", "")),
        sign=_sign(data["sign"]) if "sign" in data else None,
        birth=_birth(data.get("birth", "")),
        lookup=_lookup(data) if "lookup" in data else None,
    )


def _sign(data: Mapping[str, object]) -> Sign:
    minus = data["minus"]
    if not isinstance(minus, list):
        raise ValueError("sign.minus must be a list")
    return Sign(str(data["column"]), frozenset(str(code) for code in minus))


def _birth(part: object) -> str:
    if part not in ("", "date", "sex"):
        raise ValueError('birth must be "date" or "sex"')
    return str(part)


def _lookup(data: Mapping[str, object]) -> Lookup:
    key = str(data["key"])
    return Lookup(
        str(data["lookup"]), key, str(data.get("match", key)), _texts(data.get("where", {}))
    )


def _texts(data: object) -> Mapping[str, str]:
    if not isinstance(data, Mapping):
        raise ValueError("must be a table of texts")
    return {str(key): str(value) for key, value in data.items()}
