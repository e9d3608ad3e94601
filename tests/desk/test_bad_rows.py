"""Rows that do not fit the book: each file of `tests/data/bad/intake` gets what its case says."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from rmdesk.desk import editing, followups, importing, interactions, opening, prices
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.import_rules import Choices
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import BadInput
from rmdesk.exchange.notes import Note, Problem
from rmdesk.i18n import import_files
from rmdesk.i18n.words import explain
from rmdesk.store.book import Book
from rmdesk.terms import InteractionKind
from tests.bad_files import (
    INTAKE,
    Case,
    Found,
    case_name,
    check_sentences,
    load_cases,
    make_base,
    wanted,
)
from tests.conftest import TODAY

CASES = load_cases(INTAKE)
TYPED = [case for case in CASES if "typed" in case]


@pytest.fixture(scope="module")
def base(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A small book; no case changes it."""
    path = make_base(empty_store, INTAKE, tmp_path_factory.mktemp("base"))
    book = opening.open_book(path, None, TODAY)
    yield book
    book.close()


def plain(found: tuple[Problem | Note, ...]) -> list[Found]:
    found = tuple(f for f in found if isinstance(f, Problem) or f.code not in import_files.NOTES)
    return [(f.line, f.column, f.value if len(f.value) < 120 else "", f.code) for f in found]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_bad_file_gets_what_its_case_says(base: Book, case: Case) -> None:
    problems, notes = case.get("problems", []), case.get("notes", [])
    assert problems or notes
    report = importing.run(base, Order((INTAKE / case["file"],), dry_run=not problems))
    assert plain(report.problems) == wanted(problems)
    assert plain(report.notes) == wanted(notes)
    assert not report.written
    check_sentences(report)


def type_in(book: Book, form: str, row: dict[str, str]) -> None:
    """Type a file's row where the screen takes it."""
    customer = book.number("SELECT id FROM customers WHERE bank_id = 'C-2'")
    if form == "customer":
        editing.create(book, row)
    elif form == "log":
        at = datetime.fromisoformat(row["at"])
        minutes = int(row.get("minutes", 0))
        draft = InteractionDraft(InteractionKind.CALL, row["text"], at=at, minutes=minutes)
        interactions.log(book, customer, draft)
    elif form == "follow_up":
        due = date.fromisoformat(row["due"])
        followups.add(book, customer, FollowUpDraft(row["text"], due))
    else:
        prices.put(book, prices.Change(form, tuple(row.items())))


@pytest.mark.parametrize("case", TYPED, ids=case_name)
def test_what_a_file_may_not_bring_cannot_be_typed_either(base: Book, case: Case) -> None:
    with (INTAKE / case["file"]).open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    with pytest.raises(BadInput) as refused:
        type_in(base, case["typed"], row)
    (problem,) = case["problems"]
    assert (refused.value.field, refused.value.code) == (problem["column"], problem["code"])
    assert len(explain(refused.value).split()) > 3


@pytest.mark.parametrize("file", ["id-without-zeros", "identity-known"])
def test_like_ids_and_customers_are_taken_where_the_manager_says_so(base: Book, file: str) -> None:
    order = Order((INTAKE / f"{file}.csv",), dry_run=True, choices=Choices(allow_like=True))
    report = importing.run(base, order)
    assert not report.problems and report.tables[0].new == 1


def test_tiers_of_the_banks_own_come_by_a_file_or_an_option(base: Book, tmp_path: Path) -> None:
    unknown = INTAKE / "tier-unknown.csv"
    order = Order((unknown,), dry_run=True, choices=Choices(new_codes=True))
    assert not importing.run(base, order).problems
    tiers = tmp_path / "tiers.csv"
    tiers.write_text("code,name,rank,rhythm_days\nstarlight,Star,1,30\n", encoding="utf-8")
    assert not importing.run(base, Order((tiers, unknown), dry_run=True)).problems


def test_codes_are_stored_as_the_book_writes_them(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("bank_id,name,tier\nP1,A,ＧＯＬＤ\nP2,B, Gold \n", encoding="utf-8")
    report = importing.run(book, Order((path,)))
    taken = [n.figures["count"] for n in report.notes if n.code == "code_taken"]
    assert report.written and taken == [1, 1]
    assert book.rows("SELECT DISTINCT tier FROM customers") == [("gold",)]


def test_an_empty_currency_keeps_the_accounts_own(base: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("number,customer,product,limit\nJ-1,C-2,current,300\n", encoding="utf-8")
    report = importing.run(base, Order((path,), dry_run=True))
    assert not report.problems and report.tables[0].changed == 1
    path.write_text("number,customer,product,limit\nJ-1,C-2,current,0.5\n", encoding="utf-8")
    assert plain(importing.run(base, Order((path,))).problems) == [(2, "limit", "0.5", "decimals")]


def test_each_file_has_a_case() -> None:
    files = {path.name for path in INTAKE.iterdir() if path.is_file()} - {"cases.toml"}
    assert files == {case["file"] for case in CASES}
