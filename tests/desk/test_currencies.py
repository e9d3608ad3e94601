"""Accounts in their own currency, the book in one: value, what is shown, and the way in and out."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from rmdesk.desk import (
    comparing,
    contribution,
    deriving,
    details,
    exporting,
    facts,
    importing,
    opening,
    prices,
)
from rmdesk.desk.importing import Order
from rmdesk.desk.prices import Change
from rmdesk.offers.measures import Measure
from rmdesk.store.book import Book
from rmdesk.terms import ChangeCause, Component, ValueView
from rmdesk.tui.sentences import account_line
from tests.conftest import TODAY

CUSTOMERS = "bank_id,name\nP1,张伟\nP2,Li Na\n"
ACCOUNTS = (
    "number,customer,product,currency,opened\nA1,P1,current,CNY,2025-01-01\n"
    "U1,P1,current,USD,2025-01-01\nJ1,P2,current,JPY,2025-01-01\n"
)
TRANSACTIONS = (
    "reference,account,date,amount,kind,reverses,booked\n"
    "R1,A1,2025-02-01,7000.00,cash,,\nR2,U1,2025-02-01,1000.00,cash,,\n"
    "R3,J1,2025-02-01,200000,cash,,\nR4,U1,2025-12-05,-10,fee,,\nR5,U1,2026-01-09,10,fee,R4,\n"
    "R6,A1,2026-02-02,-3.5,tax,,2026-02-05\n"
)
HOLDERS = "account,from,customer,share\nU1,2026-01-01,P1,25\nU1,2026-01-01,P2,75\n"
EXCHANGE = "currency,valid_from,rate\nUSD,2025-01-01,7\nUSD,2026-07-01,7.5\nJPY,2025-01-01,0.048\n"
BASES = "product,currency,basis\ncurrent,USD,360\n"
RATINGS = "account,from,rating,collateral\nA1,2026-01-01,loss,none\n"
# Of the current account: 2.00 % − 0.35 %.
SPREAD = Fraction(165, 10_000)


def fill(book: Book, folder: Path) -> None:
    folder.mkdir()
    for name, text in (
        ("customers", CUSTOMERS),
        ("accounts", ACCOUNTS),
        ("transactions", TRANSACTIONS),
        ("account_holders", HOLDERS),
        ("account_ratings", RATINGS),
        ("exchange_rates", EXCHANGE),
        ("product_bases", BASES),
    ):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    report = importing.run(book, Order((folder,)))
    assert report.written, report


def customer(book: Book, bank_id: str) -> int:
    return book.number("SELECT id FROM customers WHERE bank_id = ?", (bank_id,))


def margin(book: Book, who: int, first: date, last: date) -> int:
    report = contribution.value(book, ValueView.COMPONENT, first, last, who)
    assert {line.component for line in report.lines} == {Component.DEPOSIT_MARGIN}
    return report.total


def test_each_currency_counts_at_its_rate_and_basis(book: Book, tmp_path: Path) -> None:
    fill(book, tmp_path / "in")
    march = (date(2025, 3, 1), date(2025, 3, 31))
    exact = SPREAD * 31 * (Fraction(700_000, 365) + Fraction(100_000 * 7, 360))
    assert margin(book, customer(book, "P1"), *march) == round(exact)
    # 200 000 yen, which have no smaller unit, are 9 600.00.
    yen = SPREAD * 31 * Fraction(960_000, 365)
    assert margin(book, customer(book, "P2"), *march) == round(yen)


def test_owners_have_their_share_and_reversals_leave_nothing(book: Book, tmp_path: Path) -> None:
    fill(book, tmp_path / "in")
    march = (date(2026, 3, 1), date(2026, 3, 31))
    dollars = SPREAD * 31 * Fraction(100_000 * 7, 360)
    exact = SPREAD * 31 * Fraction(699_650, 365) + dollars / 4
    assert margin(book, customer(book, "P1"), *march) == round(exact)
    exact = SPREAD * 31 * Fraction(960_000, 365) + dollars * 3 / 4
    assert margin(book, customer(book, "P2"), *march) == round(exact)
    december = contribution.value(
        book, ValueView.TRANSACTION, date(2025, 12, 1), date(2025, 12, 31), customer(book, "P1")
    )
    fees = {line.minor for line in december.lines if line.cause == "fee"}
    assert len(fees) == 2 and sum(fees) == 0
    assert Component.FEES not in {line.component for line in december.lines}


def test_exchange_rates_are_a_reason_of_their_own(book: Book, tmp_path: Path) -> None:
    fill(book, tmp_path / "in")
    august, march = (
        (date(2026, 8, 1), date(2026, 8, 31)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    )
    found = comparing.compare(book, ValueView.COMPONENT, august, march)
    reasons = {reason.cause: reason.minor for reason in found.reasons}
    assert sum(reasons.values()) == found.now.total - found.before.total
    # Half a yuan more for a dollar; the largest reason takes up what rounding left.
    exact = SPREAD * 31 * Fraction(100_000, 2 * 360)
    assert abs(reasons[ChangeCause.CURRENCY] - exact) < 1
    assert abs(reasons[ChangeCause.VOLUME]) <= 1 and reasons[ChangeCause.OTHER] == 0


def test_balances_are_shown_in_their_own_and_summed_in_the_book_s(
    book: Book, tmp_path: Path
) -> None:
    fill(book, tmp_path / "in")
    second = customer(book, "P2")
    texts = [account_line(account, TODAY) for account in details.accounts(book, second)]
    assert texts[0].startswith("J1  Current account  200,000 JPY")
    assert texts[1].startswith("U1  Current account  1,000.00 USD") and "75 % of it" in texts[1]
    numbers = facts.of_customer(book, second).numbers
    # Of the dollars, three quarters: 1,000.00 at 7.50.
    assert numbers[Measure.CURRENT_BALANCE] == 960_000 + 562_500
    first = facts.of_customer(book, customer(book, "P1")).numbers
    assert first[Measure.IDLE_BALANCE] == 699_650 + 187_500


def test_a_better_exchange_rate_shows_its_effect_first(book: Book, tmp_path: Path) -> None:
    fill(book, tmp_path / "in")
    texts = (("currency", "JPY"), ("valid_from", "2025-06-01"), ("rate", "0.096"))
    twin = book.twin()
    effect = prices.effect(twin, Change("exchange_rates", texts))
    twin.close()
    prices.put(book, Change("exchange_rates", texts))
    deriving.catch_up(book)
    year = (date(2025, 11, 1), date(2026, 10, 31))
    assert contribution.value(book, ValueView.COMPONENT, *year).total == effect.now > effect.before


def test_what_is_exported_comes_back_the_same(book: Book, tmp_path: Path) -> None:
    fill(book, tmp_path / "in")
    exporting.export(book, tmp_path / "out")
    other = opening.make(tmp_path / "other.rmdesk", None, TODAY, "CNY")
    assert importing.run(other, Order((tmp_path / "out",))).written
    year = (date(2025, 1, 1), TODAY)
    for view in (ValueView.COMPONENT, ValueView.PRODUCT, ValueView.MONTH):
        ours, theirs = (contribution.value(b, view, *year) for b in (book, other))
        assert ours == theirs
    exporting.export(other, tmp_path / "again")
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    other.close()
