"""The doctor names contracts that say too little, or what cannot be."""

from datetime import date, timedelta

import pytest

from rmdesk.desk import accounts, contribution, details, doctor, undoing
from rmdesk.desk.accounts import Scheduled
from rmdesk.desk.findings import Fault, Finding
from rmdesk.errors import ChangedMeanwhile
from rmdesk.model.account import AccountRating, Balance, Transaction
from rmdesk.model.product import Product, ProductRate
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, ProductKind, Schedule, TransactionKind, ValueView
from rmdesk.tui.sentences import finding_line
from tests.conftest import TODAY
from tests.desk.test_doctor import account, keep

OPENED = date(2024, 3, 1)


def found(book: Book, fault: Fault) -> list[Finding]:
    return [f for f in doctor.examine(book).findings if f.fault is fault]


@pytest.mark.parametrize(("days", "named"), [(-1, False), (0, False), (1, True)])
def test_a_deposit_past_its_maturity_is_named_until_it_is_closed(
    book: Book, customer: int, days: int, named: bool
) -> None:
    matures = TODAY - timedelta(days=days)
    row = account(customer, "T1", "term-1y", opened=OPENED, matures=matures)
    keep(book, row)
    keep(book, Transaction(account_id=row.id, day=OPENED, minor=900_000, reference="1"))
    expected = [Finding(Fault.PAST_MATURITY, "T1", 1, 900_000, "CNY", 0, matures, None, customer)]
    assert found(book, Fault.PAST_MATURITY) == (expected if named else [])
    book.rows("UPDATE accounts SET closed = ?", (TODAY.toordinal(),))
    assert not found(book, Fault.PAST_MATURITY)


@pytest.mark.parametrize(("days", "named"), [(-1, False), (0, False), (1, True)])
def test_a_loan_unpaid_after_its_maturity_is_named(
    book: Book, customer: int, days: int, named: bool
) -> None:
    matures = TODAY - timedelta(days=days)
    row = account(customer, "L1", "consumer-loan", opened=OPENED, matures=matures)
    keep(book, row)
    keep(book, Transaction(account_id=row.id, day=OPENED, minor=-900_000, reference="1"))
    assert [f.minor for f in found(book, Fault.UNPAID)] == ([900_000] if named else [])
    assert not found(book, Fault.PAST_MATURITY)
    kind = TransactionKind.LOAN_PAYMENT
    keep(book, Transaction(account_id=row.id, day=TODAY, minor=900_000, reference="2", kind=kind))
    assert not found(book, Fault.UNPAID)
    assert len(found(book, Fault.PAST_MATURITY)) == named


def test_arrears_without_a_rating_of_their_own_are_named(book: Book, customer: int) -> None:
    status = AccountStatus.IN_ARREARS
    row = account(customer, "L1", "consumer-loan", opened=OPENED, status=status)
    keep(book, row)
    keep(book, AccountRating(account_id=row.id, day=TODAY))
    assert [f.subject for f in found(book, Fault.ARREARS_UNRATED)] == ["L1"]
    book.rows("UPDATE account_ratings SET rating = 'C3'")
    assert not found(book, Fault.ARREARS_UNRATED)


def test_a_write_off_without_its_day_is_named(book: Book, customer: int) -> None:
    status = AccountStatus.WRITTEN_OFF
    row = account(customer, "L1", "consumer-loan", opened=OPENED, status=status)
    keep(book, row)
    keep(book, AccountRating(account_id=row.id, day=TODAY, rating="C3"))
    assert [f.subject for f in found(book, Fault.WRITE_OFF_UNDATED)] == ["L1"]
    for sql in (
        "UPDATE accounts SET closed = opened",
        "UPDATE account_ratings SET rating = 'D'",
        "UPDATE account_ratings SET asset_class = 'loss'",
    ):
        with book.holding():
            book.rows("SAVEPOINT before")
            book.rows(sql)
            assert not found(book, Fault.WRITE_OFF_UNDATED)
            book.rows("ROLLBACK TO before")


def test_a_loan_whose_schedule_is_not_stated_is_named(book: Book, customer: int) -> None:
    terms = {"opened": OPENED, "principal_minor": 1_200_000, "instalment_minor": 10_000}
    row = account(customer, "L1", "consumer-loan", **terms)
    keep(book, row, account(customer, "L2", "consumer-loan", schedule="straight", **terms))
    assert [f.subject for f in found(book, Fault.NO_SCHEDULE)] == ["L1"]
    kind = TransactionKind.INTEREST
    posting = Transaction(account_id=row.id, day=TODAY, minor=-9, reference="1", kind=kind)
    keep(book, posting)
    assert found(book, Fault.NO_SCHEDULE)
    keep(book, Balance(account_id=row.id, day=TODAY, minor=-500_000))
    assert not found(book, Fault.NO_SCHEDULE)


def test_of_many_accounts_with_one_fault_the_first_are_named(book: Book, customer: int) -> None:
    status = AccountStatus.IN_ARREARS
    for place in range(23):
        keep(book, account(customer, f"L{place:02d}", "consumer-loan", status=status))
        more = found(book, Fault.MORE_ACCOUNTS)
        assert [f.count for f in more] == ([place - 19] if place > 19 else [])
    assert [f.subject for f in found(book, Fault.ARREARS_UNRATED)][-1] == "L19"
    assert "3 more accounts: in arrears without a rating" in finding_line(more[0], "CNY")


def test_an_asset_product_without_a_trailer_is_named(book: Book, customer: int) -> None:
    keep(
        book,
        Product(code="odd-fund", name="Odd fund", kind=ProductKind.WEALTH),
        ProductRate(product="odd-fund", valid_from=OPENED, fee_share_ppm=350_000),
    )
    row = account(customer, "F1", "odd-fund", opened=OPENED)
    keep(book, row, account(customer, "F2", "bond-fund", opened=OPENED))
    keep(book, Balance(account_id=row.id, day=OPENED, minor=700_000))
    assert found(book, Fault.NO_TRAILER) == [
        Finding(Fault.NO_TRAILER, "odd-fund", 1, 700_000, "CNY")
    ]
    keep(book, ProductRate(product="odd-fund", valid_from=TODAY, trailer_ppm=1))
    assert not found(book, Fault.NO_TRAILER)


def test_a_transaction_in_the_future_is_named(book: Book, customer: int) -> None:
    row = account(customer, "A1", opened=OPENED)
    keep(book, row)
    keep(book, *(posting(row.id, TODAY + timedelta(days=n)) for n in (-1, 0)))
    assert not found(book, Fault.FUTURE)
    for days in (1, 3):
        keep(book, posting(row.id, TODAY + timedelta(days=days)))
    (finding,) = found(book, Fault.FUTURE)
    assert (finding.subject, finding.count) == ("A1", 2)
    assert finding.day == TODAY + timedelta(days=3)


def posting(account_id: int, day: date) -> Transaction:
    return Transaction(account_id=account_id, day=day, minor=100, reference=f"{day}")


def test_an_offer_that_sells_an_unknown_product_is_named(book: Book, customer: int) -> None:
    assert not found(book, Fault.SELLS_UNKNOWN)
    code = str(book.value("SELECT min(code) FROM offers WHERE NOT retired"))
    book.rows("UPDATE offers SET sells = 'moonshine' WHERE code = ?", (code,))
    (finding,) = found(book, Fault.SELLS_UNKNOWN)
    assert finding.subject == code and code in finding_line(finding, "CNY")
    book.rows("UPDATE offers SET retired = 1 WHERE code = ?", (code,))
    assert not found(book, Fault.SELLS_UNKNOWN)


def test_choosing_a_schedule_in_the_form_settles_the_finding(book: Book, customer: int) -> None:
    terms = {"opened": OPENED, "principal_minor": 1_200_000, "instalment_minor": 30_000}
    row = account(customer, "L1", "consumer-loan", **terms)
    keep(book, row)
    assert found(book, Fault.NO_SCHEDULE)
    before = contribution.value(book, ValueView.COMPONENT, OPENED, TODAY, customer).total
    level = Scheduled(Schedule.LEVEL)
    accounts.change(book, row.id, date.min, None, None, {"schedule": ""}, level)
    assert not found(book, Fault.NO_SCHEDULE)
    (line,) = details.accounts(book, customer)
    assert line.schedule is Schedule.LEVEL
    # Interest is a part of a level payment, so the loan is paid down more slowly.
    assert contribution.value(book, ValueView.COMPONENT, OPENED, TODAY, customer).total != before
    undoing.undo(book)
    assert found(book, Fault.NO_SCHEDULE)
    assert contribution.value(book, ValueView.COMPONENT, OPENED, TODAY, customer).total == before


def test_two_schedules_chosen_at_once_are_a_question(book: Book, customer: int) -> None:
    terms = {"opened": OPENED, "principal_minor": 1_200_000, "instalment_minor": 30_000}
    row = account(customer, "L1", "consumer-loan", **terms)
    keep(book, row)
    opened_with = {"schedule": ""}
    for _twice in range(2):
        level = Scheduled(Schedule.LEVEL)
        accounts.change(book, row.id, date.min, None, None, opened_with, level)
    with pytest.raises(ChangedMeanwhile):
        bullet = Scheduled(Schedule.BULLET)
        accounts.change(book, row.id, date.min, None, None, opened_with, bullet)
