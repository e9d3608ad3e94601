"""How much money an account held over a period, and what it earned: deposits and loans apart.

A balance below zero is lent, whatever the product is called: on a current account that was
overdrawn for some days, those days count as a loan.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rmdesk.terms import Component, MoneySide, TransactionKind
from rmdesk.value.cells import Walked, walk
from rmdesk.value.contract import Contract, Movement
from rmdesk.value.pricing import Price

_INTEREST = TransactionKind.INTEREST.value


class SpanVolume(NamedTuple):
    """An account's money on one side in a span: its balance-days and what they earned.

    `days` are in its own minor units, over a million, below zero for loans; `book_days` and
    `margin` in the book's currency, over SCALE.
    """

    side: MoneySide
    days: int
    book_days: int
    margin: int


def account_volumes(
    contract: Contract,
    prices: Sequence[Price],
    opening: int,
    postings: Sequence[Movement],
    customers: frozenset[int] | None = None,
) -> Iterator[SpanVolume]:
    """Yield the volumes of each span, as far as they belong to some customers (None: all).

    The margins of a span sum to the account's own.
    """
    for walked in walk(prices, opening, postings):
        price = walked.price
        share = sum(
            ppm
            for customer, ppm in contract.holders(price.first)
            if customers is None or customer in customers
        )
        for side, held, margin in _split(contract.terms.component, walked):
            # What was written off is off the book.
            days = 0 if price.charged.is_lost else held
            if days or margin:
                owned = days * share
                yield SpanVolume(side, owned, owned * price.volume, margin * share)


def _split(component: Component, walked: Walked) -> Iterator[tuple[MoneySide, int, int]]:
    """Yield side, balance-days and margin (over UNSHARED)."""
    price = walked.price
    margin = walked.days * price.margin - walked.interest * price.interest
    if component is Component.ASSET_FEES:
        yield MoneySide.INVESTMENTS, walked.days, margin
        return
    lent, interest = _debit_days(walked), walked.interest
    if component is not Component.LOAN_MARGIN:
        interest = sum(posting[2] for posting in walked.postings if _is_debit_interest(posting))
    earned = lent * price.margin - interest * price.interest
    yield MoneySide.DEPOSITS, walked.days - lent, margin - earned
    yield MoneySide.LOANS, lent, earned


def _is_debit_interest(posting: Movement) -> bool:
    """Return whether interest was charged on an overdraft, or such a charge taken back."""
    _id, _day, minor, kind, _channel, reverses, _account = posting
    return kind == _INTEREST and (minor < 0) != bool(reverses)


def _debit_days(walked: Walked) -> int:
    """Sum the end-of-day balances of the days on which they were below zero."""
    balance, since, total = walked.balance, walked.price.first, 0
    for _id, day, minor, *_rest in walked.postings:
        if day > since:
            total += min(balance, 0) * (day - since)
            since = day
        balance += minor
    return total + min(balance, 0) * (walked.price.last + 1 - since)
