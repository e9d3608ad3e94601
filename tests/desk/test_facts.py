"""Facts of customers: joint accounts by share, and what a year of postings says of needs."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from rmdesk.desk import accounts, editing, facts
from rmdesk.desk.accounts import Shared
from rmdesk.model.account import AccountRating
from rmdesk.offers.measures import Facts, Measure
from rmdesk.store.book import Book, Clock
from rmdesk.terms import AccountStatus, AssetClass, TransactionChannel, TransactionKind
from tests.conftest import TODAY
from tests.desk.test_doctor import keep
from tests.desk.test_value import account, post

LONG_AGO = TODAY - timedelta(days=500)


def numbers(book: Book, customer: int) -> dict[Measure, int]:
    one = facts.of_customer(book, customer)
    assert facts.of_all(book)[customer] == one
    return dict(one.numbers)


def share_out(book: Book, number: int, customer: int, share: int, other: int) -> None:
    accounts.change(book, number, LONG_AGO, Shared(customer, share, other), None)


def test_owners_of_a_joint_account_have_its_facts_by_share(book: Book, customer: int) -> None:
    other = editing.create(book, {"name": "李娜"})
    number = account(book, customer, opened=LONG_AGO)
    post(book, number, LONG_AGO, 20_000_000)
    post(book, number, TODAY - timedelta(days=200), 4_000_000)
    post(book, number, TODAY - timedelta(days=20), -1_000_000, TransactionKind.FEE)
    share_out(book, number, customer, 10_000, other)
    own, others = numbers(book, customer), numbers(book, other)
    for measure, whole in (
        (Measure.CURRENT_BALANCE, 23_000_000),
        (Measure.IDLE_BALANCE, 23_000_000),
        (Measure.DEPOSITS, 23_000_000),
        (Measure.FEES_PAID, 1_000_000),
        (Measure.TURNOVER, 4_000_000),
        (Measure.SWING, 4_000_000),
    ):
        assert (own[measure], others[measure]) == (whole // 100, whole * 99 // 100), measure


def test_who_sold_a_share_has_no_part_in_it_any_more(book: Book, customer: int) -> None:
    other = editing.create(book, {"name": "李娜"})
    number = account(book, customer, opened=LONG_AGO)
    post(book, number, LONG_AGO, 20_000_000)
    accounts.change(book, number, TODAY, Shared(customer, 0, other), None)
    assert numbers(book, customer)[Measure.DEPOSITS] == 0
    assert numbers(book, other)[Measure.DEPOSITS] == 20_000_000
    before = facts_on(book, customer, TODAY - timedelta(days=1))
    assert before.numbers[Measure.DEPOSITS] == 20_000_000


def facts_on(book: Book, customer: int, day: date) -> Facts:
    book.clock = Clock(day)
    return facts.of_customer(book, customer)


def test_each_owner_of_a_loan_in_arrears_is_on_watch(book: Book, customer: int) -> None:
    other = editing.create(book, {"name": "李娜"})
    number = account(
        book, customer, "consumer-loan", opened=LONG_AGO, status=AccountStatus.IN_ARREARS
    )
    post(book, number, LONG_AGO, -5_000_000)
    share_out(book, number, customer, 900_000, other)
    for who, part in ((customer, 4_500_000), (other, 500_000)):
        known = facts.of_customer(book, who)
        assert known.words[Measure.WATCH] == {"in_arrears", "special_mention"}
        assert known.numbers[Measure.LOANS] == part


@pytest.mark.parametrize(
    ("asset_class", "expected"),
    [
        (AssetClass.NORMAL, frozenset()),
        (AssetClass.SPECIAL_MENTION, {"special_mention"}),
        (AssetClass.SUBSTANDARD, {"default"}),
        (AssetClass.LOSS, {"default"}),
    ],
)
def test_a_class_puts_each_owner_on_watch_from_its_day(
    book: Book, customer: int, asset_class: AssetClass, expected: frozenset[str]
) -> None:
    other = editing.create(book, {"name": "李娜"})
    number = account(book, customer, "consumer-loan", opened=LONG_AGO)
    share_out(book, number, customer, 900_000, other)
    keep(book, AccountRating(account_id=number, day=TODAY, asset_class=asset_class.value))
    whole = facts.of_all(book)
    for who in (customer, other):
        for known in (facts.of_customer(book, who), whole[who]):
            assert known.words.get(Measure.WATCH, frozenset()) == expected
    before = facts_on(book, customer, TODAY - timedelta(days=1))
    assert Measure.WATCH not in before.words


def test_days_below_zero_are_counted_day_by_day(book: Book, customer: int) -> None:
    number = account(book, customer, opened=LONG_AGO)
    post(book, number, LONG_AGO, 1_000_000)
    post(book, number, TODAY - timedelta(days=100), -1_500_000)
    post(book, number, TODAY - timedelta(days=90), 2_000_000)
    post(book, number, TODAY - timedelta(days=4), -1_700_000)
    known = numbers(book, customer)
    # Ten days from the hundredth day back, and today with the four days before it.
    assert known[Measure.OVERDRAFT_DAYS] == 10 + 5
    assert known[Measure.OVERDRAFT_DEPTH] == 500_000
    assert known[Measure.LOWEST_BALANCE] == -500_000
    assert known[Measure.SWING] == 2_000_000


@pytest.mark.parametrize(("days", "idle"), [(91, 3_000_000), (90, 3_000_000), (89, 1_000_000)])
def test_money_is_idle_that_was_there_90_days_ago(
    book: Book, customer: int, days: int, idle: int
) -> None:
    number = account(book, customer, opened=LONG_AGO)
    post(book, number, LONG_AGO, 1_000_000)
    post(book, number, TODAY - timedelta(days=days), 2_000_000)
    assert numbers(book, customer)[Measure.IDLE_BALANCE] == idle


def test_a_year_of_overdraft_without_a_posting_is_a_year(book: Book, customer: int) -> None:
    number = account(book, customer, opened=LONG_AGO)
    post(book, number, LONG_AGO, -100)
    assert numbers(book, customer)[Measure.OVERDRAFT_DAYS] == 365
    post(book, number, TODAY, 100)
    assert numbers(book, customer)[Measure.OVERDRAFT_DAYS] == 364


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 450), st.integers(-3_000_00, 3_000_00)), min_size=1, max_size=12
    )
)
def test_the_year_of_a_current_account_is_what_day_by_day_says(
    book: Book, customer: int, moves: list[tuple[int, int]]
) -> None:
    book.rows("DELETE FROM transactions")
    book.rows("DELETE FROM accounts")
    number = account(book, customer, opened=LONG_AGO)
    # A year ago it held something, so that the whole year counts.
    post(book, number, LONG_AGO, 10_001)
    for back, minor in moves:
        post(book, number, TODAY - timedelta(days=back), minor)
    balances = [10_001 + sum(minor for back, minor in moves if back >= day) for day in range(366)]
    known = numbers(book, customer)
    held = balances[365]
    assert known[Measure.OVERDRAFT_DAYS] == sum(b < 0 for b in balances[:365])
    if held:
        assert known[Measure.LOWEST_BALANCE] == min(balances)
        assert known[Measure.SWING] == max(balances) - min(balances)
    credits = [(back, minor) for back, minor in moves if minor > 0]
    assert known[Measure.TURNOVER] == sum(minor for back, minor in credits if back < 365)
    recent = sum(minor for back, minor in credits if back < 90)
    earlier = sum(minor for back, minor in credits if 90 <= back < 365)
    if earlier:
        fall = 1 - (recent / 90) / (earlier / 275)
        assert abs(known[Measure.TURNOVER_FALL] - fall * 1_000_000) <= 1
    else:
        assert Measure.TURNOVER_FALL not in known


def test_turnover_counts_from_the_day_after_a_year_ago(book: Book, customer: int) -> None:
    number = account(book, customer, opened=LONG_AGO)
    post(book, number, TODAY - timedelta(days=365), 700)
    post(book, number, TODAY - timedelta(days=364), 50)
    post(book, number, TODAY, 3, TransactionKind.INTEREST)
    assert numbers(book, customer)[Measure.TURNOVER] == 50


def test_cards_wages_and_foreign_money_are_told_apart(book: Book, customer: int) -> None:
    number = account(book, customer, opened=LONG_AGO)
    dollars = account(book, customer, opened=LONG_AGO, currency="USD")
    book.rows(
        "INSERT INTO exchange_rates (id, created_at, updated_at, currency, valid_from, billionths)"
        " VALUES (1, 0, 0, 'USD', 700000, 7000000000)"
    )
    post(book, number, TODAY, 900, TransactionKind.CARD)
    post(book, number, TODAY, -200, TransactionKind.OTHER, TransactionChannel.CARD)
    post(book, number, TODAY, -5_000, TransactionKind.SALARY)
    post(book, dollars, TODAY, 100)
    post(book, dollars, TODAY, -40)
    known = numbers(book, customer)
    assert known[Measure.CARD_INCOME] == 900 and known[Measure.CARD_SPEND] == 200
    assert known[Measure.PAYROLL] == 5_000
    assert known[Measure.FOREIGN_TURNOVER] == 140 * 7


def test_loans_that_end_soon_limits_and_instalments(book: Book, customer: int) -> None:
    soon, later = TODAY + timedelta(days=90), TODAY + timedelta(days=91)
    first = account(book, customer, "consumer-loan", matures=soon, instalment_minor=1_000)
    second = account(book, customer, "consumer-loan", matures=later, instalment_minor=300)
    line = account(book, customer, "credit-card", limit_minor=50_000)
    for number, minor in ((first, -70_000), (second, -9_000), (line, -20_000)):
        post(book, number, TODAY, minor)
    known = numbers(book, customer)
    assert known[Measure.LOAN_MATURING] == 70_000
    assert known[Measure.INSTALMENTS] == 1_300
    assert known[Measure.UNUSED_LIMIT] == 30_000
    assert known[Measure.LIMIT_USE] == 400_000


def test_the_identity_document_is_counted_by_days(book: Book, customer: int) -> None:
    editing.edit(book, customer, {"document_expires": str(TODAY - timedelta(days=1))})
    known = numbers(book, customer)
    assert known[Measure.DAYS_TO_IDENTITY_EXPIRY] == -1
    assert known[Measure.MONTH] == TODAY.month
