"""How bad the loans of a customer are on a day, from everything that says so."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rmdesk.desk import exporting, importing
from rmdesk.desk.asset_classes import read_classes
from rmdesk.desk.importing import Order
from rmdesk.model.account import Account, AccountHolder, AccountRating, Transaction
from rmdesk.model.customer import Customer
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, AssetClass, CustomerKind, TransactionKind
from tests.desk.test_doctor import account, keep

OPENED, MATURES = date(2025, 1, 10), date(2026, 3, 31)


def loan(book: Book, customer: int, number: str = "L1", **fields: object) -> Account:
    row = account(customer, number, product="consumer-loan", opened=OPENED, **fields)
    keep(book, row)
    return row


def test_a_class_holds_from_its_day_for_account_and_customer(book: Book, customer: int) -> None:
    row = loan(book, customer)
    day = date(2026, 3, 1)
    keep(book, AccountRating(account_id=row.id, day=day, asset_class="doubtful"))
    assert not read_classes(book, [customer], day - timedelta(days=1)).accounts
    for later in (day, day + timedelta(days=1)):
        found = read_classes(book, [customer], later)
        assert found.accounts == {row.id: AssetClass.DOUBTFUL}
        assert found.customers == {customer: AssetClass.DOUBTFUL}
    assert read_classes(book, None, day) == read_classes(book, [customer], day)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, None),
        (1, AssetClass.SPECIAL_MENTION),
        (90, AssetClass.SPECIAL_MENTION),
        (91, AssetClass.SUBSTANDARD),
        (270, AssetClass.SUBSTANDARD),
        (271, AssetClass.DOUBTFUL),
        (360, AssetClass.DOUBTFUL),
        (361, AssetClass.LOSS),
    ],
)
def test_a_loan_unpaid_after_maturity_is_overdue(
    book: Book, customer: int, days: int, expected: AssetClass | None
) -> None:
    row = loan(book, customer, matures=MATURES)
    keep(book, Transaction(account_id=row.id, day=OPENED, minor=-500_000))
    found = read_classes(book, [customer], MATURES + timedelta(days=days))
    assert found.customers.get(customer) == expected
    kind = TransactionKind.LOAN_PAYMENT
    keep(book, Transaction(account_id=row.id, day=MATURES, minor=500_000, kind=kind, reference="2"))
    assert not read_classes(book, [customer], MATURES + timedelta(days=days)).customers


@pytest.mark.parametrize(("after", "expected"), [(90, "substandard"), (91, "normal")])
def test_a_class_given_after_that_default_holds(
    book: Book, customer: int, after: int, expected: str
) -> None:
    row = loan(book, customer, matures=MATURES)
    keep(book, Transaction(account_id=row.id, day=OPENED, minor=-500_000))
    day = MATURES + timedelta(days=after)
    keep(book, AccountRating(account_id=row.id, day=day, asset_class="normal"))
    found = read_classes(book, None, MATURES + timedelta(days=100))
    assert found.customers == {customer: AssetClass(expected)}


def test_classes_and_schedules_come_in_and_go_out(book: Book, tmp_path: Path) -> None:
    texts = {
        "customers": "bank_id,name\nP1,Li Na\n",
        "accounts": "number,customer,product,opened,principal,matures,schedule\n"
        "L1,P1,mortgage,2025-01-10,900000,2045-01-10,level\n",
        "account_ratings": "account,from,rating,asset_class\nL1,2026-01-01,C2,Special_Mention\n",
    }
    (tmp_path / "in").mkdir()
    for name, text in texts.items():
        (tmp_path / "in" / f"{name}.csv").write_text(text, encoding="utf-8")
    assert importing.run(book, Order((tmp_path / "in",))).written
    (found,) = read_classes(book, None, MATURES).accounts.values()
    assert found is AssetClass.SPECIAL_MENTION
    exporting.export(book, tmp_path / "out")
    for name, word in (("accounts", "level"), ("account_ratings", "special_mention")):
        assert word in (tmp_path / "out" / f"{name}.csv").read_text(encoding="utf-8-sig")
    bad = tmp_path / "account_ratings.csv"
    bad.write_text("account,from,asset_class\nL1,2026-02-01,pass\n", encoding="utf-8")
    report = importing.run(book, Order((bad,)))
    assert not report.written
    assert [(p.column, p.code) for p in report.tables[0].problems] == [("asset_class", "code")]


def test_the_worst_of_what_is_said_counts(book: Book, customer: int) -> None:
    first = loan(book, customer, "L1", status=AccountStatus.IN_ARREARS)
    second = loan(book, customer, "L2", status=AccountStatus.WRITTEN_OFF, closed=MATURES)
    keep(book, AccountRating(account_id=first.id, day=OPENED, asset_class="normal"))
    found = read_classes(book, None, MATURES)
    assert found.accounts == {first.id: AssetClass.SPECIAL_MENTION, second.id: AssetClass.LOSS}
    assert found.customers == {customer: AssetClass.LOSS}


def test_a_rating_in_default_is_substandard_at_best(book: Book, customer: int) -> None:
    row = loan(book, customer)
    keep(book, AccountRating(account_id=row.id, day=OPENED, rating="D"))
    assert read_classes(book, None, MATURES).accounts == {row.id: AssetClass.SUBSTANDARD}


def test_a_closed_account_has_no_class(book: Book, customer: int) -> None:
    row = loan(book, customer, closed=MATURES)
    keep(book, AccountRating(account_id=row.id, day=OPENED, asset_class="loss"))
    assert read_classes(book, None, MATURES - timedelta(days=1)).customers
    assert not read_classes(book, None, MATURES).customers


def test_whoever_owns_a_part_on_the_day_is_concerned(book: Book, customer: int) -> None:
    row = loan(book, customer)
    keep(book, AccountRating(account_id=row.id, day=OPENED, asset_class="special_mention"))
    owner = Customer(kind=CustomerKind.PERSON, name="Other Owner")
    keep(book, owner)
    other = owner.id
    keep(book, AccountHolder(account_id=row.id, day=MATURES, customer_id=other))
    before, after = (read_classes(book, None, MATURES - timedelta(days=d)) for d in (1, 0))
    assert before.customers == {customer: AssetClass.SPECIAL_MENTION}
    assert after.customers == {other: AssetClass.SPECIAL_MENTION}
    assert not read_classes(book, [customer], MATURES).customers
