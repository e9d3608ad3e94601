"""The asset class of accounts and customers on a day, from all that says how they pay."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rmdesk.store import credit
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, AssetClass
from rmdesk.value.overdue import DEFAULT_DAYS, overdue_class
from rmdesk.value.scale import MILLION


@dataclass(frozen=True, slots=True)
class Classes:
    """The worst asset class by account and by owner; what has none is left out."""

    accounts: Mapping[int, AssetClass]
    customers: Mapping[int, AssetClass]


def read_classes(book: Book, customers: Iterable[int] | None, day: date) -> Classes:
    """Return the classes on a day of accounts in which customers (None: all) have a part.

    A class is the worst of what the row of that day says (its class; substandard where its rating
    has a default probability of 100 %), of the status as it is now (in arrears is special mention
    at best, written off a loss) and of the days since a loan's maturity while it is unpaid,
    unless it was classed after it had been in default for that. Closed accounts have none, those
    written off excepted.
    """
    number = day.toordinal()
    asked = None if customers is None else set(customers)
    accounts: dict[int, AssetClass] = {}
    owners: dict[int, AssetClass] = {}
    for row in credit.list_standings(book, number, asked):
        found = max(_say(row, number), key=_rank, default=None)
        if found is not None:
            accounts[row.account_id] = found
    if not accounts:
        return Classes({}, {})
    for account, owner in credit.list_owners(book, accounts, number):
        owners[owner] = max(owners.get(owner, AssetClass.NORMAL), accounts[account], key=_rank)
    if asked is not None:
        owners = {owner: found for owner, found in owners.items() if owner in asked}
    return Classes(accounts, owners)


def _rank(asset_class: AssetClass) -> int:
    return asset_class.rank


def _say(row: credit.CreditRow, day: int) -> Iterator[AssetClass]:
    """What each fact about an account makes of it."""
    if row.asset_class:
        yield AssetClass(row.asset_class)
    if row.default_ppm >= MILLION:
        yield AssetClass.SUBSTANDARD
    if row.status == AccountStatus.IN_ARREARS:
        yield AssetClass.SPECIAL_MENTION
    if row.status == AccountStatus.WRITTEN_OFF:
        yield AssetClass.LOSS
    if row.matures is None or row.balance >= 0:
        return
    renewed = row.asset_class and row.said and row.said > row.matures + DEFAULT_DAYS
    overdue = overdue_class(day - row.matures)
    if overdue is not None and not renewed:
        yield overdue
