"""Figures beyond all bounds never keep the manager out of the book: they are left out and named."""

from datetime import date
from pathlib import Path

import pytest

from rmdesk import faults, paths
from rmdesk.desk import (
    contribution,
    deriving,
    doctor,
    editing,
    opening,
    purging,
    undoing,
    valuing,
)
from rmdesk.desk.findings import Fault
from rmdesk.errors import StoreDamaged, StoreFull
from rmdesk.model.account import Account, Transaction
from rmdesk.model.product import ProductRate
from rmdesk.store import integrity
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


def without_value(book: Book, fault: Fault = Fault.NO_VALUE) -> set[int | None]:
    findings = doctor.examine(book).findings
    return {f.customer_id for f in findings if f.fault is fault}


def break_rebuild(patch: pytest.MonkeyPatch, culprit: int) -> None:
    """Put a fault of the program into the calculation of one customer."""
    calculate = valuing.rebuild

    def fail(book: Book, customers: list[int] | None, *rest: int) -> None:
        calculate(book, customers, *rest)
        if customers is None or culprit in customers:
            raise TypeError

    patch.setattr(valuing, "rebuild", fail)


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


def test_a_fault_of_the_program_is_reported_and_not_blamed_on_amounts(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, culprit = account(book, "usual", 1_000_000), account(book, "culprit", 1_000_000)
    report = paths.home().log / faults.FILE
    with monkeypatch.context() as patch:
        break_rebuild(patch, culprit)
        set_price(book, "current", 20_000)
        assert deriving.catch_up(book)
    assert without_value(book) == set()
    assert without_value(book, Fault.VALUE_FAULT) == {culprit}
    assert report.read_text().count("TypeError") == 1
    assert book.number("SELECT count(*) FROM rollup WHERE customer_id = ?", (usual,)) > 0
    set_price(book, "mortgage", 30_000)
    assert deriving.catch_up(book)
    assert without_value(book, Fault.VALUE_FAULT) == set()


def test_an_absurd_amount_is_not_reported_as_a_fault_of_the_program(book: Book) -> None:
    account(book, "absurd", ABSURD)
    assert not (paths.home().log / faults.FILE).exists()


def test_a_fault_in_a_damaged_store_is_called_damage_and_nothing_is_written(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    culprit = account(book, "culprit", 1_000_000)
    before = book.rows("SELECT * FROM rollup")
    monkeypatch.setattr(integrity, "list_damage", lambda *_: ["page 7"])
    break_rebuild(monkeypatch, culprit)
    with pytest.raises(StoreDamaged):
        set_price(book, "current", 20_000)
        deriving.catch_up(book)
    assert book.rows("SELECT * FROM rollup WHERE customer_id = ?", (culprit,)) == before


def test_a_disk_that_is_full_during_a_rebuild_is_told_as_that(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(book: Book, *_rest: object) -> None:
        # SQLite may end the whole transaction where it cannot undo a statement by itself.
        book.rows("ROLLBACK")
        raise StoreFull(folder=book.path.parent)

    customers = book.number("SELECT count(*) FROM customers")
    monkeypatch.setattr(valuing, "rebuild", fail)
    with pytest.raises(StoreFull):
        account(book, "usual", 1_000_000)
    assert book.number("SELECT count(*) FROM accounts") == 0
    assert book.number("SELECT count(*) FROM customers") == customers + 1


def test_a_purged_customer_is_not_named_as_one_without_value(book: Book) -> None:
    purging.purge(book, account(book, "absurd", ABSURD), "absurd")
    assert without_value(book) == set()


def test_the_book_opens_where_the_month_cannot_be_turned(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_book: Book) -> int:
        raise OverflowError

    with monkeypatch.context() as patch:
        patch.setattr(valuing, "last_complete_month", fail)
        book = opening.open_book(store, None, date(2027, 3, 1))
        assert Fault.NO_MONTH in {f.fault for f in doctor.examine(book).findings}
        report = (paths.home().log / faults.FILE).read_text()
        changes = book.connection.total_changes
        for _ in range(3):
            opening.pulse(book)
        assert book.connection.total_changes == changes
        assert (paths.home().log / faults.FILE).read_text() == report
        book.close()
    book = opening.open_book(store, None, date(2027, 3, 1))
    assert Fault.NO_MONTH not in {f.fault for f in doctor.examine(book).findings}
    book.close()
