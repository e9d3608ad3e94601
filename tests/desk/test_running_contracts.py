"""Lifetime values of contracts: run off until they end, a proof of life until then, by share."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta

from rmdesk.desk import contribution, editing, estimating, lifetimes, own_months, parameters
from rmdesk.desk.lifetime_rows import read_contracts
from rmdesk.desk.running_contracts import read_running
from rmdesk.model.account import Account, AccountHolder, AccountRating, Transaction
from rmdesk.store import lifetimes as rows, tenures
from rmdesk.store.book import Book
from rmdesk.terms import (
    AccountStatus,
    Act,
    AssetClass,
    ProductKind,
    TransactionKind,
    ValueView,
)
from rmdesk.value.lifetime.contracts import RENEWALS, Contracts
from rmdesk.value.schedules import level_payment
from rmdesk.value.span import months, next_month

MONTH = date(2026, 11, 1)
MILLION = 100_000_000


@pytest.fixture
def margins_alone(book: Book) -> None:
    """Leave nothing but interest margins: no costs, taxes, losses or capital."""
    for table in ("account_costs", "overheads", "taxes", "capital_terms", "product_risks"):
        book.rows(f"DELETE FROM {table}")


def open_account(book: Book, customer: int, product: str, minor: int, **more: object) -> int:
    """Open an account with an amount on it on the day it was opened; return its id."""
    opened = more.pop("opened", date(2026, 1, 15))
    assert isinstance(opened, date)
    with book.deed(Act.SET_UP) as writing:
        row = writing.add(
            Account(
                customer_id=customer,
                number=f"{product}-{customer}-{opened}-{minor}",
                product=product,
                currency="CNY",
                opened=opened,
                **more,  # type: ignore[arg-type]
            )
        )
        writing.flush()
        if minor:
            writing.add(
                Transaction(
                    account_id=row.id,
                    day=opened,
                    minor=minor,
                    reference=f"{row.id}",
                    kind=TransactionKind.TRANSFER,
                )
            )
    return row.id


def contracts_of(book: Book, customer: int) -> Contracts:
    estimating.refresh(book)
    row = rows.of_customer(book, customer)
    assert row is not None
    return read_contracts(row.contracts)


def test_quiet_holder_of_a_term_deposit_is_alive_until_it_matures(
    book: Book, customer: int
) -> None:
    open_account(book, customer, "term-1y", MILLION, matures=date(2028, 3, 15))
    estimating.refresh(book)
    view = lifetimes.look(book, customer)
    assert view.presence[:18] == (1.0,) * 18
    assert view.presence[18] < 1.0
    assert view.contracts is not None
    assert (view.contracts.count, view.contracts.until) == (1, date(2028, 3, 15))
    assert view.contracts.renewal_ppm == 600_000
    found = contracts_of(book, customer)
    assert (len(found.margins), found.lasts) == (17, 17)
    monthly = 1.08 ** (1 / 12)
    worth = sum(margin / monthly**n for n, margin in enumerate(found.margins, 1))
    assert view.outlook.contracts[-1] == round(worth) > 0
    assert view.outlook.lows[0] > 0.9 * view.outlook.contracts[0]


@pytest.mark.usefixtures("margins_alone")
def test_a_term_deposit_brings_its_balance_times_its_spread(book: Book, customer: int) -> None:
    open_account(book, customer, "term-1y", MILLION, matures=date(2027, 2, 11))
    book.rows(
        "UPDATE product_rates SET ftp_ppm = 20000, rate_ppm = 16000 WHERE product = 'term-1y'"
    )
    basis = book.number("SELECT basis FROM products WHERE code = 'term-1y'")
    days = (30, 31, 31, 10)
    expected = [Fraction(MILLION * 4_000 * n, basis * 1_000_000) for n in days]
    assert contracts_of(book, customer).margins == tuple(map(round, expected))


@pytest.mark.parametrize(
    ("matures", "lasts"),
    [(MONTH, 0), (MONTH + timedelta(1), 1), (date(2026, 12, 1), 1), (date(2026, 12, 2), 2)],
)
def test_a_contract_ends_on_the_day_it_matures(
    book: Book, customer: int, matures: date, lasts: int
) -> None:
    open_account(book, customer, "term-1y", MILLION, matures=matures)
    found = contracts_of(book, customer)
    assert (found.lasts, len(found.margins)) == (lasts, lasts)


def test_a_loan_with_two_months_left_does_not_count_sixty(book: Book, customer: int) -> None:
    open_account(
        book,
        customer,
        "consumer-loan",
        0,
        opened=date(2025, 1, 10),
        matures=date(2027, 1, 10),
        principal_minor=24_000_00,
        instalment_minor=1_000_00,
    )
    found = contracts_of(book, customer)
    assert found.lasts == 3 and len(found.margins) <= 3
    assert found.renewals == ()
    view = lifetimes.look(book, customer)
    assert len(set(view.outlook.contracts)) == 1


@pytest.mark.usefixtures("margins_alone")
def test_a_loan_brings_less_as_it_is_paid_down(book: Book, customer: int) -> None:
    open_account(
        book,
        customer,
        "mortgage",
        0,
        opened=date(2025, 11, 1),
        matures=date(2030, 11, 1),
        principal_minor=MILLION,
        schedule="level",
    )
    margins = contracts_of(book, customer).margins
    thirty_days = [margins[n] for n in (0, 5, 7, 10, 12)]
    assert thirty_days == sorted(thirty_days, reverse=True) and thirty_days[-1] > 0
    assert len(margins) == 48


@pytest.mark.usefixtures("margins_alone")
def test_a_loan_with_posted_payments_runs_off_as_well(book: Book, customer: int) -> None:
    common = {"opened": date(2026, 1, 1), "matures": date(2027, 5, 1)}
    open_account(book, customer, "consumer-loan", -16_000_00, **common)
    falling = contracts_of(book, customer).margins
    assert len(falling) == 6
    # Six payments of a sixth, due on the first: a month has the part that is left, by its days.
    for place, (days, before) in enumerate(pairwise((30, 31, 31, 28, 31, 30))):
        left = (6 - place, 5 - place)
        assert falling[place + 1] / falling[place] == pytest.approx(
            left[1] / left[0] * before / days, rel=0.02
        )


@pytest.mark.usefixtures("margins_alone")
def test_what_was_paid_this_month_is_not_due_again(book: Book, customer: int) -> None:
    common = {"opened": date(2026, 1, 1), "matures": date(2027, 5, 1)}
    number = open_account(book, customer, "consumer-loan", -14_000_00, **common)
    to_come = contracts_of(book, customer).margins
    with book.deed(Act.SET_UP) as writing:
        kind = TransactionKind.LOAN_PAYMENT
        day = date(2026, 11, 2)
        writing.add(
            Transaction(account_id=number, day=day, minor=2_000_00, reference="paid", kind=kind)
        )
    paid = contracts_of(book, customer).margins
    # The payment came a day late; from December on the loan is what it would have been.
    assert paid[0] > to_come[0]
    assert paid[1:] == to_come[1:]


def test_a_bullet_loan_stays_whole_until_its_end(book: Book, customer: int) -> None:
    open_account(
        book,
        customer,
        "consumer-loan",
        -16_000_00,
        opened=date(2026, 1, 1),
        matures=date(2027, 5, 1),
        schedule="bullet",
    )
    found = contracts_of(book, customer)
    assert abs(found.margins[0] - found.margins[5]) <= 1
    assert [renewal.chance for renewal in found.renewals] == [RENEWALS[ProductKind.LOAN]]


def test_a_defaulted_or_written_off_loan_is_no_proof_of_life(book: Book, customer: int) -> None:
    account = open_account(
        book, customer, "consumer-loan", -MILLION, matures=date(2029, 1, 1), schedule="bullet"
    )
    assert contracts_of(book, customer).lasts == 26
    with book.deed(Act.SET_UP) as writing:
        day, bad = date(2026, 10, 1), AssetClass.SUBSTANDARD
        row = writing.add(AccountRating(account_id=account, day=day, asset_class=bad.value))
    assert contracts_of(book, customer) == Contracts()
    with book.deed(Act.SET_UP) as writing:
        writing.get(AccountRating, row.id).asset_class = AssetClass.SPECIAL_MENTION.value
    assert contracts_of(book, customer).lasts == 26
    with book.deed(Act.SET_UP) as writing:
        writing.get(Account, account).status = AccountStatus.WRITTEN_OFF
    assert contracts_of(book, customer) == Contracts()


def test_owners_of_a_contract_have_it_by_share(book: Book, customer: int) -> None:
    other = editing.create(book, {"name": "王芳"})
    account = open_account(book, customer, "term-1y", MILLION, matures=date(2027, 3, 15))
    whole = contracts_of(book, customer)
    with book.deed(Act.SET_UP) as writing:
        for owner, share in ((customer, 990_000), (other, 10_000)):
            writing.add(
                AccountHolder(
                    account_id=account, day=date(2026, 6, 1), customer_id=owner, share_ppm=share
                )
            )
    most, least = contracts_of(book, customer), contracts_of(book, other)
    assert most.lasts == least.lasts == whole.lasts and most.count == least.count == 1
    for place, minor in enumerate(whole.margins):
        assert most.margins[place] == pytest.approx(0.99 * minor, abs=1)
        assert least.margins[place] == pytest.approx(0.01 * minor, abs=1)


def test_the_parts_of_past_months_sum_to_the_contribution(demo_book: Book) -> None:
    month = MONTH.toordinal()
    people = [t for t in tenures.tenures(demo_book) if t.since < month and t.left is None]
    running = read_running(demo_book, month, parameters.read(demo_book))
    assert running.bound and running.contracts
    unbound = own_months.list_own_months(demo_book, people, month, running.bound)
    bound = [
        int(str(r[0]))
        for r in demo_book.rows("SELECT id FROM accounts")
        if r[0] not in running.bound
    ]
    rest = own_months.list_own_months(demo_book, people, month, bound)
    first, last = date(2025, 11, 1), date(2026, 10, 31)
    for tenure in people:
        customer = tenure.customer_id
        whole = contribution.value(demo_book, ValueView.MONTH, first, last, customer)
        charge = demo_book.number(
            "SELECT sum(charge) FROM capital WHERE customer_id = ? AND month BETWEEN ? AND ?",
            (customer, first.toordinal(), last.toordinal()),
        )
        # What belongs to no account is in both: counted once too often.
        work = demo_book.number(
            "SELECT sum(minor) FROM rollup WHERE customer_id = ? AND account_id = 0"
            " AND month BETWEEN ? AND ?",
            (customer, first.toordinal(), last.toordinal()),
        )
        assert sum(unbound[customer]) + sum(rest[customer]) - work == whole.total + charge


def test_a_book_of_one_month_and_one_customer_says_something(book: Book) -> None:
    number = editing.create(book, {"name": "张伟"})
    open_account(book, number, "current", MILLION, opened=date(2026, 10, 1))
    estimating.refresh(book)
    view = lifetimes.look(book, number)
    assert view.outlook.values[0] > 0
    assert view.outlook.lows[0] < 0.5 * view.outlook.values[0]
    assert view.outlook.highs[0] > 1.5 * view.outlook.values[0]
    assert view.margin.own == view.margin.estimate


def test_part_of_a_first_month_counts_as_a_whole_one(book: Book) -> None:
    early, late = (editing.create(book, {"name": name}) for name in ("张伟", "王芳"))
    open_account(book, early, "current", MILLION, opened=date(2026, 10, 1))
    open_account(book, late, "current", MILLION, opened=date(2026, 10, 22))
    estimating.refresh(book)
    whole, part = (lifetimes.look(book, number).margin.own for number in (early, late))
    assert part == pytest.approx(whole, rel=0.01)


def test_the_months_of_a_young_book_begin_with_its_data_not_with_the_customer(book: Book) -> None:
    number = editing.create(book, {"name": "张伟", "since": "2015-03-01"})
    open_account(book, number, "current", MILLION, opened=date(2026, 8, 1))
    estimating.refresh(book)
    row = rows.of_customer(book, number)
    assert row is not None and row.seen == 3


def test_lifetime_value_is_after_the_capital_charge(book: Book, customer: int) -> None:
    common = {"matures": date(2029, 1, 1), "schedule": "bullet"}
    open_account(book, customer, "consumer-loan", -MILLION, **common)
    with_charge = sum(contracts_of(book, customer).margins)
    book.rows("UPDATE capital_terms SET hurdle_ppm = 0")
    book.rows("INSERT OR REPLACE INTO derived VALUES ('lifetimes_stale', 1)")
    assert with_charge < sum(contracts_of(book, customer).margins)


def test_a_later_discount_rate_counts_from_its_day(book: Book, customer: int) -> None:
    open_account(book, customer, "current", MILLION)
    estimating.refresh(book)
    before = lifetimes.look(book, customer)
    book.rows(
        "INSERT INTO discount_rates VALUES (1, 0, 0, ?, 200000)", (date(2026, 11, 24).toordinal(),)
    )
    book.rows("INSERT OR REPLACE INTO derived VALUES ('lifetimes_stale', 1)")
    estimating.refresh(book)
    after = lifetimes.look(book, customer)
    assert (before.discount_ppm, after.discount_ppm) == (80_000, 200_000)
    assert after.outlook.values[-1] < before.outlook.values[-1]


def test_level_payments_are_those_of_the_schedule() -> None:
    # The margin's run-off rests on it: what is owed after ten years of thirty (VALUE).
    owed = Fraction(MILLION)
    paid = level_payment(MILLION, 36_000, 360)
    for _month in range(120):
        owed += owed * Fraction(36_000, 12 * 1_000_000) - paid
    assert abs(owed - 77_702_400) < 10_000


def test_months_between_the_first_days_are_whole() -> None:
    spans = months(MONTH.toordinal(), next_month(MONTH.toordinal(), 3) - 1)
    ends = [date.fromordinal(span.last) + timedelta(1) for span in spans]
    assert ends == [MONTH + relativedelta(months=n) for n in (1, 2, 3)]
