"""Purchases by card: the models are used where enough customers bought again."""

from datetime import date, timedelta

from rmdesk.desk import editing, estimating, lifetimes
from rmdesk.model.account import Account, Transaction
from rmdesk.store.book import Book
from rmdesk.terms import Act, TransactionKind
from tests.conftest import TODAY


def shoppers(book: Book, count: int) -> list[int]:
    """Customers who buy by card every so many days, each another number of days."""
    people = [editing.create(book, {"name": f"Shopper {n}"}) for n in range(count)]
    for place, person in enumerate(people):
        with book.deed(Act.SET_UP) as writing:
            row = Account(customer_id=person, number=f"S{place}", product="current")
            row.currency, row.opened = "CNY", date(2025, 1, 1)
            account = writing.add(row).id
            writing.flush()
            day, step = date(2025, 11, 5) + timedelta(days=place), 10 + place * 3 % 60
            while day < TODAY:
                posting = Transaction(account_id=account, day=day, minor=-10_000 - 50 * place)
                posting.kind, posting.reference = TransactionKind.CARD, day.isoformat()
                writing.add(posting)
                day += timedelta(days=step)
    return people


def test_who_buys_more_often_is_expected_to_buy_more(book: Book) -> None:
    people = shoppers(book, 36)
    assert estimating.refresh(book)
    often, seldom = (lifetimes.look(book, people[place]).spending for place in (0, 19))
    assert often is not None and seldom is not None
    assert often.days > seldom.days and often.expected > seldom.expected > 0
    assert often.customers == 36
    assert abs(often.expected_mean - 10_000) < 600
    assert often.expected_minor == round(often.expected * often.expected_mean)


def test_too_few_shoppers_say_nothing(book: Book) -> None:
    people = shoppers(book, 8)
    assert estimating.refresh(book)
    assert lifetimes.look(book, people[0]).spending is None
