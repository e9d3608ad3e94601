"""Figures that came from the bank say of when they are, on every screen that shows them."""

from datetime import date, timedelta
from pathlib import Path

from rmdesk.desk import customers, details, importing, names, opening, today, undoing
from rmdesk.desk.importing import Order
from rmdesk.store.book import Book
from rmdesk.terms import Section
from rmdesk.tui.sentences import account_line, today_text
from tests.conftest import TODAY

EARLIER = TODAY - timedelta(days=12)


def import_files(book: Book, folder: Path, **texts: str) -> None:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    report = importing.run(book, Order((folder,)))
    assert report.written


def brought(store: Path, tmp_path: Path) -> int:
    """A book with two accounts, imported twelve days ago; gives the customer."""
    book = opening.open_book(store, None, EARLIER)
    import_files(
        book,
        tmp_path / "first",
        customers="bank_id,name\nB1,张伟\n",
        accounts=(
            "number,customer,product,opened,matures\n"
            f"A1,B1,current,2025-01-01,\nA2,B1,term-1y,2025-12-01,{TODAY + timedelta(days=5)}\n"
        ),
        transactions=(
            "reference,account,date,amount\n1,A1,2026-01-05,1000\n2,A2,2025-12-01,50000\n"
        ),
    )
    customer = names.the_one(book, "B1")
    book.close()
    return customer


def test_the_book_and_the_panel_say_when_the_bank_was_last_heard(
    store: Path, tmp_path: Path
) -> None:
    customer = brought(store, tmp_path)
    book = opening.open_book(store, None, TODAY)
    assert customers.overview(book).imported == EARLIER
    view = customers.look(book, customer)
    assert view.as_of == EARLIER
    assert {a.imported for a in view.accounts} == {EARLIER}
    (line, _other) = details.look(book, customer).accounts
    assert "as of 12 Nov" in account_line(line, TODAY)
    (maturity,) = (line for line in today.look(book).lines if line.section is Section.MATURITY)
    assert today_text(maturity, "CNY", TODAY).endswith("as of 12 Nov")
    book.close()


def test_the_oldest_of_a_customers_accounts_counts_and_undo_goes_back(
    store: Path, tmp_path: Path
) -> None:
    customer = brought(store, tmp_path)
    book = opening.open_book(store, None, TODAY)
    rows = "reference,account,date,amount\n9,A1,2026-11-23,5\n"
    import_files(book, tmp_path / "second", transactions=rows)
    assert customers.overview(book).imported == TODAY
    view = customers.look(book, customer)
    assert view.as_of == EARLIER
    assert {a.number: a.imported for a in view.accounts} == {"A1": TODAY, "A2": EARLIER}
    undoing.undo(book)
    assert customers.overview(book).imported == EARLIER
    book.close()


def test_a_book_without_imports_says_nothing(demo_book: Book) -> None:
    assert customers.overview(demo_book).imported is None
    assert customers.look(demo_book, names.the_one(demo_book, "张伟")).as_of is None


def test_data_of_today_needs_no_word(store: Path, tmp_path: Path) -> None:
    customer = brought(store, tmp_path)
    book = opening.open_book(store, None, EARLIER)
    assert customers.look(book, customer).as_of is None
    assert isinstance(customers.overview(book).imported, date)
    book.close()
