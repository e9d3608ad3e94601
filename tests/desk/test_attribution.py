"""What an activity brought: the accounts that came of it, each of one activity only."""

from datetime import date, datetime, time, timedelta

import pytest

from rmdesk.desk import contribution, customers, interactions, linking, undoing, worth
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import Gone
from rmdesk.model.account import Account, Transaction
from rmdesk.store.book import Book
from rmdesk.terms import Act, InteractionKind, TransactionKind, ValueView
from tests.conftest import TODAY
from tests.plain_prices import drop_costs

OPENED = date(2026, 3, 20)
PERIOD = (date(2026, 3, 1), date(2026, 10, 31))


@pytest.fixture
def book(book: Book) -> Book:
    """An empty book in which margins are all there is."""
    drop_costs(book)
    return book


def talk(book: Book, customer: int, day: date, account: int | None = None) -> int:
    at = datetime.combine(day, time(10)).astimezone()
    draft = InteractionDraft(InteractionKind.VISIT, f"on {day}", at=at, account_id=account)
    return interactions.log(book, customer, draft).interaction_id


def open_account(book: Book, customer: int, opened: date = OPENED) -> int:
    with book.deed(Act.SET_UP) as writing:
        row = Account(
            customer_id=customer,
            number=f"N{opened}",
            product="current",
            currency="CNY",
            opened=opened,
        )
        writing.add(row)
        writing.flush()
        writing.add(Transaction(account_id=row.id, day=opened, minor=10_000_000, reference="1"))
        return row.id


def worths(book: Book, customer: int) -> dict[int, int]:
    return {entry.id: entry.brought for entry in customers.look(book, customer).log}


def test_the_last_activity_within_30_days_brought_the_account(book: Book, customer: int) -> None:
    early = talk(book, customer, OPENED - timedelta(days=40))
    first = talk(book, customer, OPENED - timedelta(days=20))
    last = talk(book, customer, OPENED - timedelta(days=3))
    after = talk(book, customer, OPENED + timedelta(days=1))
    open_account(book, customer)
    found = worths(book, customer)
    assert found[last] > 0
    assert (found[early], found[first], found[after]) == (0, 0, 0)


@pytest.mark.parametrize(("days", "counts"), [(0, True), (30, True), (31, False)])
def test_thirty_days_are_the_limit(book: Book, customer: int, days: int, counts: bool) -> None:
    visit = talk(book, customer, OPENED - timedelta(days=days))
    open_account(book, customer)
    assert (worths(book, customer)[visit] > 0) is counts


def test_a_link_by_hand_comes_first(book: Book, customer: int) -> None:
    account = open_account(book, customer)
    close = talk(book, customer, OPENED - timedelta(days=1))
    linked = talk(book, customer, OPENED + timedelta(days=10), account)
    service = talk(book, customer, TODAY - timedelta(days=5), account)
    found = worths(book, customer)
    assert found[linked] > 0
    assert found[close] == found[service] == 0


def test_service_on_an_old_account_brought_nothing(book: Book, customer: int) -> None:
    account = open_account(book, customer)
    service = talk(book, customer, OPENED + timedelta(days=31), account)
    assert worths(book, customer)[service] == 0


def test_without_an_activity_nothing_is_invented(book: Book, customer: int) -> None:
    open_account(book, customer)
    report = contribution.value(book, ValueView.ACTIVITY, *PERIOD, customer)
    assert all(line.key == "" for line in report.lines) and report.total > 0


def test_the_view_by_activity_sums_to_the_same_total(book: Book, customer: int) -> None:
    visit = talk(book, customer, OPENED - timedelta(days=3))
    open_account(book, customer)
    open_account(book, customer, date(2026, 8, 1))
    by_activity = contribution.value(book, ValueView.ACTIVITY, *PERIOD, customer)
    assert by_activity.total == contribution.value(book, ValueView.MONTH, *PERIOD, customer).total
    line = next(line for line in by_activity.lines if line.key == str(visit))
    assert line.minor > 0 and any(not line.key for line in by_activity.lines)


def test_the_ranking_by_kind_says_on_how_many_it_rests(book: Book, customer: int) -> None:
    talk(book, customer, OPENED - timedelta(days=3))
    talk(book, customer, OPENED - timedelta(days=100))
    open_account(book, customer)
    (line,) = worth.look(book).work
    assert (line.kind, line.count, line.successes) == (InteractionKind.VISIT, 2, 1)
    assert line.cost == sum(e.cost for e in customers.look(book, customer).log)
    assert line.brought == sum(worths(book, customer).values())


def fee(book: Book, account: int) -> int:
    """A fee of 50.00, two months after the account was opened."""
    with book.deed(Act.SET_UP) as writing:
        row = Transaction(account_id=account, day=date(2026, 5, 20), minor=-5_000, reference="F")
        row.kind, row.text = TransactionKind.FEE, "plan"
        return writing.add(row).id


def test_a_posting_that_was_linked_belongs_to_that_activity_alone(
    book: Book, customer: int
) -> None:
    visit = talk(book, customer, OPENED - timedelta(days=3))
    later = talk(book, customer, date(2026, 5, 18))
    posting = fee(book, open_account(book, customer))
    before = worths(book, customer)
    assert before[later] == 0
    found = linking.look(book, posting)
    assert [t.id for t in found.talks] == [later, visit] and found.linked is None
    linking.link(book, posting, later)
    after = worths(book, customer)
    assert after[later] > 4_900
    assert after[visit] + after[later] == before[visit]
    report = contribution.value(book, ValueView.ACTIVITY, *PERIOD, customer)
    own = {int(line.key): line.minor for line in report.lines if line.key}
    cost = own[later] - after[later]
    assert cost <= 0 and linking.look(book, posting).linked == later
    undoing.undo(book)
    assert worths(book, customer) == before


def test_only_a_posting_can_be_linked(book: Book, customer: int) -> None:
    with pytest.raises(Gone):
        linking.look(book, talk(book, customer, OPENED))
