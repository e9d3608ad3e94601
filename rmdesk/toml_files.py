"""TOML files read within bounds: profiles, catalogues, themes and the config file."""

from collections.abc import Mapping
from pathlib import Path

from rmdesk.errors import BadCatalogue, DeskError
from rmdesk.regular_files import MAX_TOML_BYTES, read_regular

MAX_DEPTH = 16
# Dotted keys cost the parser the square of their parts; no line of ours has a tenth of these.
MAX_DOTS_A_LINE = 500
MAX_TEXT = 100_000
MAX_WHOLE = (1 << 63) - 1


def read_toml(path: Path, error: type[DeskError] = BadCatalogue) -> dict[str, object]:
    """Return a TOML file's data, bounded in size, depth and the size of its values.

    Raises `error` with the path and a reason that names the line where it can, and what
    `open_regular` raises.
    """
    return parse_toml(read_regular(path, MAX_TOML_BYTES), path, error)


def parse_toml(raw: bytes, path: Path, error: type[DeskError] = BadCatalogue) -> dict[str, object]:
    """Return the data of a TOML file's bytes. Raises `error` with the path and a reason."""
    import tomllib

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise error(path=path, reason=f"not UTF-8 text (at line {line})") from None
    for number, line_text in enumerate(text.split("\n"), 1):
        if line_text.count(".") > MAX_DOTS_A_LINE:
            raise error(path=path, reason=f"too many dots in a line (at line {number})")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise error(path=path, reason="nested too deeply") from None
    except ValueError as wrong:
        raise error(path=path, reason=_short(str(wrong))) from None
    if reason := _find_excess(data):
        raise error(path=path, reason=reason)
    return data


def _find_excess(data: Mapping[str, object]) -> str:
    """Return what in the data is beyond the bounds, or an empty text."""
    waiting: list[tuple[object, int, str]] = [(data, 0, "")]
    while waiting:
        value, depth, name = waiting.pop()
        if depth > MAX_DEPTH:
            return "nested too deeply"
        if isinstance(value, Mapping):
            waiting += [(item, depth + 1, str(key)) for key, item in value.items()]
        elif isinstance(value, list):
            waiting += [(item, depth + 1, name) for item in value]
        elif isinstance(value, str) and len(value) > MAX_TEXT:
            return f"{_short(name)} is longer than {MAX_TEXT:,} characters"
        elif isinstance(value, int) and abs(value) > MAX_WHOLE:
            return f"{_short(name)} is too large a number"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"
