"""Files that are wrong or odd: each file of `tests/data/bad/reading` gets what its case says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rmdesk.cli.exchanging import options_of
from rmdesk.cli.main import parser
from rmdesk.desk import importing, opening
from rmdesk.desk.importing import Order, Report
from rmdesk.errors import DeskError
from rmdesk.i18n.words import explain
from rmdesk.store.book import Book
from tests.bad_files import (
    READING,
    Case,
    case_name,
    check_sentences,
    load_cases,
    make_base,
    wanted,
)
from tests.conftest import TODAY, copied

CASES = load_cases(READING)


@pytest.fixture(scope="module")
def base_store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book; no case changes it."""
    return make_base(empty_store, READING, tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def base(base_store: Path) -> Iterator[Book]:
    book = opening.open_book(base_store, None, TODAY)
    yield book
    book.close()


def order_of(case: Case) -> Order:
    """The order that the command line makes of a case's options."""
    line = ["import", str(READING / case["file"])]
    for option, value in case.get("options", {}).items():
        line += [f"--{option.replace('_', '-')}", *([] if value is True else [value])]
    arguments = parser().parse_args(line)
    path = Path(arguments.paths[0])
    return Order((path,), options=options_of(arguments), encoding=arguments.encoding)


def check_notes(report: Report, case: Case) -> None:
    told = [f"{note.code} {note.column}".strip() for note in report.notes]
    assert not set(case.get("notes", ())) - set(told), told


@pytest.mark.parametrize("case", [c for c in CASES if "stored" not in c], ids=case_name)
def test_a_bad_file_is_refused_by_name_line_and_column(base: Book, case: Case) -> None:
    assert "error" in case or "problems" in case
    if "error" in case:
        with pytest.raises(DeskError) as refused:
            importing.run(base, order_of(case))
        assert type(refused.value).__name__ == case["error"]
        assert "{" not in explain(refused.value)
        return
    report = importing.run(base, order_of(case))
    found = [(p.line, p.column, p.value, p.code) for p in report.problems]
    assert found == wanted(case["problems"])
    assert not report.written
    check_notes(report, case)
    check_sentences(report)


@pytest.mark.parametrize("case", [c for c in CASES if "stored" in c], ids=case_name)
def test_an_odd_file_is_taken_as_it_was_meant(base_store: Path, tmp_path: Path, case: Case) -> None:
    book = opening.open_book(copied(base_store, tmp_path), None, TODAY)
    try:
        report = importing.run(book, order_of(case))
        assert report.written, report.problems
        assert [list(row) for row in book.rows(case["query"])] == case["stored"]
        check_notes(report, case)
        check_sentences(report)
    finally:
        book.close()


def test_each_file_has_a_case() -> None:
    files = {path.name for path in READING.iterdir() if path.is_file()} - {"cases.toml"}
    assert files == {case["file"] for case in CASES}
