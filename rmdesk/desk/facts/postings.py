"""What was posted on each account, summed up over the index that value is made from."""

from collections.abc import Iterable
from dataclasses import dataclass

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
# What accounts hold, and held 90 and 365 days ago: in the order of the first fields of `Sums`.
_BALANCES = (
    "SELECT account_id, sum(minor), sum(iif(day <= :quarter_ago, minor, 0)),"
    " sum(iif(day <= :year_ago, minor, 0))"
    " FROM {table} WHERE account_id {{accounts}} AND day <= :today GROUP BY 1"
)
# A pass of its own over the year alone takes less time than one over all with conditions. The
# sums are in the order of the other fields.
_YEAR = (
    f"SELECT account_id, -sum(iif(kind IN ({_FEES}), minor, 0)),"
    f" sum(kind = '{TransactionKind.PENALTY.value}'),"
    f" sum(iif(day > :visits_since AND kind IN ({_INCOME}), minor, 0)),"
    f" sum(day > :visits_since AND channel IS '{TransactionChannel.BRANCH.value}'),"
    f" sum(iif({_CREDIT}, minor, 0)),"
    f" sum(iif(day > :quarter_ago AND {_CREDIT}, minor, 0)),"
    f" sum(iif(minor > 0 AND {_BY_CARD}, minor, 0)),"
    f" -sum(iif(minor < 0 AND {_BY_CARD}, minor, 0)),"
    f" -sum(iif(minor < 0 AND kind = '{TransactionKind.SALARY.value}', minor, 0)),"
    " sum(abs(minor)),"
    f" max(iif(day > :month_ago AND kind <> '{TransactionKind.INTEREST.value}', minor, 0))"
    " FROM transactions INDEXED BY ix_transactions_account_day"
    " WHERE account_id {accounts} AND day > :year_ago AND day <= :today GROUP BY 1"
)


@dataclass(slots=True)
class Sums:
    """An account's sums, in minor units of the account's currency but for the two counts.

    `before` and `year_before` are what it held 90 and 365 days ago, `income` salary and pension
    of a quarter, `largest` its largest credit of 30 days; the others are of 365 days, and
    `recent_credits` of 90. `adjusted` says that its balance moved without transactions.
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
    adjusted: bool = False


def read_sums(asked: Asked) -> dict[int, Sums]:
    """Return the sums of each account; nothing was posted on one that is not in it."""
    year: dict[int, Row] = {stored.number(row[0]): row[1:] for row in asked.rows(_YEAR)}
    found: dict[int, Sums] = {}
    for number, *held in asked.rows(_BALANCES.format(table="transactions")):
        key = stored.number(number)
        found[key] = Sums(*held, *year.get(key, ()))  # type: ignore[arg-type]
    for number, balance, before, year_before in asked.rows(_BALANCES.format(table="adjustments")):
        sums = found.setdefault(stored.number(number), Sums())
        sums.adjusted = True
        sums.balance += stored.number(balance)
        sums.before += stored.number(before)
        sums.year_before += stored.number(year_before)
    return found
