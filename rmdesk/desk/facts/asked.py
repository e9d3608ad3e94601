"""Whom is asked about, and what was found so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from rmdesk.desk import stored, valuing
from rmdesk.offers.held import HeldAccount
from rmdesk.offers.measures import Measure
from rmdesk.store.book import Book
from rmdesk.store.driver import Row, Value

QUARTER_DAYS = 90
YEAR_DAYS = 365


@dataclass(slots=True)
class Known:
    """What was found of one customer so far; `like` is its kind and tier."""

    like: tuple[str, str]
    numbers: dict[Measure, int] = field(default_factory=dict)
    words: dict[Measure, frozenset[str]] = field(default_factory=dict)
    accounts: list[HeldAccount] = field(default_factory=list)


Found = dict[int, Known]


_OWN = (
    "IN (SELECT id FROM accounts WHERE customer_id = :customer"
    " UNION SELECT account_id FROM account_holders WHERE customer_id = :customer)"
)


@lru_cache(maxsize=64)
def _narrow(sql: str, to_one: bool) -> str:
    """Return a statement about one customer, or about all."""
    if to_one:
        return sql.format(customer="= :customer", accounts=_OWN)
    return sql.format(customer="IS NOT NULL", accounts="IS NOT NULL")


class Asked:
    """One customer, or (None) all that are not archived; today, and the festivals of gifts."""

    def __init__(self, book: Book, customer_id: int | None, festivals: tuple[str, ...]) -> None:
        self.book = book
        self.today: date = book.clock.today()
        self.festivals = festivals
        self.currency: str = book.card().currency
        self._one = customer_id is not None
        day = self.today.toordinal()
        self._parameters: dict[str, Value] = {
            "today": day,
            "month_ago": day - 30,
            "quarter_ago": day - QUARTER_DAYS,
            "visits_since": day - 91,
            "year_ago": day - YEAR_DAYS,
            "half_ago": day - 180,
            "year_ago_at": valuing.midnight(day - YEAR_DAYS),
        }
        if self._one:
            self._parameters["customer"] = customer_id

    @property
    def is_one(self) -> bool:
        """Whether it is about one customer only."""
        return self._one

    def rows(self, sql: str, also: Mapping[str, Value] | None = None) -> Iterator[Row]:
        """The rows of a statement, with parameters of its own in `also`.

        `{customer}` stands for the condition on a customer's id, `{accounts}` for that on the id
        of an account: those filed under a customer, and those it has or had a part in.
        """
        parameters = self._parameters if also is None else self._parameters | dict(also)
        return iter(self.book.connection.execute(_narrow(sql, self._one), parameters))

    def days_since(self, at: Value) -> int:
        """How many days ago a moment was."""
        return (self.today - stored.moment(at).date()).days
