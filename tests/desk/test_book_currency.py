"""The book's currency: as it is said, never the first account's, and put right where it is none."""

from datetime import date
from pathlib import Path

import pytest

from rmdesk.desk import (
    book_currency,
    contribution,
    deriving,
    doctor,
    importing,
    opening,
    prices,
    undoing,
)
from rmdesk.desk.findings import Fault
from rmdesk.desk.importing import Order, Report
from rmdesk.errors import CurrencyFixed, CurrencyUnclear, UnknownCurrency
from rmdesk.i18n.words import explain
from rmdesk.store.book import Book
from rmdesk.terms import ValueView
from tests.conftest import TODAY

CUSTOMERS = "bank_id,name\nP1,Li Na\n"
TRANSACTIONS = "reference,account,date,amount\nR1,E1,2026-01-01,1000\n"
RATES = "currency,valid_from,rate\nEUR,2025-01-01,7.8\n"
YEAR = (date(2026, 1, 1), date(2026, 10, 31))
PROFILE = """
name = "mine"
currency = "EUR"
[[file]]
name = "konten.csv"
table = "accounts"
[file.fields]
number = "nr"
customer = "kunde"
product = { constant = "current" }
"""


def take(book: Book, folder: Path, accounts: str, currency: str = "", **more: str) -> Report:
    """Import accounts, each written as number and currency."""
    folder.mkdir(exist_ok=True)
    rows = "".join(f"{pair},P1,current\n" for pair in accounts.split())
    texts = {
        "customers": CUSTOMERS,
        "accounts": f"number,currency,customer,product\n{rows}",
        **more,
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return importing.run(book, Order((folder,), currency=currency))


def held(book: Book) -> tuple[str, list[str]]:
    """The book's currency, and those of its accounts by number."""
    found = [str(c) for (c,) in book.rows("SELECT currency FROM accounts ORDER BY number")]
    return book.card().currency, found


@pytest.fixture
def bare(book: Book) -> Book:
    """A store of an older rmdesk, in which no currency was ever said."""
    book.set_currency("")
    return book


def test_new_book_is_kept_in_the_default_or_what_is_said(tmp_path: Path) -> None:
    for said, currency in (("", "CNY"), ("eur", "EUR"), (" jpy ", "JPY")):
        book = opening.make(tmp_path / f"{currency}.rmdesk", None, TODAY, said)
        assert book.card().currency == currency
        book.close()
    with pytest.raises(UnknownCurrency):
        opening.make(tmp_path / "no.rmdesk", None, TODAY, "XYZ")


def test_first_account_in_another_currency_changes_nothing(book: Book, tmp_path: Path) -> None:
    with pytest.raises(CurrencyUnclear) as refused:
        take(book, tmp_path / "in", "E1,EUR U1,USD")
    said = explain(refused.value)
    assert "CNY" in said and "EUR, USD" in said and "--currency EUR" in said
    assert held(book) == ("CNY", [])


@pytest.mark.parametrize(
    ("accounts", "more"),
    [
        ("E1,EUR", {"exchange_rates": RATES}),
        ("E1,EUR C1,CNY", {}),
        ("E1,EUR C1,", {}),
        ("E1,eur C1,cny", {}),
    ],
)
def test_accounts_in_other_currencies_are_taken_where_their_place_is_clear(
    book: Book, tmp_path: Path, accounts: str, more: dict[str, str]
) -> None:
    assert take(book, tmp_path / "in", accounts, **more).written
    assert held(book)[0] == "CNY" and "EUR" in held(book)[1]


def test_exchange_rate_that_is_stored_makes_it_clear(book: Book, tmp_path: Path) -> None:
    texts = (("currency", "EUR"), ("valid_from", "2025-01-01"), ("rate", "7.8"))
    prices.put(book, prices.Change("exchange_rates", texts))
    assert take(book, tmp_path / "in", "E1,EUR").written
    assert held(book) == ("CNY", ["EUR"])


def test_later_accounts_may_be_in_any_currency(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path / "in", "C1,CNY")
    assert take(book, tmp_path / "later", "E1,EUR").written


def test_currency_said_with_the_first_import_is_the_book_s(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UnknownCurrency):
        take(book, tmp_path / "in", "E1,EUR", "euro")
    assert take(book, tmp_path / "in", "E1,EUR E2,", "eur", transactions=TRANSACTIONS).written
    assert held(book) == ("EUR", ["EUR", "EUR"])
    assert contribution.value(book, ValueView.MONTH, *YEAR).income > 0
    undoing.undo(book)
    assert held(book) == ("CNY", [])


def test_currency_of_the_book_may_be_insisted_on(book: Book, tmp_path: Path) -> None:
    assert take(book, tmp_path / "in", "E1,EUR", "CNY").written
    assert held(book) == ("CNY", ["EUR"])
    assert Fault.NO_EXCHANGE in {finding.fault for finding in doctor.examine(book).findings}


def test_book_with_amounts_keeps_its_currency(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path / "in", "C1,CNY")
    assert take(book, tmp_path / "in", "C1,CNY C2,", "cny").written
    with pytest.raises(CurrencyFixed) as refused:
        take(book, tmp_path / "in", "E1,EUR", "EUR")
    assert "rmdesk init --currency EUR" in explain(refused.value)
    assert held(book) == ("CNY", ["CNY", "CNY"])


def test_book_without_amounts_changes_to_a_currency_with_as_many_decimals(book: Book) -> None:
    """Prices are stored in minor units, of which the yen has none."""
    with pytest.raises(CurrencyFixed):
        book_currency.choose(book, "JPY")
    book_currency.choose(book, "eur")
    assert book.card().currency == "EUR"
    book_currency.choose(book, "CNY")
    assert book.card().currency == "CNY"


@pytest.mark.parametrize("exchanged", [False, True])
def test_profile_says_what_its_accounts_are_in(book: Book, tmp_path: Path, exchanged: bool) -> None:
    """Accounts without a currency of their own are never taken for the book's."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    importing.run(book, Order((folder,)))
    if exchanged:
        texts = (("currency", "EUR"), ("valid_from", "2025-01-01"), ("rate", "7.8"))
        prices.put(book, prices.Change("exchange_rates", texts))
    own = tmp_path / "profiles"
    own.mkdir()
    (own / "mine.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "konten.csv").write_text("nr,kunde\nE1,P1\n", encoding="utf-8")
    order = Order((folder / "konten.csv",), profile="mine", own_profiles=own)
    if exchanged:
        assert importing.run(book, order).written
        assert held(book) == ("CNY", ["EUR"])
        return
    with pytest.raises(CurrencyUnclear):
        importing.run(book, order)
    said = Order((folder / "konten.csv",), profile="mine", own_profiles=own, currency="EUR")
    assert importing.run(book, said).written
    assert held(book) == ("EUR", ["EUR"])


def test_older_store_without_a_currency_never_takes_the_first_account_s(
    bare: Book, tmp_path: Path
) -> None:
    with pytest.raises(CurrencyUnclear):
        take(bare, tmp_path / "in", "E1,EUR C1,CNY")
    assert take(bare, tmp_path / "in", "C1,CNY C2,").written
    assert held(bare) == ("CNY", ["CNY", "CNY"])


def test_older_store_with_accounts_but_no_currency_is_named_and_mended(
    bare: Book, tmp_path: Path
) -> None:
    take(bare, tmp_path / "in", "E1,CNY", transactions=TRANSACTIONS)
    right = contribution.value(bare, ValueView.COMPONENT, *YEAR).income
    bare.set_currency("")
    with bare.holding():
        deriving.rebuild_all(bare)
    assert contribution.value(bare, ValueView.COMPONENT, *YEAR).income == 0
    found = {finding.fault: finding.count for finding in doctor.examine(bare).findings}
    assert found[Fault.NO_CURRENCY] == 1
    book_currency.choose(bare, "CNY")
    deriving.catch_up(bare)
    assert contribution.value(bare, ValueView.COMPONENT, *YEAR).income == right > 0
    assert Fault.NO_CURRENCY not in {f.fault for f in doctor.examine(bare).findings}
