"""Owners and ratings hold from a day on; the past stays what it was, and undo takes them back."""

from datetime import date

import pytest

from rmdesk.desk import accounts, contribution, details, history, undoing
from rmdesk.desk.accounts import Rated, Shared
from rmdesk.errors import BadInput
from rmdesk.store.book import Book
from rmdesk.terms import AssetClass, ValueView
from tests.desk.test_returns import borrower

FIRST_OF_JUNE = date(2026, 6, 1)
MAY, JUNE = (date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 6, 1), date(2026, 6, 30))


def other_than(book: Book, customer: int) -> int:
    return book.number("SELECT min(id) FROM customers WHERE id <> ?", (customer,))


def total(book: Book, who: int, month: tuple[date, date]) -> int:
    return contribution.value(book, ValueView.COMPONENT, *month, who).total


def test_an_account_moves_with_what_it_earns_from_then_on(demo_book: Book) -> None:
    customer, account = borrower(demo_book)
    other = other_than(demo_book, customer)
    before = {
        who: (total(demo_book, who, MAY), total(demo_book, who, JUNE)) for who in (customer, other)
    }
    accounts.change(demo_book, account, FIRST_OF_JUNE, Shared(customer, 0, other), None)
    after = {
        who: (total(demo_book, who, MAY), total(demo_book, who, JUNE)) for who in (customer, other)
    }
    for who in (customer, other):
        assert after[who][0] == before[who][0]
    moved = after[other][1] - before[other][1]
    assert moved > 0 and abs(before[customer][1] - after[customer][1] - moved) <= 1
    mine = {a.id: a.share_ppm for a in details.accounts(demo_book, customer)}
    assert mine[account] == 0
    undoing.undo(demo_book)
    assert total(demo_book, other, JUNE) == before[other][1]


def test_the_owners_of_a_day_are_replaced(demo_book: Book) -> None:
    customer, account = borrower(demo_book)
    other = other_than(demo_book, customer)
    for share in (300_000, 1_000_000, 600_000):
        rest = other if share < 1_000_000 else None
        accounts.change(demo_book, account, FIRST_OF_JUNE, Shared(customer, share, rest), None)
    rows = demo_book.rows("SELECT customer_id, share_ppm FROM account_holders ORDER BY 2")
    assert rows == [(other, 400_000), (customer, 600_000)]


def test_a_worse_rating_costs_from_its_day(demo_book: Book) -> None:
    customer, account = borrower(demo_book)
    may, june = total(demo_book, customer, MAY), total(demo_book, customer, JUNE)
    accounts.change(demo_book, account, FIRST_OF_JUNE, None, Rated("C3", ""))
    assert total(demo_book, customer, MAY) == may
    assert total(demo_book, customer, JUNE) < june
    line = next(a for a in details.accounts(demo_book, customer) if a.id == account)
    assert line.rating == "C3"
    accounts.change(demo_book, account, FIRST_OF_JUNE, None, Rated("", "deposit"))
    assert total(demo_book, customer, JUNE) > june


def test_what_cannot_be_is_refused_at_its_field(demo_book: Book) -> None:
    customer, account = borrower(demo_book)
    for share, other, field in (
        (1_000_001, None, "share"),
        (500_000, None, "other"),
        (500_000, customer, "other"),
    ):
        with pytest.raises(BadInput) as refused:
            shared = Shared(customer, share, other)
            accounts.change(demo_book, account, FIRST_OF_JUNE, shared, Rated("D", ""))
        assert refused.value.field == field
    with pytest.raises(BadInput) as refused:
        accounts.change(demo_book, account, FIRST_OF_JUNE, None, Rated("splendid", ""))
    assert refused.value.field == "rating"
    assert not demo_book.rows(
        "SELECT 1 FROM account_ratings WHERE day = ?", (FIRST_OF_JUNE.toordinal(),)
    )


def test_the_history_says_an_asset_class_in_words(demo_book: Book) -> None:
    _customer, account = borrower(demo_book)
    rated = Rated("", "", AssetClass.DOUBTFUL)
    accounts.change(demo_book, account, FIRST_OF_JUNE, None, rated)
    operation = history.list_operations(demo_book, limit=1).lines[0].id
    (row,) = history.list_changes(demo_book, operation).rows
    assert {f.field: f.new for f in row.fields}["asset_class"] is AssetClass.DOUBTFUL
