"""Transactions without a reference: repeated extracts add nothing, further equal rows are kept."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from rmdesk.desk import importing, opening, undoing
from rmdesk.desk.import_rules import Choices, EqualRows
from rmdesk.desk.importing import Order, Report
from rmdesk.store.book import Book
from tests.conftest import TODAY, copied

BEGIN = date(2026, 3, 1)
Posting = tuple[int, str, int, str, str]
PEOPLE = "bank_id,name\nP1,A\n"
ACCOUNTS = "number,customer,product\nA1,P1,current\nA2,P1,current\n"
HEADER = "account,date,amount,text,counterparty\n"


def written(rows: Sequence[Posting]) -> str:
    lines = [
        f"{account},{(BEGIN + timedelta(day)).isoformat()},{amount}.00,{text},{other}"
        for day, account, amount, text, other in rows
    ]
    return HEADER + "\n".join(lines) + "\n"


def prepare(book: Book, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "c.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "a.csv").write_text(ACCOUNTS, encoding="utf-8")
    assert importing.run(book, Order((folder,))).written


def take(
    book: Book, folder: Path, *files: Sequence[Posting], equal: EqualRows | None = None
) -> Report:
    paths = []
    for n, rows in enumerate(files):
        paths.append(folder / f"t{n}.csv")
        paths[-1].write_text(written(rows), encoding="utf-8")
    return importing.run(book, Order(tuple(paths), choices=Choices(equal)))


def held(book: Book) -> Counter[Posting]:
    rows = book.rows(
        "SELECT t.day, a.number, t.minor / 100, t.text, t.counterparty"
        " FROM transactions t JOIN accounts a ON a.id = t.account_id"
    )
    first = BEGIN.toordinal()
    return Counter(
        (int(day or 0) - first, str(account), int(minor or 0), str(text), str(other))
        for day, account, minor, text, other in rows
    )


COFFEE: Posting = (1, "A1", -4, "coffee", "")
BREAD: Posting = (2, "A1", -6, "bread", "")
RENT: Posting = (3, "A1", -900, "rent", "Wang")


@pytest.fixture
def folder(book: Book, tmp_path: Path) -> Path:
    prepare(book, tmp_path / "in")
    return tmp_path / "in"


def test_a_second_equal_transaction_in_a_longer_extract_is_added(book: Book, folder: Path) -> None:
    take(book, folder, [COFFEE])
    report = take(book, folder, [COFFEE, COFFEE, BREAD])
    assert report.written and held(book) == Counter([COFFEE, COFFEE, BREAD])
    (note,) = [n for n in report.notes if n.code == "equal_taken"]
    assert (note.file, note.line, note.code) == ("t0.csv", 2, "equal_taken")
    assert note.figures == {"count": 1}


def test_an_equal_row_in_an_extract_that_repeats_nothing_is_refused_with_both_readings(
    book: Book, folder: Path
) -> None:
    take(book, folder, [COFFEE, (1, "A1", 50, "salary", "")])
    report = take(book, folder, [COFFEE, BREAD])
    assert not report.written
    (problem,) = report.problems
    assert (problem.line, problem.column, problem.value) == (2, "amount", "-4")
    assert problem.code == "equal_row"
    same = take(book, folder, [COFFEE, BREAD], equal=EqualRows.SAME)
    assert same.written and held(book)[COFFEE] == 1
    assert take(book, folder, [COFFEE], equal=EqualRows.NEW).written
    assert held(book)[COFFEE] == 2


def test_the_counterparty_tells_transactions_apart(book: Book, folder: Path) -> None:
    rows = [(3, "A1", -9, "rent", "Wang"), (3, "A1", -9, "rent", "Li")]
    take(book, folder, rows)
    again = take(book, folder, rows[::-1])
    assert again.written and held(book) == Counter(rows)
    assert [(t.new, t.changed, t.unchanged) for t in again.tables] == [(0, 0, 2)]


def test_what_was_edited_here_is_known_again(book: Book, folder: Path) -> None:
    take(book, folder, [COFFEE, BREAD])
    book.rows("UPDATE transactions SET counterparty = 'Cafe' WHERE text = 'coffee'")
    report = take(book, folder, [COFFEE, BREAD, RENT])
    assert report.written and sum(held(book).values()) == 3


PROFILE = """
[[file]]
name = "t0.csv"
table = "transactions"
where = { text = "coffee" }
[file.fields]
account = "account"
date = { column = "date", date = "%Y-%m-%d" }
amount = "amount"
text = "text"

[[file]]
name = "t0.csv"
table = "transactions"
where = { text = "bread" }
[file.fields]
account = "account"
date = { column = "date", date = "%Y-%m-%d" }
amount = "amount"
text = "text"
"""


def test_a_file_that_a_profile_reads_by_two_rules_is_known_again(
    book: Book, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "t0.csv").write_text(written([COFFEE, COFFEE, BREAD]), encoding="utf-8")
    order = Order((folder / "t0.csv",), profile="mine", own_profiles=tmp_path)
    for _again in range(2):
        assert importing.run(book, order).written
        assert held(book) == Counter([COFFEE, COFFEE, BREAD])


def test_an_import_that_was_taken_back_can_come_again(book: Book, folder: Path) -> None:
    take(book, folder, [COFFEE])
    take(book, folder, [COFFEE, COFFEE])
    undoing.undo(book)
    assert take(book, folder, [COFFEE, COFFEE, COFFEE]).written
    assert held(book)[COFFEE] == 3


postings = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from(["A1", "A2"]),
        st.sampled_from([-4, -6]),
        st.sampled_from(["coffee", "bread"]),
        st.sampled_from(["", "Wang"]),
    ),
    max_size=24,
).map(sorted)


# Shrinking a failure over real stores takes minutes.
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(postings, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=3), st.data())
def test_overlapping_extracts_of_whole_days_give_the_truth(
    empty_store: Path, truth: list[Posting], cuts: list[tuple[int, int]], data: st.DataObject
) -> None:
    draw = random.Random(data.draw(st.integers(0, 999)))
    with TemporaryDirectory() as name:
        book = opening.open_book(copied(empty_store, Path(name)), None, TODAY)
        prepare(book, folder := Path(name) / "in")
        extracts, begin = [], 0
        for last, back in [*sorted(cuts), (9, 3)]:
            first = max(0, min(begin, last) - back)
            extracts.append([row for row in truth if first <= row[0] <= last])
            draw.shuffle(extracts[-1])
            begin = last + 1
        if draw.random() < 0.5:
            assert take(book, folder, *extracts).written
        else:
            assert all(take(book, folder, rows).written for rows in extracts)
        assert held(book) == Counter(truth)
        book.close()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(postings, st.integers(0, 24), st.integers(0, 24))
def test_extracts_that_cut_a_day_never_double_and_lose_nothing_silently(
    empty_store: Path, truth: list[Posting], end: int, begin: int
) -> None:
    with TemporaryDirectory() as name:
        book = opening.open_book(copied(empty_store, Path(name)), None, TODAY)
        prepare(book, folder := Path(name) / "in")
        begin = min(begin, end)
        take(book, folder, truth[:end])
        report = take(book, folder, truth[begin:])
        found = held(book)
        assert not found - Counter(truth)
        if report.written and not [n for n in report.notes if n.code == "equal_taken"]:
            assert found == Counter(truth)
        if not report.written:
            assert {p.code for p in report.problems} == {"equal_row"}
        book.close()
