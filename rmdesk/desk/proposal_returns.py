"""What accepted proposals should have brought so far, and what they did: of one kind.

Both are counted over the same days, from the yes to the end of the last complete month, at most
to that of the month before the one in which the yes is a year old; after expected loss, capital
charge, what is given up (as it was assumed) and the cost of the yes, as far as it has fallen due.
Proposals of older versions were expected before all that but expected loss; theirs stay so, with
what they earned, and are marked as such.
"""

from dataclasses import dataclass
from datetime import date

from rmdesk.desk import earnings, stored
from rmdesk.store import rollup
from rmdesk.store.book import Book
from rmdesk.terms import ExpectedBasis
from rmdesk.value.share import half_even
from rmdesk.value.span import month_of, next_month
from rmdesk.value.work import offer_cost

YEAR_DAYS = 365
_ACCEPTED = (
    "SELECT id, decided_at, basis, expected_minor, gives_up_minor, cost_minor, cost_days"
    " FROM proposals WHERE status = 'accepted'"
)


@dataclass(frozen=True)
class Return:
    """What an accepted proposal should have brought over some days, and what it brought.

    In minor units; `earned` is None where nothing is known to have come of it. `until` is the last
    day that counts, `days` how many do.
    """

    basis: ExpectedBasis
    expected: int
    earned: int | None
    days: int
    until: date


def read_returns(book: Book, customer_id: int | None = None) -> dict[int, Return]:
    """Return what has come of the accepted proposals of a customer, or of the book."""
    earned = earnings.earned(book, customer_id)
    through = rollup.through(book)
    after = next_month(through) if through else 0
    who = "" if customer_id is None else " AND customer_id = ?"
    found = {}
    for number, decided, basis, *figures in book.rows(
        _ACCEPTED + who, () if customer_id is None else (customer_id,)
    ):
        begins = stored.moment(decided).date().toordinal()
        end = max(begins, min(after, next_month(month_of(begins), 12)))
        key = stored.number(number)
        found[key] = _return(
            ExpectedBasis(str(basis)),
            *(begins, end, earned.get(key)),
            *(stored.number(figure) for figure in figures),
        )
    return found


def _return(
    basis: ExpectedBasis,
    begins: int,
    end: int,
    earned: int | None,
    expected_minor: int,
    gives_up_minor: int,
    cost_minor: int,
    cost_days: int,
) -> Return:
    days = min(YEAR_DAYS, end - begins)
    until = date.fromordinal(max(begins, end - 1))
    if basis is ExpectedBasis.GROSS:
        return Return(basis, _so_far(expected_minor, days), earned, days, until)
    cost = offer_cost(cost_minor, begins, cost_days, begins, end - 1)
    expected = _so_far(expected_minor + cost_minor, days) + cost
    if earned is not None:
        earned += cost - _so_far(gives_up_minor, days)
    return Return(basis, expected, earned, days, until)


def _so_far(year_minor: int, days: int) -> int:
    return half_even(year_minor * days, YEAR_DAYS)
