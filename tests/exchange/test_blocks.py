"""Files are read by blocks of whole columns where they can be: as they are read row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies as st

from rmdesk.errors import DeskError
from rmdesk.exchange import reading, text_files
from rmdesk.exchange.files import sources
from tests.torture.import_grammar import make_file

# Few lines a block, so that a small file has several.
LINES = 3


@contextmanager
def reading_by(lines: str, rows: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_files, "_LINES_AT_ONCE", LINES)
        if lines == "one by one":
            patch.setattr(
                text_files, "_read_plain", lambda found, _delimiter: None if found else []
            )
        if rows == "one by one":
            patch.setattr(reading._BatchReader, "take_plain", lambda *_: False)
        yield


def read(path: Path, size: int = 20_000) -> object:
    """All that reading a file gives."""
    try:
        prepared = reading.prepare(sources([path]), None, reading.Options())
    except DeskError as error:
        return repr(error)
    found: list[object] = [prepared.problems, prepared.notes]
    for plan in prepared.plans:
        batches = list(reading.batches(plan, 2, size))
        found.append([pair for b in batches for pair in zip(b.lines, b.rows, strict=True)])
        found.append([problem for b in batches for problem in b.problems])
    return found


def check_same(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with reading_by("blocks", "blocks"):
        wanted = read(path)
    for lines, rows in (("one by one", "blocks"), ("blocks", "one by one"), ("one by one",) * 2):
        with reading_by(lines, rows):
            assert read(path) == wanted
            assert read(path, size=2) == wanted


def test_files_of_the_grammar_are_read_the_same_by_blocks_and_by_rows(tmp_path: Path) -> None:
    for number in range(150):
        file = make_file(Random(f"blocks/{number}"), number)
        check_same(tmp_path / "import.csv", file.data)


# A header, and rows below it: also empty ones, ones that lack a cell, the header again.
FILES = (
    'reference,account,date,amount,text|R,A,2026-01-05,5,t|R,A,2026-01-05,"1,5",|R,,2026-01-05,5,|,,,,',
    "bank_id,name,phones|P1,Wang,138|P2,Li,|,,138|,,",
)
rows = st.text(st.sampled_from('a1",\n\r ¥-'), max_size=60)


@given(st.sampled_from(FILES), rows, st.data())
def test_any_text_is_read_the_same_by_blocks_and_by_rows(
    file: str, text: str, data: st.DataObject
) -> None:
    known = file.split("|")
    lines = st.lists(st.sampled_from(known), max_size=8)
    with TemporaryDirectory() as name:
        whole = "\n".join([known[0], *data.draw(lines), text, *data.draw(lines)])
        check_same(Path(name) / "import.csv", whole.encode())
