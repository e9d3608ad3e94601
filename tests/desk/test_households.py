"""A household's contribution: everyone once, in every view the same, whoever looks."""

from datetime import date

from rmdesk.desk import comparing, contribution, customers, editing, households
from rmdesk.store.book import Book
from rmdesk.terms import RelationKind, SortKey, ValueView

PERIOD = (date(2026, 2, 10), date(2026, 9, 20))


def some(book: Book, count: int) -> list[int]:
    page = customers.page(book, SortKey.CONTRIBUTION, 0, 60)
    alone = [line.id for line in page.lines if households.members(book, line.id) == (line.id,)]
    return alone[:count]


def test_members_are_tied_and_each_stands_there_once(demo_book: Book) -> None:
    one, other, third, guarantor = some(demo_book, 4)
    editing.relate(demo_book, one, other, RelationKind.SPOUSE)
    editing.relate(demo_book, third, other, RelationKind.CHILD)
    editing.relate(demo_book, other, one, RelationKind.OWNER)
    editing.relate(demo_book, guarantor, one, RelationKind.GUARANTOR)
    assert households.members(demo_book, one)[0] == one
    for member in (one, other, third):
        assert set(households.members(demo_book, member)) == {one, other, third}
    assert households.members(demo_book, guarantor) == (guarantor,)


def test_a_household_is_the_sum_of_its_members_in_every_view(demo_book: Book) -> None:
    group = tuple(some(demo_book, 3))
    single = sum(
        contribution.value(demo_book, ValueView.COMPONENT, *PERIOD, member).total
        for member in group
    )
    for view in ValueView:
        report = contribution.value(demo_book, view, *PERIOD, (*group, group[0]))
        assert report.total == single == sum(line.minor for line in report.lines)


def test_a_household_can_be_compared(demo_book: Book) -> None:
    group = tuple(some(demo_book, 2))
    before = (date(2025, 2, 10), date(2025, 9, 20))
    found = comparing.compare(demo_book, ValueView.COMPONENT, PERIOD, before, group)
    assert sum(r.minor for r in found.reasons) == found.now.total - found.before.total
