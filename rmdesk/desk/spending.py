"""What is still to come of purchases by card: how often (BG/NBD), and how much (Gamma-Gamma).

Spending is above zero and comes when it comes, which these models are for; contribution is neither
(VALUE section 2). A customer's purchases of one day count as one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rmdesk.desk import stored
from rmdesk.desk.converting import worth_today
from rmdesk.store import spending
from rmdesk.store.book import Book
from rmdesk.store.spending import SpendingRow
from rmdesk.value.lifetime import bgnbd, gammagamma
from rmdesk.value.lifetime.bgnbd import Purchases
from rmdesk.value.span import next_month

MONTHS = 24
LEAST_CUSTOMERS = 30
_WEEK = 7
_YEAR_WEEKS = 365 / _WEEK


@dataclass(frozen=True)
class _Past:
    """A customer's purchases: days after the first one, what was paid on these, days known."""

    repeats: int
    last_day: int
    last: float
    known: float
    mean: float


def estimate(book: Book, month: int) -> None:
    """Estimate everybody's purchases anew, from the 24 months before one.

    Fewer than 30 customers who bought again say too little: then nothing is kept.
    """
    pasts = _pasts(book, month)
    again = {customer: past for customer, past in pasts.items() if past.repeats}
    rows: list[SpendingRow] = []
    if len(again) >= LEAST_CUSTOMERS:
        rows = _rows(pasts, again)
    spending.replace(book, rows)


def _pasts(book: Book, month: int) -> dict[int, _Past]:
    own, worth = book.card().currency, worth_today(book)
    days: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for customer, day, currency, minor in spending.purchases(
        book, next_month(month, -MONTHS), month - 1
    ):
        unit = 1 if currency == own else worth.get(str(currency), 0)
        by_day = days[stored.number(customer)]
        paid = float(stored.number(minor) * unit)
        by_day[stored.number(day)] = by_day.get(stored.number(day), 0.0) + paid
    found = {}
    for customer, by_day in days.items():
        first, *later = sorted(day for day, paid in by_day.items() if paid > 0) or [month]
        last = later[-1] if later else first
        mean = sum(by_day[day] for day in later) / len(later) if later else 0.0
        found[customer] = _Past(
            len(later), last, (last - first) / _WEEK, (month - first) / _WEEK, mean
        )
    return found


def _rows(pasts: Mapping[int, _Past], again: Mapping[int, _Past]) -> list[SpendingRow]:
    everyone = list(pasts.values())
    often = bgnbd.fit(
        Purchases(
            [past.repeats for past in everyone],
            [past.last for past in everyone],
            [past.known for past in everyone],
        )
    )
    much = gammagamma.fit(
        [past.repeats for past in again.values()], [past.mean for past in again.values()]
    )
    return [
        SpendingRow(
            customer_id=customer,
            repeats=past.repeats,
            last_day=past.last_day,
            mean_minor=round(past.mean),
            expected=often.expected(_YEAR_WEEKS, past.repeats, past.last, past.known),
            alive=often.alive(past.repeats, past.last, past.known),
            spend_minor=round(much.expected(past.repeats, past.mean)),
            customers=len(everyone),
        )
        for customer, past in pasts.items()
    ]
