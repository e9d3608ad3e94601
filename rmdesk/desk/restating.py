"""Why a past month is not what it was: which deeds changed it, from what to what, and how.

A month is restated when something that counts in it comes after it was reckoned: a posting dated
back, a reversal, an activity logged late, an import undone. Prices that changed are named, but not
reckoned apart: `prices.effect` shows what they do.
"""

from dataclasses import dataclass
from datetime import date, datetime

from rmdesk.desk import stored
from rmdesk.store import restatements
from rmdesk.store.book import Book
from rmdesk.terms import Act
from rmdesk.value.span import next_month


@dataclass(frozen=True)
class LatePosting:
    """A posting that came after its month: `booked` is when the bank booked it, if it says so."""

    account: str
    currency: str
    day: date
    booked: date | None
    minor: int
    kind: str
    text: str


@dataclass(frozen=True)
class Restatement:
    """A deed that changed a month, and the month's contribution before and after it.

    Of a change of prices both are None.
    """

    at: datetime
    act: Act
    label: str
    before: int | None
    after: int | None
    postings: tuple[LatePosting, ...]


@dataclass(frozen=True)
class MonthHistory:
    """All that changed a customer's month, the newest first."""

    month: date
    currency: str
    changes: tuple[Restatement, ...]


def months_restated(book: Book, customer_id: int) -> frozenset[date]:
    """The months of a customer that deeds changed after they had been reckoned."""
    return frozenset(stored.day(month) for month in restatements.months_of(book, customer_id))


def history(book: Book, customer_id: int, month: date) -> MonthHistory:
    """What changed a month of a customer since it ended."""
    first = month.replace(day=1).toordinal()
    after = next_month(first)
    changes = [
        Restatement(
            at=stored.moment(at),
            act=Act(str(act)),
            label=str(label),
            before=stored.number(before),
            after=stored.number(now),
            postings=_postings(book, customer_id, stored.number(deed), after),
        )
        for deed, at, act, label, before, now in restatements.of_customer(book, customer_id, first)
    ]
    changes += [
        Restatement(stored.moment(at), Act.EDIT_PRICES, str(label), None, None, ())
        for at, label in restatements.price_changes(book, _instant(after))
    ]
    changes.sort(key=lambda change: change.at, reverse=True)
    return MonthHistory(stored.day(first), book.card().currency, tuple(changes))


def _instant(day: int) -> int:
    return int(datetime.fromordinal(day).astimezone().timestamp() * 1000)


def _postings(book: Book, customer_id: int, deed: int, after: int) -> tuple[LatePosting, ...]:
    return tuple(
        LatePosting(
            account=str(number),
            currency=str(currency),
            day=stored.day(day),
            booked=stored.some_day(booked),
            minor=stored.number(minor),
            kind=str(kind),
            text=str(text),
        )
        for number, currency, day, booked, minor, kind, text in restatements.postings(
            book, customer_id, deed, after
        )
    )
