"""The book as a whole: every grouping sums to the same total."""

from rmdesk.desk import contribution, worth
from rmdesk.store.book import Book
from rmdesk.terms import ValueView


def test_every_grouping_sums_to_the_book(demo_book: Book) -> None:
    whole = worth.look(demo_book)
    assert whole.contribution != 0 and whole.customers == 60
    for groups in (whole.by_tier, whole.by_stage):
        assert sum(g.contribution for g in groups) == whole.contribution
        assert sum(g.previous for g in groups) == whole.previous
        assert sum(g.customers for g in groups) == whole.customers
    assert sum(p.contribution for p in whole.by_product) == whole.contribution
    report = contribution.value(demo_book, ValueView.COMPONENT, whole.first, whole.last)
    assert report.total == whole.contribution


def test_who_loses_is_named_with_what_costs_most(demo_book: Book) -> None:
    whole = worth.look(demo_book)
    assert whole.loss_makers == len(whole.losses) > 0
    assert sum(line.contribution for line in whole.losses) == whole.loss < 0
    assert all(line.minor < 0 for line in whole.losses)


def test_risers_and_fallers_are_the_largest_changes(demo_book: Book) -> None:
    whole = worth.look(demo_book)
    rises = [line.contribution - line.previous for line in whole.risers]
    falls = [line.contribution - line.previous for line in whole.fallers]
    assert rises == sorted(rises, reverse=True) and min(rises) > 0
    assert falls == sorted(falls) and max(falls) < 0


def test_an_empty_book_has_no_worth_and_says_so(book: Book) -> None:
    whole = worth.look(book)
    assert (whole.contribution, whole.customers, whole.makes_most) == (0, 0, 0)
    assert not (whole.losses or whole.risers or whole.fallers)
