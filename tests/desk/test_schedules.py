"""Loans that run by their schedule: what they owe, what ends that, and what falls due on them."""

from datetime import date

import pytest

from rmdesk.desk import deriving, details, prices, undoing
from rmdesk.desk.today import look
from rmdesk.model.account import AccountRating, Transaction
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, Section, TransactionKind
from tests.conftest import TODAY
from tests.desk.test_adjustments import assert_like_a_rebuild, derived, keep
from tests.desk.test_doctor import account

OPENED = date(2016, 11, 24)
MILLION = 100_000_000
MORTGAGE_PPM = 36_000


def loan(book: Book, customer: int, number: str = "L1", **more: object) -> int:
    fields = {"opened": OPENED, "principal_minor": MILLION, "schedule": "level"}
    row = account(customer, number, **({"product": "mortgage"} | fields | more))  # type: ignore[arg-type]
    keep(book, row)
    return row.id


def owed(book: Book, account_id: int, day: date = TODAY) -> int:
    return -book.number(
        "SELECT (SELECT coalesce(sum(minor), 0) FROM transactions WHERE account_id = ?1"
        " AND day <= ?2) + (SELECT coalesce(sum(minor), 0) FROM adjustments WHERE account_id = ?1"
        " AND day <= ?2)",
        (account_id, day.toordinal()),
    )


def test_a_mortgage_owes_777_024_after_ten_years_in_the_book(book: Book, customer: int) -> None:
    number = loan(book, customer, matures=date(2046, 11, 24), rate_ppm=MORTGAGE_PPM)
    assert round(owed(book, number) / 100) == 777_024
    line = next(a for a in details.accounts(book, customer) if a.id == number)
    assert round(line.balance / 100) == -777_024


def test_what_is_not_stated_owes_what_it_did(book: Book, customer: int) -> None:
    number = loan(book, customer, matures=date(2046, 11, 24), instalment_minor=454_645, schedule="")
    assert owed(book, number) == MILLION - 120 * 454_645


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        (TransactionKind.INTEREST, False),
        (TransactionKind.FEE, False),
        (TransactionKind.PENALTY, False),
        (TransactionKind.TAX, False),
        (TransactionKind.LOAN_PAYMENT, True),
        (TransactionKind.TRANSFER, True),
        (TransactionKind.OTHER, True),
    ],
)
@pytest.mark.parametrize("schedule", ["", "level"])
def test_only_a_posting_of_principal_ends_a_schedule(
    book: Book, customer: int, schedule: str, kind: TransactionKind, ends: bool
) -> None:
    number = loan(book, customer, instalment_minor=500_000, schedule=schedule)
    before = owed(book, number)
    day = date(2026, 9, 1)
    keep(book, Transaction(account_id=number, day=day, minor=-700, reference="1", kind=kind))
    assert owed(book, number) == (700 if ends else before + 700)
    assert_like_a_rebuild(book)
    undoing.undo(book)
    assert owed(book, number) == before


def test_interest_on_a_loan_that_closed_is_closed_with_it(book: Book, customer: int) -> None:
    closed = date(2026, 5, 24)
    number = loan(book, customer, matures=date(2046, 11, 24), closed=closed)
    kind = TransactionKind.INTEREST
    day = date(2026, 3, 1)
    keep(book, Transaction(account_id=number, day=day, minor=-700, reference="1", kind=kind))
    assert owed(book, number) == 0
    assert_like_a_rebuild(book)


def test_a_loan_in_default_is_not_taken_to_pay_as_agreed(book: Book, customer: int) -> None:
    number = loan(book, customer, matures=date(2046, 11, 24))
    default, cured = date(2026, 3, 1), date(2026, 9, 1)
    paid = owed(book, number, date(2026, 2, 24))
    keep(book, AccountRating(account_id=number, day=default, asset_class="substandard"))
    assert owed(book, number) == paid
    keep(book, AccountRating(account_id=number, day=cured, asset_class="normal"))
    assert owed(book, number, date(2026, 9, 23)) == paid > owed(book, number)
    assert_like_a_rebuild(book)


def test_another_rate_or_rating_of_the_bank_changes_what_loans_owe(
    book: Book, customer: int
) -> None:
    number = loan(book, customer, matures=date(2046, 11, 24))
    keep(book, AccountRating(account_id=number, day=date(2026, 3, 1), rating="C3"))
    before = owed(book, number)
    texts = (("product", "mortgage"), ("valid_from", "2016-01-01"), ("rate", "7.2"))
    prices.put(book, prices.Change("product_rates", texts))
    deriving.catch_up(book)
    dearer = owed(book, number)
    assert dearer > before
    texts = (("code", "C3"), ("valid_from", "2000-01-01"), ("default", "100"))
    prices.put(book, prices.Change("ratings", texts))
    deriving.catch_up(book)
    assert owed(book, number) > dearer
    assert_like_a_rebuild(book)
    assert derived(book)["rollup"]


def due(book: Book, section: Section) -> set[tuple[date, int | None]]:
    return {(line.day, line.minor) for line in look(book).lines if line.section is section}


def test_what_falls_due_is_the_whole_payment_of_the_schedule(book: Book, customer: int) -> None:
    days = {"opened": date(2024, 11, 27), "matures": date(2054, 11, 27)}
    loan(book, customer, "L1", rate_ppm=MORTGAGE_PPM, **days)
    days = {"opened": date(2026, 4, 26), "matures": date(2026, 11, 30)}
    terms = {"schedule": "bullet", "rate_ppm": 43_500}
    loan(book, customer, "L2", product="working-capital", **days, **terms)
    days = {"opened": date(2024, 11, 26), "matures": date(2026, 11, 26)}
    terms = {"principal_minor": 2_400_000, "instalment_minor": 100_000, "rate_ppm": 60_000}
    loan(book, customer, "L3", schedule="straight", **days, **terms)
    assert due(book, Section.INSTALMENT) == {
        (date(2026, 11, 27), 454_645),
        (date(2026, 11, 26), 362_500),
        (date(2026, 11, 26), 100_500),
    }
    # Four days at 4.35 % of 360 after the last whole month; the last part with a month's interest.
    assert due(book, Section.MATURITY) == {
        (date(2026, 11, 30), -MILLION - 48_333),
        (date(2026, 11, 26), -100_500),
    }


def test_a_missed_payment_is_the_whole_one(book: Book, customer: int) -> None:
    days = {"opened": date(2024, 11, 20), "matures": date(2054, 11, 20)}
    terms = {"status": AccountStatus.IN_ARREARS, "rate_ppm": MORTGAGE_PPM}
    loan(book, customer, "L1", **days, **terms)
    assert due(book, Section.MISSED_INSTALMENT) == {(date(2026, 11, 20), 454_645)}
