"""Value from the store: the worked example, and that every view sums to the total."""

from datetime import date, datetime, time, timedelta

import pytest

from rmdesk.desk import contribution, customers, deriving, interactions
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import BadPeriod
from rmdesk.model.account import Account, Balance, Transaction
from rmdesk.model.product import ProductRate
from rmdesk.store.book import Book
from rmdesk.terms import (
    Act,
    Component,
    InteractionKind,
    TransactionChannel,
    TransactionKind,
    ValueView,
)
from tests.conftest import TODAY
from tests.plain_prices import drop_costs

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@pytest.fixture
def book(book: Book) -> Book:
    """An empty book in which margins are all there is."""
    drop_costs(book)
    return book


def account(book: Book, customer: int, product: str = "current", **more: object) -> int:
    with book.deed(Act.SET_UP) as writing:
        row = Account(
            customer_id=customer, number=f"N{book.ids.next()}", product=product, currency="CNY"
        )
        for name, value in more.items():
            setattr(row, name, value)
        return writing.add(row).id


def post(
    book: Book,
    number: int,
    day: date,
    minor: int,
    kind: TransactionKind = TransactionKind.TRANSFER,
    channel: TransactionChannel | None = None,
) -> None:
    with book.deed(Act.SET_UP) as writing:
        writing.add(
            Transaction(
                account_id=number,
                day=day,
                minor=minor,
                kind=kind,
                channel=channel,
                reference=str(writing.new_id()),
            )
        )


@pytest.fixture
def example(book: Book, customer: int) -> Book:
    """The worked example of the design, in a store."""
    number = account(book, customer)
    post(book, number, date(2025, 12, 1), 10_000_000)
    post(book, number, date(2026, 1, 11), 5_000_000)
    post(book, number, date(2026, 1, 15), -2_500, TransactionKind.FEE)
    post(book, number, date(2026, 1, 21), -3_000_000, TransactionKind.CASH)
    book.rows("UPDATE activity_costs SET piece_minor = 800, hour_minor = 0 WHERE kind = 'call'")
    at = TODAY.replace(month=1, day=9)
    with book.deed(Act.SET_UP) as writing:
        writing.touched.parameters = True
    draft = InteractionDraft(InteractionKind.CALL, "Asked about the rate", at=noon(at))
    interactions.log(book, customer, draft)
    return book


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12)).astimezone()


def test_the_worked_example_is_in_every_view(example: Book, customer: int) -> None:
    lines = {view: contribution.value(example, view, *JANUARY, customer) for view in ValueView}
    assert {report.total for report in lines.values()} == {18_967}
    by_component = {line.component: line.minor for line in lines[ValueView.COMPONENT].lines}
    assert by_component == {
        Component.DEPOSIT_MARGIN: 17_267,
        Component.FEES: 2_500,
        Component.ACTIVITY_COST: -800,
    }
    margins = [
        line.minor
        for line in lines[ValueView.TRANSACTION].lines
        if line.component is Component.DEPOSIT_MARGIN
    ]
    assert margins == [14_014, 4_747, -2, -1_492]
    activity = lines[ValueView.ACTIVITY].lines[0]
    assert (activity.label, activity.minor) == ("Asked about the rate", -800)


def test_a_part_month_is_a_month_with_fewer_days(example: Book, customer: int) -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 10)
    report = contribution.value(example, ValueView.COMPONENT, first, last, customer)
    assert report.lines[0].minor == round(10_000_000 * 10 * 16_500 / 365_000_000)
    for view in ValueView:
        assert contribution.value(example, view, first, last, customer).total == report.total


def test_nothing_is_counted_beyond_today(example: Book, customer: int) -> None:
    until = contribution.value(example, ValueView.COMPONENT, JANUARY[0], TODAY, customer)
    beyond = TODAY + timedelta(days=400)
    later = contribution.value(example, ValueView.COMPONENT, JANUARY[0], beyond, customer)
    assert later.total == until.total
    after = contribution.value(example, ValueView.MONTH, beyond, beyond, customer)
    assert (after.total, after.lines) == (0, ())


def test_a_period_that_ends_before_it_begins_is_refused(book: Book) -> None:
    with pytest.raises(BadPeriod):
        contribution.value(book, ValueView.COMPONENT, date(2026, 2, 1), date(2026, 1, 1))


def test_the_panel_and_the_rank_follow_the_same_figures(example: Book, customer: int) -> None:
    view = customers.look(example, customer)
    start = TODAY.replace(day=1)
    report = contribution.value(
        example,
        ValueView.COMPONENT,
        start.replace(year=start.year - 1),
        start - timedelta(days=1),
        customer,
    )
    assert view.contribution == report.total == sum(view.trend)
    assert view.contribution == sum(share.minor for share in view.components)
    assert (view.rank, view.customers) == (1, 1)


def test_balances_stand_in_where_there_are_no_postings(book: Book, customer: int) -> None:
    number = account(book, customer, "bond-fund")
    with book.deed(Act.SET_UP) as writing:
        for day, minor in ((31, 36_500_000), (15, 73_000_000)):
            month = 12 if day == 31 else 1
            year = 2025 if day == 31 else 2026
            writing.add(Balance(account_id=number, day=date(year, month, day), minor=minor))
    report = contribution.value(book, ValueView.TRANSACTION, *JANUARY, customer)
    exact = (36_500_000 * 14 + 73_000_000 * 17) * 4_500 / 365_000_000
    assert report.total == round(exact)
    assert [line.cause for line in report.lines] == ["opening", "snapshot"]


def test_what_a_balance_says_beyond_the_postings_is_a_line_of_its_own(
    book: Book, customer: int
) -> None:
    number = account(book, customer)
    post(book, number, date(2026, 1, 5), 1_000_000)
    with book.deed(Act.SET_UP) as writing:
        writing.add(Balance(account_id=number, day=date(2026, 1, 20), minor=1_500_000))
    report = contribution.value(book, ValueView.TRANSACTION, *JANUARY, customer)
    assert [line.cause for line in report.lines] == ["transfer", "difference"]
    assert report.lines[1].minor == round(500_000 * 12 * 16_500 / 365_000_000)


def test_a_loan_is_paid_down_straight_line(book: Book, customer: int) -> None:
    account(
        book,
        customer,
        "consumer-loan",
        opened=date(2025, 12, 31),
        matures=date(2026, 12, 31),
        principal_minor=12_000_000,
        instalment_minor=1_000_000,
        rate_ppm=52_000,
    )
    for month, owed in ((1, 12_000_000), (2, 11_000_000)):
        last = date(2026, month + 1, 1) - timedelta(days=1)
        report = contribution.value(
            book, ValueView.COMPONENT, date(2026, month, 1), last - timedelta(days=1), customer
        )
        days = (last - date(2026, month, 1)).days
        assert report.lines[0].minor == round(owed * days * 29_000 / 360_000_000)
        assert report.lines[1].minor == -round(owed * days * 25_000 * 450_000 / (360 * 10**12))
        assert report.charge == -round(owed * days * 750_000 * 105_000 * 120_000 / (360 * 10**18))


def test_a_new_rate_counts_from_its_day(example: Book, customer: int) -> None:
    with example.deed(Act.SET_UP) as writing:
        writing.add(
            ProductRate(
                product="current", valid_from=date(2026, 1, 21), ftp_ppm=30_000, rate_ppm=3_500
            )
        )
    assert deriving.catch_up(example)
    report = contribution.value(example, ValueView.COMPONENT, *JANUARY, customer)
    more = (10_000_000 + 5_000_000 - 2_500 - 3_000_000) * 11 * 10_000 / 365_000_000
    assert report.lines[0].minor == round(17_266.57 + more)
    views = {contribution.value(example, v, *JANUARY, customer).total for v in ValueView}
    assert views == {report.total}


def test_a_tax_only_passes_through(book: Book, customer: int) -> None:
    number = account(book, customer)
    post(book, number, date(2025, 12, 1), 10_000_000)
    post(book, number, date(2026, 1, 11), -3_650_000, TransactionKind.TAX)
    report = contribution.value(book, ValueView.COMPONENT, *JANUARY, customer)
    assert {line.component for line in report.lines} == {Component.DEPOSIT_MARGIN}
    assert report.total == round((10_000_000 * 31 - 3_650_000 * 21) * 16_500 / 365_000_000)
