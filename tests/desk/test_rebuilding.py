"""Figures beyond all bounds never keep the manager out of the book: they are left out and named."""

from datetime import date
from pathlib import Path

import pytest

from rmdesk.desk import contribution, deriving, doctor, editing, opening, undoing, valuing
from rmdesk.desk.findings import Fault
from rmdesk.model.account import Account, Transaction
from rmdesk.model.product import ProductRate
from rmdesk.store.book import Book
from rmdesk.terms import Act, ValueView
from tests.conftest import TODAY

ABSURD = 4 * 10**18


def account(book: Book, name: str, minor: int, product: str = "current") -> int:
    """A customer with an account that something was paid into in January."""
    customer = editing.create(book, {"name": name})
    with book.deed(Act.IMPORT) as writing:
        row = Account(customer_id=customer, number=name, product=product, currency="CNY")
        writing.add(row)
        writing.flush()
        writing.add(
            Transaction(account_id=row.id, day=date(2026, 1, 5), minor=minor, reference="1")
        )
    return customer


def set_price(book: Book, product: str, ppm: int) -> None:
    with book.deed(Act.EDIT_PRICES) as writing:
        writing.add(
            ProductRate(product=product, valid_from=date(2025, 12, 1), ftp_ppm=ppm, rate_ppm=0)
        )


def without_value(book: Book) -> set[int | None]:
    findings = doctor.examine(book).findings
    return {f.customer_id for f in findings if f.fault is Fault.NO_VALUE}


def test_an_absurd_amount_costs_one_customer_its_value_and_nobody_else(book: Book) -> None:
    usual = account(book, "usual", 1_000_000)
    absurd = account(book, "absurd", ABSURD)
    assert without_value(book) == {absurd}
    assert book.number("SELECT count(*) FROM rollup WHERE customer_id = ?", (usual,)) > 0
    assert book.number("SELECT count(*) FROM rollup WHERE customer_id = ?", (absurd,)) == 0
    undoing.undo(book)
    assert without_value(book) == set()


def test_a_book_with_an_absurd_price_opens_and_the_price_can_be_taken_back(
    store: Path,
) -> None:
    book = opening.open_book(store, None, TODAY)
    usual = account(book, "usual", 1_000_000)
    other = account(book, "other", -5_000_000, "mortgage")
    before = book.rows("SELECT * FROM rollup")
    set_price(book, "current", 10**18)
    book.close()

    book = opening.open_book(store, None, TODAY)
    assert deriving.catch_up(book)
    assert without_value(book) == {usual}
    assert book.number("SELECT count(*) FROM rollup WHERE customer_id = ?", (other,)) > 0
    book.close()

    book = opening.open_book(store, None, date(2026, 12, 2))
    assert without_value(book) == {usual}
    book.close()

    book = opening.open_book(store, None, TODAY)
    undoing.undo(book)
    deriving.catch_up(book)
    assert without_value(book) == set()
    months = date(2026, 1, 1), date(2026, 10, 31)
    assert contribution.value(book, ValueView.COMPONENT, *months, usual).total != 0
    assert [row for row in book.rows("SELECT * FROM rollup") if row in before] == before
    book.close()


def test_the_book_opens_where_the_month_cannot_be_turned(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_book: Book) -> int:
        raise OverflowError

    with monkeypatch.context() as patch:
        patch.setattr(valuing, "last_complete_month", fail)
        book = opening.open_book(store, None, date(2027, 3, 1))
        assert Fault.NO_MONTH in {f.fault for f in doctor.examine(book).findings}
        book.close()
    book = opening.open_book(store, None, date(2027, 3, 1))
    assert Fault.NO_MONTH not in {f.fault for f in doctor.examine(book).findings}
    book.close()
