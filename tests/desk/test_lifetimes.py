"""Lifetime values from the store: which model is taken, what it says, and when it is made anew."""

from datetime import date, timedelta

import pytest

from rmdesk.desk import customers, editing, estimating, interactions, lifetimes
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.lifetimes import Wish
from rmdesk.errors import Gone
from rmdesk.model.account import Account, Transaction
from rmdesk.store.book import Book
from rmdesk.terms import Act, InteractionKind, SortKey, SurvivalModel, TransactionChannel
from tests.conftest import TODAY
from tests.plain_prices import drop_costs

OPENED = date(2023, 1, 10)


@pytest.fixture
def book(book: Book) -> Book:
    """An empty book in which margins are all there is."""
    drop_costs(book)
    return book


def customers_with_accounts(book: Book, count: int) -> list[tuple[int, int]]:
    """Customers with an account each, and 1 000.00 in it: id and account id."""
    found: list[tuple[int, int]] = []
    numbers = [
        editing.create(book, {"name": f"No {n}", "since": "2023-01-10"}) for n in range(count)
    ]
    with book.deed(Act.SET_UP) as writing:
        for number in numbers:
            account = Account(
                customer_id=number,
                number=f"A{number}",
                product="current",
                currency="CNY",
                opened=OPENED,
            )
            writing.add(account)
            writing.flush()
            add(writing.add, account.id, OPENED, 100_000 + 500 * len(found))
            found.append((number, account.id))
    return found


def add(keep: object, account: int, day: date, minor: int) -> None:
    assert callable(keep)
    keep(
        Transaction(
            account_id=account,
            day=day,
            minor=minor,
            reference=f"{account}.{day}",
            channel=TransactionChannel.ONLINE,
        )
    )


def test_without_data_the_assumption_is_used_and_said(book: Book) -> None:
    (number, _account), *_ = customers_with_accounts(book, 3)
    assert estimating.refresh(book)
    view = lifetimes.look(book, number)
    assert view.model is SurvivalModel.ASSUMED
    assert view.survival[12] == pytest.approx(0.9)
    assert 0 < view.outlook.values[0] < view.outlook.values[1] < view.outlook.values[2]
    assert view.outlook.low <= view.outlook.values[2] <= view.outlook.high
    line = customers.look(book, number).lifetime
    assert line is not None and line.minor == view.outlook.values[2]


def test_closures_are_used_where_there_are_thirty(book: Book) -> None:
    people = customers_with_accounts(book, 60)
    with book.deed(Act.SET_UP) as writing:
        for place, (_number, account) in enumerate(people[:35]):
            row = writing.get(Account, account)
            row.closed = OPENED + timedelta(days=200 + 20 * place)
    assert estimating.refresh(book)
    stays = lifetimes.look(book, people[-1][0])
    assert stays.model is SurvivalModel.CLOSURES
    assert stays.survival[0] == 1 and stays.survival[12] < 0.95
    with pytest.raises(Gone):
        lifetimes.look(book, people[0][0])


def test_who_fell_silent_is_less_likely_to_be_there(book: Book) -> None:
    people = customers_with_accounts(book, 80)
    with book.deed(Act.SET_UP) as writing:
        for place, (_number, account) in enumerate(people):
            active = 24 if place % 2 else 3 + place % 17
            for month in range(active):
                day = date(2024, 11, 3) + timedelta(days=30 * month + 2)
                if day < date(2026, 11, 1) and (month + place) % 5:
                    add(writing.add, account, day, -100)
    assert estimating.refresh(book)
    silent, lively = lifetimes.look(book, people[0][0]), lifetimes.look(book, people[1][0])
    assert silent.model is SurvivalModel.ACTIVITY
    assert silent.survival[0] < 0.5 < lively.survival[0]
    assert list(lively.survival) == sorted(lively.survival, reverse=True)


def test_it_is_made_anew_when_accounts_move_and_not_for_a_call(book: Book) -> None:
    (number, account), *_ = customers_with_accounts(book, 3)
    assert estimating.refresh(book) and not estimating.refresh(book)
    interactions.log(book, number, InteractionDraft(InteractionKind.CALL, "Asked"))
    assert not estimating.refresh(book)
    with book.deed(Act.SET_UP) as writing:
        add(writing.add, account, date(2026, 10, 5), 500_000)
    assert estimating.refresh(book)


def test_it_gives_up_when_it_may_not_go_on_and_leaves_the_old(book: Book) -> None:
    customers_with_accounts(book, 3)
    assert not estimating.refresh(book, lambda: False)
    assert estimating.is_stale(book)


def test_a_wish_shows_what_it_would_bring(demo_book: Book) -> None:
    number = customers.page(demo_book, SortKey.CONTRIBUTION, 0, 1).lines[0].id
    now = lifetimes.look(demo_book, number)
    for wish in (Wish(deposits=1_000_000), Wish(yearly=5_000), Wish(retention_percent=20)):
        assert lifetimes.look(demo_book, number, wish).outlook.values > now.outlook.values
    assert lifetimes.look(demo_book, number, Wish()).outlook == now.outlook


def test_a_prospect_has_no_lifetime_value_yet(book: Book, customer: int) -> None:
    estimating.refresh(book)
    assert customers.look(book, customer).lifetime is None
    with pytest.raises(Gone):
        lifetimes.look(book, customer)


def test_the_day_is_kept_with_it(demo_book: Book) -> None:
    number = customers.page(demo_book, SortKey.CONTRIBUTION, 0, 1).lines[0].id
    assert lifetimes.look(demo_book, number).estimated == TODAY
