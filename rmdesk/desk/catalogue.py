"""The shipped catalogue, and files like it, as data."""

from collections.abc import Mapping
from pathlib import Path

from rmdesk.paths import resource
from rmdesk.toml_files import read_toml

Data = Mapping[str, object]


def read(name: str) -> Mapping[str, object]:
    """A file of `db/catalogue/` as data. Raises BadCatalogue, and what `open_regular` raises."""
    return read_file(resource("db", "catalogue", f"{name}.toml"))


def read_file(path: Path) -> Mapping[str, object]:
    """A catalogue file as data. Raises BadCatalogue, and what `open_regular` raises."""
    return read_toml(path)


def tables(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """A list of tables in a file's data, empty where there is none. Raises ValueError."""
    found = data.get(name, [])
    if not isinstance(found, list):
        raise ValueError(f"{name} must be a list of tables")
    if not all(isinstance(entry, Mapping) for entry in found):
        raise ValueError(f"{name} must be a list of tables")
    return found
