"""Themes from TOML files: those that ship, and the manager's own beside the config file."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from textual.theme import Theme

from rmdesk.errors import DeskError
from rmdesk.paths import resource
from rmdesk.toml_files import read_toml

DEFAULT = "rmdesk-night"


def _files(own: Path) -> dict[str, Path]:
    """All theme files by their names; one of the manager's own wins over a shipped one."""
    return {
        path.stem: path for folder in (resource("themes"), own) for path in folder.glob("*.toml")
    }


def named(name: str, own: Path) -> Theme:
    """The theme of that name, or the default one where it is not there or not right."""
    files = _files(own)
    found = _read(files[name]) if name in files else None
    found = found or _read(files[DEFAULT])
    assert found is not None
    return found


def themes(own: Path) -> Iterator[Theme]:
    """All themes that can be read."""
    for path in _files(own).values():
        theme = _read(path)
        if theme is not None:
            yield theme


def default_variables() -> dict[str, str]:
    """The variables of the theme that ships as the default."""
    theme = _read(resource("themes", f"{DEFAULT}.toml"))
    return theme.variables if theme else {}


@cache
def _read(path: Path) -> Theme | None:
    """A theme file; None where it is not right, so that a bad one never keeps the desk shut."""
    try:
        data = read_toml(path)
        variables = {f"rm-{k.replace('_', '-')}": v for k, v in _texts(data["variables"]).items()}
        color = _texts(data["colors"])
        return Theme(
            name=str(data["name"]),
            dark=bool(data["dark"]),
            primary=color["primary"],
            secondary=color.get("secondary"),
            accent=color.get("accent"),
            foreground=color.get("foreground"),
            background=color.get("background"),
            surface=color.get("surface"),
            panel=color.get("panel"),
            success=color.get("success"),
            warning=color.get("warning"),
            error=color.get("error"),
            variables=variables,
        )
    except (DeskError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _texts(data: object) -> dict[str, str]:
    if not isinstance(data, Mapping):
        raise ValueError
    return {str(key): str(value) for key, value in data.items()}
