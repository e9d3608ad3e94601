"""What was posted on each account, summed up: one pass over the index that value is made from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields

from rmdesk.desk import stored
from rmdesk.desk.facts.asked import Asked
from rmdesk.store.driver import Row
from rmdesk.terms import FEE_KINDS, TransactionChannel, TransactionKind


def _in(kinds: Iterable[str]) -> str:
    """Codes as the list of an SQL condition."""
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


_FEES = _in({kind.value for kind in FEE_KINDS})
_INCOME = _in({TransactionKind.SALARY.value, TransactionKind.PENSION.value})
_BY_CARD = (
    f"(kind = '{TransactionKind.CARD.value}' OR channel IS '{TransactionChannel.CARD.value}')"
)
_CREDIT = f"minor > 0 AND kind <> '{TransactionKind.INTEREST.value}'"
# What is newer than a year is looked at; the sums are in the order of the fields of `Sums`.
_TRANSACTIONS = (
    "SELECT account_id, sum(minor), sum(iif(day <= :quarter_ago, minor, 0)),"
    " sum(iif(day <= :year_ago, minor, 0)),"
    f" -sum(iif(day > :year_ago AND kind IN ({_FEES}), minor, 0)),"
    f" sum(day > :year_ago AND kind = '{TransactionKind.PENALTY.value}'),"
    f" sum(iif(day > :visits_since AND kind IN ({_INCOME}), minor, 0)),"
    f" sum(day > :visits_since AND channel IS '{TransactionChannel.BRANCH.value}'),"
    f" sum(iif(day > :year_ago AND {_CREDIT}, minor, 0)),"
    f" sum(iif(day > :quarter_ago AND {_CREDIT}, minor, 0)),"
    f" sum(iif(day > :year_ago AND minor > 0 AND {_BY_CARD}, minor, 0)),"
    f" -sum(iif(day > :year_ago AND minor < 0 AND {_BY_CARD}, minor, 0)),"
    f" -sum(iif(day > :year_ago AND minor < 0 AND kind = '{TransactionKind.SALARY.value}',"
    " minor, 0)),"
    " sum(iif(day > :year_ago, abs(minor), 0)),"
    f" max(iif(day > :month_ago AND kind <> '{TransactionKind.INTEREST.value}', minor, 0))"
    " FROM transactions WHERE account_id {accounts} AND day <= :today GROUP BY 1"
)
_ADJUSTMENTS = (
    "SELECT account_id, sum(minor), sum(iif(day <= :quarter_ago, minor, 0)),"
    " sum(iif(day <= :year_ago, minor, 0)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"
    " FROM adjustments WHERE account_id {accounts} AND day <= :today GROUP BY 1"
)


@dataclass(slots=True)
class Sums:
    """An account's sums, in minor units of the account's currency but for the two counts.

    `before` and `year_before` are what it held 90 and 365 days ago, `income` salary and pension
    of a quarter, `largest` its largest credit of 30 days; the others are of 365 days, and
    `recent_credits` of 90.
    """

    balance: int = 0
    before: int = 0
    year_before: int = 0
    fees: int = 0
    penalties: int = 0
    income: int = 0
    visits: int = 0
    credits: int = 0
    recent_credits: int = 0
    card_income: int = 0
    card_spend: int = 0
    payroll: int = 0
    moved: int = 0
    largest: int = 0

    def add(self, row: Row) -> None:
        """Add what was read of the account's transactions, or of its adjustments."""
        for name, value in zip(_ADDED, row, strict=False):
            setattr(self, name, getattr(self, name) + stored.number(value))
        self.largest = max(self.largest, stored.number(row[-1]))


_ADDED = tuple(field.name for field in fields(Sums))[:-1]


def read_sums(asked: Asked) -> defaultdict[int, Sums]:
    """Return the sums of each account; nothing was posted on one that is not in it."""
    found: defaultdict[int, Sums] = defaultdict(Sums)
    for number, *row in asked.rows(_TRANSACTIONS):
        found[stored.number(number)] = Sums(*map(stored.number, row))
    for number, *row in asked.rows(_ADJUSTMENTS):
        found[stored.number(number)].add(tuple(row))
    return found
