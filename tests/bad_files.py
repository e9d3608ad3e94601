"""The cases of `tests/data/bad`: files that are wrong or odd, and what each gets.

Two folders, one shape: `reading` is refused or taken by the file alone, `intake` by what the book
holds. Each has a `base` to be imported first.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rmdesk.desk import importing, opening
from rmdesk.desk.importing import Order, Report
from rmdesk.i18n.imports import explain_note, explain_problem
from tests.conftest import TODAY, copied

READING, INTAKE = (Path(__file__).parent / "data" / "bad" / name for name in ("reading", "intake"))
Case = Mapping[str, Any]
# Of a row or a note: line, column, value, code.
Found = tuple[int, str, str, str]


def load_cases(folder: Path) -> list[Case]:
    """Return a folder's cases."""
    cases: list[Case] = tomllib.loads((folder / "cases.toml").read_text("utf-8"))["case"]
    return cases


def case_name(case: Case) -> str:
    """Return how pytest names a case."""
    return Path(case["file"]).stem


def make_base(empty_store: Path, folder: Path, into: Path) -> Path:
    """Make the small book that a folder's cases are imported into."""
    path = copied(empty_store, into)
    book = opening.open_book(path, None, TODAY)
    assert importing.run(book, Order((folder / "base",))).written
    book.close()
    return path


def wanted(items: list[dict[str, Any]]) -> list[Found]:
    """Return what a case says of rows or notes."""
    return [(i["line"], i["column"], i.get("value", ""), i["code"]) for i in items]


def check_sentences(report: Report) -> None:
    """Check that whatever is refused or told has a sentence, with all its figures."""
    for found in report.problems:
        text = explain_problem(found.code, found.value, found.figures)
        assert text != found.code and "{" not in text
    for note in report.notes:
        text = explain_note(note.code, note.value, note.figures)
        assert text != note.code and "{" not in text
