import re
from datetime import timedelta
from pathlib import Path

from rmdesk.desk import customers, demo, exporting
from rmdesk.desk import today as desk_today
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
