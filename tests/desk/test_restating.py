"""The history of past months stays explainable: what changed, and by which posting."""

from datetime import date
from pathlib import Path

from rmdesk.desk import contribution, importing, restating, undoing
from rmdesk.desk.importing import Order
from rmdesk.store.book import Book
from rmdesk.terms import Act, ValueView

CUSTOMERS = "bank_id,name\nP1,张伟\n"
ACCOUNTS = "number,customer,product,opened\nA1,P1,current,2026-01-01\n"
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def take(book: Book, folder: Path, **files: str) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    assert importing.run(book, Order((folder,))).written


def march(book: Book) -> int:
    return contribution.value(book, ValueView.COMPONENT, *MARCH).total


def test_a_posting_that_comes_late_explains_the_month_it_changed(
    book: Book, tmp_path: Path
) -> None:
    first = "reference,account,date,amount,kind\nR1,A1,2026-02-01,50000,cash\n"
    take(book, tmp_path / "a", customers=CUSTOMERS, accounts=ACCOUNTS, transactions=first)
    customer = book.number("SELECT id FROM customers")
    assert restating.months_restated(book, customer) == frozenset()
    before = march(book)
    late = (
        "reference,account,date,booked,amount,kind\n"
        "R2,A1,2026-03-20,2026-04-07,-25,fee\nR3,A1,2026-11-20,,900,cash\n"
    )
    take(book, tmp_path / "b", late_postings=late)
    months = restating.months_restated(book, customer)
    assert min(months) == MARCH[0] and date(2026, 2, 1) not in months
    (change,) = restating.history(book, customer, MARCH[0]).changes
    assert (change.act, change.label) == (Act.IMPORT, "late_postings.csv")
    assert (change.before, change.after) == (before, march(book))
    assert march(book) > before
    (posting,) = change.postings
    assert (posting.account, posting.minor, posting.kind) == ("A1", -2_500, "fee")
    assert (posting.day, posting.booked) == (date(2026, 3, 20), date(2026, 4, 7))


def test_what_was_undone_is_explained_as_well(book: Book, tmp_path: Path) -> None:
    first = "reference,account,date,amount,kind\nR1,A1,2026-02-01,50000,cash\n"
    take(book, tmp_path / "a", customers=CUSTOMERS, accounts=ACCOUNTS, transactions=first)
    customer = book.number("SELECT id FROM customers")
    before = march(book)
    late = "reference,account,date,amount,kind\nR2,A1,2026-03-20,-25,fee\n"
    take(book, tmp_path / "b", late_postings=late)
    undoing.undo(book)
    back, came = restating.history(book, customer, MARCH[0]).changes
    assert (back.act, came.act) == (Act.UNDO, Act.IMPORT)
    assert back.after == came.before == before == march(book)
