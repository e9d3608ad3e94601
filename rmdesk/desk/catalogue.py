"""The shipped catalogue, and files like it, as data."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from rmdesk.errors import BadCatalogue
from rmdesk.paths import resource

Data = Mapping[str, object]


def read(name: str) -> Mapping[str, object]:
    """A file of `db/catalogue/` as data. Raises BadCatalogue."""
    return read_file(resource("db", "catalogue", f"{name}.toml"))


def read_file(path: Path) -> Mapping[str, object]:
    """A catalogue file as data. Raises BadCatalogue."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadCatalogue(path=path, reason=error) from None


def tables(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """A list of tables in a file's data, empty where there is none. Raises ValueError."""
    found = data.get(name, [])
    if not isinstance(found, list):
        raise ValueError(f"{name} must be a list of tables")
    return found
