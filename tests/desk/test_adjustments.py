"""The rollup follows what a loan's ledger says, however late that is known, and undo mends it."""

from datetime import date, timedelta

import pytest

from rmdesk.desk import deriving, editing, prices, undoing
from rmdesk.model.account import Account, AccountHolder, Balance, Transaction
from rmdesk.model.base import Kept
from rmdesk.store.book import Book
from rmdesk.terms import Act

TABLES = ("rollup", "capital", "adjustments")
OPENED = date(2025, 3, 3)


def keep(book: Book, *rows: Kept) -> None:
    with book.deed(Act.IMPORT) as writing:
        for row in rows:
            writing.add(row)


def loan(book: Book, customer: int, number: str = "L1") -> int:
    """A loan that runs by its schedule: nothing else is known of it."""
    row = Account(customer_id=customer, number=number, product="mortgage", currency="CNY")
    row.opened, row.matures = OPENED, OPENED + timedelta(days=1_800)
    row.principal_minor, row.instalment_minor = 90_000_000, 1_500_000
    keep(book, row)
    return row.id


def derived(book: Book) -> dict[str, list[tuple[object, ...]]]:
    return {t: list(book.rows(f"SELECT * FROM {t} ORDER BY 1, 2, 3, 4")) for t in TABLES}


def assert_like_a_rebuild(book: Book) -> None:
    stored = derived(book)
    with book.holding():
        deriving.rebuild_all(book)
    assert derived(book) == stored


def test_the_first_transaction_on_a_loan_restates_its_whole_past(book: Book, customer: int) -> None:
    account = loan(book, customer)
    keep(book, Transaction(account_id=account, day=date(2026, 9, 1), minor=-50_000, reference="1"))
    assert book.number("SELECT count(*) FROM adjustments") == 0
    assert_like_a_rebuild(book)


def test_the_first_balance_of_a_loan_restates_its_whole_past(book: Book, customer: int) -> None:
    account = loan(book, customer)
    keep(book, Balance(account_id=account, day=date(2026, 9, 1), minor=-70_000_000))
    assert_like_a_rebuild(book)


def test_undo_of_the_first_transaction_brings_the_schedule_and_its_past_back(
    book: Book, customer: int
) -> None:
    account = loan(book, customer)
    before = derived(book)
    keep(book, Transaction(account_id=account, day=date(2026, 9, 1), minor=-50_000, reference="1"))
    undoing.undo(book)
    assert derived(book) == before
    assert before["adjustments"]


def test_a_balance_between_others_changes_what_the_later_ones_say(
    book: Book, customer: int
) -> None:
    account = loan(book, customer)
    keep(
        book,
        Transaction(account_id=account, day=date(2026, 1, 5), minor=-50_000, reference="1"),
        Balance(account_id=account, day=date(2026, 3, 1), minor=-60_000),
        Balance(account_id=account, day=date(2026, 8, 1), minor=-40_000),
    )
    keep(book, Balance(account_id=account, day=date(2026, 5, 1), minor=-45_000))
    assert_like_a_rebuild(book)
    undoing.undo(book)
    assert_like_a_rebuild(book)


def test_a_transaction_turns_snapshots_into_differences_all_the_way_back(
    book: Book, customer: int
) -> None:
    account = loan(book, customer)
    keep(
        book,
        Balance(account_id=account, day=date(2025, 6, 1), minor=-80_000),
        Balance(account_id=account, day=date(2026, 2, 1), minor=-60_000),
    )
    keep(book, Transaction(account_id=account, day=date(2026, 4, 1), minor=10_000, reference="1"))
    assert_like_a_rebuild(book)


def test_undo_of_an_import_of_loans_leaves_no_adjustments(book: Book, customer: int) -> None:
    loan(book, customer)
    assert book.number("SELECT count(*) FROM adjustments") > 0
    undoing.undo(book)
    assert derived(book) == {table: [] for table in TABLES}


def test_new_prices_reach_a_part_owner_who_comes_before_the_owner_of_a_loan(
    book: Book, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Customers are taken one at a time, and both of them have the schedule at its new rate."""
    monkeypatch.setattr(deriving, "_FEW", 1)
    monkeypatch.setattr(deriving, "_SOON", 0)
    owner = editing.create(book, {"name": "李娜"})
    assert owner > customer
    number = loan(book, owner)
    with book.deed(Act.EDIT_ACCOUNT) as writing:
        writing.get(Account, number).schedule = "level"
    shares = ((owner, 400_000), (customer, 600_000))
    keep(
        book,
        *(
            AccountHolder(account_id=number, day=OPENED, customer_id=who, share_ppm=share)
            for who, share in shares
        ),
    )
    texts = (("product", "mortgage"), ("valid_from", "2016-01-01"), ("rate", "7.2"))
    prices.put(book, prices.Change("product_rates", texts))
    deriving.catch_up(book)
    assert_like_a_rebuild(book)
