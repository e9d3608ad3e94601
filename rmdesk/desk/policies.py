"""The manager's rules for offers as of today."""

from rmdesk.desk import stored
from rmdesk.offers.policy import Policy
from rmdesk.store.book import Book

_SQL = (
    "SELECT presented_rest_days, declined_rest_days, at_most_in_rest,"
    " surprise_rest_days, a_week, surprise_minor, festivals FROM offer_rules"
    " WHERE valid_from <= ? ORDER BY valid_from DESC LIMIT 1"
)


def of_book(book: Book) -> Policy:
    """The rules that hold today; the usual ones where the book has none."""
    rows = book.rows(_SQL, (book.clock.today().toordinal(),))
    if not rows:
        return Policy()
    *numbers, festivals = rows[0]
    presented, declined, at_most, surprise, week, budget = map(stored.number, numbers)
    return Policy(
        *(presented, declined, at_most, surprise, week, budget),
        festivals=tuple(str(festivals).split()),
    )
