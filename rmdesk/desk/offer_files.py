"""Catalogues of offers as TOML files: read with line and reason for what is wrong, and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rmdesk.errors import BadOffer, TwoVersions, Unwritable
from rmdesk.offers import offer
from rmdesk.offers.offer import WrittenOffer
from rmdesk.offers.wrong import Wrong
from rmdesk.regular_files import MAX_TOML_BYTES, read_regular
from rmdesk.toml_files import parse_toml

_TEXTS = ("code", "family", "move", "sells", "risk", "credit", "trigger", "factor", "level")
_NUMBERS = ("cost", "cost_days", "presenting", "minimum", "chance")
_FLAGS = ("retired",)
# A list in a file, words divided by spaces in the book.
_CODES = ("passes", "excludes")
_DAYS = ("valid_from", "valid_to")
_BY_LANGUAGE = ("points", "documents")
_KNOWN = {*_TEXTS, *_NUMBERS, *_FLAGS, *_DAYS, *_BY_LANGUAGE, *_CODES, "name", "when", "effects"}
Data = Mapping[str, object]


@dataclass(frozen=True)
class CatalogueFile:
    """What a catalogue file holds; `version` is 0 where it says none."""

    version: int
    offers: tuple[WrittenOffer, ...]


def read(paths: Sequence[Path], digits: int) -> CatalogueFile:
    """The offers of some files, all of them right for a currency with so many digits.

    Raises NoSuchFile, UnreadableFile, BadCatalogue, BadOffer, and TwoVersions where the files are
    of different versions.
    """
    found: dict[str, WrittenOffer] = {}
    versions: dict[int, Path] = {}
    for path in paths:
        lines, data = _data(path)
        version = data.get("version", 0)
        if not isinstance(version, int) or isinstance(version, bool):
            line = _top_line(lines, "version")
            raise BadOffer(path=path, line=line, code="–", field="version", reason="version")
        versions.setdefault(version, path)
        for place, entry in enumerate(_entries(path, data)):
            written = _checked(path, lines, place, entry, digits)
            if written.code in found:
                raise _refused(path, lines, place, entry, Wrong("code", "twice", written.code))
            found[written.code] = written
    if len(versions) > 1:
        first, second = sorted(versions)[:2]
        raise TwoVersions(first=first, second=second, path=versions[second])
    return CatalogueFile(next(iter(versions), 0), tuple(found.values()))


def _data(path: Path) -> tuple[list[str], Data]:
    raw = read_regular(path, MAX_TOML_BYTES)
    data = parse_toml(raw, path)
    return raw.decode("utf-8-sig").splitlines(), data


def _entries(path: Path, data: Data) -> list[Data]:
    found = data.get("offer", [])
    unknown = sorted(set(data) - {"offer", "version"})
    if unknown or not isinstance(found, list) or not all(isinstance(e, Mapping) for e in found):
        raise BadOffer(path=path, line=1, code="–", field=(unknown or ["offer"])[0], reason="field")
    return found


def _checked(
    path: Path, lines: Sequence[str], place: int, entry: Data, digits: int
) -> WrittenOffer:
    try:
        written = from_data(entry)
        offer.read(written, digits)
        offer.check_limits(written)
    except Wrong as wrong:
        raise _refused(path, lines, place, entry, wrong) from None
    return written


def _refused(path: Path, lines: Sequence[str], place: int, entry: Data, wrong: Wrong) -> BadOffer:
    return BadOffer(
        path=path,
        line=_line(lines, place, wrong.field),
        code=str(entry.get("code", place + 1)),
        field=wrong.field,
        reason=wrong.code,
        text=wrong.text,
    )


def _line(lines: Sequence[str], place: int, field: str) -> int:
    """The line of a field in the offer at that place, else the line the offer begins in."""
    starts = [n for n, line in enumerate(lines) if line.strip().startswith("[[offer]]")]
    begin = starts[place] if place < len(starts) else 0
    end = starts[place + 1] if place + 1 < len(starts) else len(lines)
    for number in range(begin + 1, end):
        name = lines[number].partition("=")[0].strip().strip("[]").removeprefix("offer.")
        if name.partition(".")[0] == field:
            return number + 1
    return begin + 1


def _top_line(lines: Sequence[str], name: str) -> int:
    return next((n for n, line in enumerate(lines, 1) if line.strip().startswith(name)), 1)


def from_data(entry: Data) -> WrittenOffer:
    """An offer of a file as it is written. Raises Wrong where a field is none or no such value."""
    for name in entry:
        if name not in _KNOWN:
            raise Wrong(name, "old_field" if name == "expected" else "field")
    texts = {name: _text(entry, name) for name in _TEXTS}
    return WrittenOffer(
        **texts | {name: _number(entry, name) for name in _NUMBERS if name in entry},
        retired=_flag(entry, "retired"),
        valid_from=_day(entry, "valid_from"),
        valid_to=_day(entry, "valid_to"),
        when=_list(entry.get("when", []), "when"),
        effects=_list(entry.get("effects", []), "effects"),
        passes=" ".join(_list(entry.get("passes", []), "passes")),
        excludes=" ".join(_list(entry.get("excludes", []), "excludes")),
        names={k: _one(v, "name") for k, v in _table(entry, "name").items()},
        points={k: _list(v, "points") for k, v in _table(entry, "points").items()},
        documents={k: _list(v, "documents") for k, v in _table(entry, "documents").items()},
    )


def _one(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise Wrong(name, "text", str(value))
    return value


def _text(entry: Data, name: str) -> str:
    return _one(entry.get(name, ""), name)


def _number(entry: Data, name: str) -> str:
    value = entry[name]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Wrong(name, "number", str(value))
    return str(value)


def _flag(entry: Data, name: str) -> bool:
    value = entry.get(name, False)
    if not isinstance(value, bool):
        raise Wrong(name, "flag", str(value))
    return value


def _day(entry: Data, name: str) -> date | None:
    value = entry.get(name)
    if value is not None and type(value) is not date:
        raise Wrong(name, "date", str(value))
    return value


def _list(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Wrong(name, "list", str(value))
    return tuple(value)


def _table(entry: Data, name: str) -> Data:
    value = entry.get(name, {})
    if not isinstance(value, Mapping):
        raise Wrong(name, "by_language", str(value))
    return value


def write(path: Path, file: CatalogueFile) -> None:
    """Write a catalogue that `read` gives again. Raises Unwritable."""
    import tomli_w

    data = {"version": file.version, "offer": [_as_data(o) for o in file.offers]}
    try:
        path.write_text(tomli_w.dumps(data), encoding="utf-8")
    except OSError as error:
        raise Unwritable(path=path, reason=error.strerror or error) from None


def _as_data(written: WrittenOffer) -> dict[str, object]:
    data: dict[str, object] = {"code": written.code, "name": dict(written.names)}
    for name in (*_TEXTS[1:], *_NUMBERS, *_FLAGS, *_DAYS):
        if value := getattr(written, name):
            data[name] = value
    data["when"] = list(written.when)
    data["effects"] = list(written.effects)
    for name in _CODES:
        if value := getattr(written, name):
            data[name] = value.split()
    for name in _BY_LANGUAGE:
        if value := getattr(written, name):
            data[name] = {language: list(lines) for language, lines in value.items()}
    return data
