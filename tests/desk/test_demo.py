import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from rmdesk.desk import (
    customers,
    demo,
    editing,
    exporting,
    importing,
    opening,
    today as desk_today,
    worth,
)
from rmdesk.errors import NotADemo, NotForDemo, StoreInUse
from rmdesk.store.book import Book
from rmdesk.terms import CustomerKind, Section, SortKey
from tests.conftest import TODAY


def test_it_is_the_same_on_every_run(demo_book: Book, tmp_path: Path) -> None:
    again = demo.open_demo(tmp_path / "again.rmdesk", TODAY)
    for book, name in ((demo_book, "a"), (again, "b")):
        exporting.export(book, tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        mine = path.read_text(encoding="utf-8-sig")
        other = (tmp_path / "b" / path.name).read_text(encoding="utf-8-sig")
        assert _without_ids(mine) == _without_ids(other), path.name
    again.close()


def _without_ids(text: str) -> list[str]:
    """The lines without rmdesk's own ids, which are made of the time of day."""
    return [re.sub(r"(^|,)\d{17,19}(?=,|$)", r"\1", line) for line in text.splitlines()]


def test_every_screen_has_something_to_show(demo_book: Book) -> None:
    overview = customers.overview(demo_book)
    assert overview.demo and 55 <= overview.customers <= 65
    view = desk_today.look(demo_book)
    assert all(view.count(section) for section in Section)
    page = customers.page(demo_book, SortKey.CONTRIBUTION, 0, 100)
    looked = [customers.look(demo_book, line.id) for line in page.lines]
    assert {v.kind for v in looked} == set(CustomerKind)
    assert sum(bool(v.offers.suggestions) for v in looked) > 40
    assert sum(bool(v.log) for v in looked) == len(looked)
    assert any(v.offers.open for v in looked) and any(v.offers.past for v in looked)


def test_it_moves_with_the_day(tmp_path: Path) -> None:
    later = TODAY + timedelta(days=400)
    book = demo.open_demo(tmp_path / "later.rmdesk", later)
    assert desk_today.look(book).count(Section.TODAY) >= 5
    book.close()


def test_it_keeps_what_was_done_in_it_until_it_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "demo.rmdesk"
    book = demo.open_demo(path, TODAY)
    editing.create(book, {"name": "Somebody New"})
    book.close()
    for fresh, count in ((False, 61), (True, 60)):
        book = demo.open_demo(path, TODAY + timedelta(days=40), fresh)
        assert customers.overview(book).customers == count
        book.close()
    assert [p.name for p in tmp_path.iterdir() if "home" not in p.name] == ["demo.rmdesk"]


@pytest.mark.parametrize("kind", ["encrypted", "own", "foreign", "text", "empty", "folder"])
@pytest.mark.parametrize("fresh", [False, True])
def test_nothing_but_a_demo_is_ever_replaced(
    tmp_path: Path, store: Path, kind: str, fresh: bool
) -> None:
    path = tmp_path / "x.rmdesk"
    if kind == "encrypted":
        opening.make(path, "eight horses", TODAY).close()
    elif kind == "own":
        store.rename(path)
    elif kind == "foreign":
        sqlite3.connect(path).execute("CREATE TABLE book (demo)").connection.close()
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_text("notes" * (kind == "text"))
    before = {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    with pytest.raises(NotADemo):
        demo.open_demo(path, TODAY, fresh)
    assert {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


def test_a_demo_that_is_open_elsewhere_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "demo.rmdesk"
    book = demo.open_demo(path, TODAY)
    with pytest.raises(StoreInUse):
        demo.open_demo(path, TODAY, fresh=True)
    editing.create(book, {"name": "Somebody New"})
    book.close()


def test_a_demo_takes_in_no_customers(demo_book: Book, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("bank_id,kind,name\nX1,person,Real Person\n", encoding="utf-8")
    with pytest.raises(NotForDemo):
        importing.run(demo_book, importing.Order((file,)))
    assert customers.overview(demo_book).customers == 60


def test_the_demo_costs_and_earns_what_a_bank_does(demo_book: Book) -> None:
    report = worth.look(demo_book).report
    assert report.cost_income_ppm is not None and report.raroc_ppm is not None
    assert 250_000 <= report.cost_income_ppm <= 600_000
    # Above what capital has to earn, and below what only a deposit business without risk does.
    assert 120_000 <= report.raroc_ppm <= 450_000
    assert report.after_capital > 0
