"""Whose an account is, how safe, and how a loan is paid back.

Owners and ratings have the day that they take effect, so that the past stays what it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rmdesk.desk import details, typed_values
from rmdesk.desk.merging import list_changed
from rmdesk.desk.views import AccountLine
from rmdesk.errors import BadInput
from rmdesk.model.account import Account, AccountHolder, AccountRating
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import Act, AssetClass, Schedule

WHOLE = 1_000_000
_PERCENT = 10_000


@dataclass(frozen=True)
class Shared:
    """A customer owns a share (millionths) of an account, another one the rest.

    A share of 0 moves the account to the other one.
    """

    customer_id: int
    share_ppm: int
    other_id: int | None = None


@dataclass(frozen=True)
class Rated:
    """A rating and a collateral, by their codes, and an asset class.

    An empty code is what the product has; without a class the account is not classified.
    """

    rating: str
    collateral: str
    asset_class: AssetClass | None = None


@dataclass(frozen=True)
class Scheduled:
    """How a loan is paid back, over its whole term; None is not known."""

    schedule: Schedule | None


def form_texts(rated: Rated, share_ppm: int) -> dict[str, str]:
    """Return the texts of an account's form, by field."""
    share = f"{Decimal(share_ppm) / _PERCENT:f}"
    return {**_texts(rated), "share": share}


def _texts(rated: Rated) -> dict[str, str]:
    return {
        "rating": rated.rating,
        "collateral": rated.collateral,
        "asset_class": rated.asset_class.value if rated.asset_class else "",
    }


def change(
    book: Book,
    account_id: int,
    day: date,
    shared: Shared | None,
    rated: Rated | None,
    opened_with: Mapping[str, str] | None = None,
    scheduled: Scheduled | None = None,
) -> None:
    """Store new owners and a new rating with the day that they take effect, and a loan's schedule.

    The schedule is that of the contract: it holds from the day the loan was opened, whatever
    `day` is. `opened_with` is what the form was opened with: of how safe it is only what differs
    from it is changed. Raises BadInput, Gone and ChangedMeanwhile.
    """
    if shared is not None or rated is not None:
        typed_values.check_day("from", day, book.clock.today())
    if shared is not None:
        _check_owners(shared)
    with book.deed(Act.EDIT_ACCOUNT) as writing:
        account = writing.get(Account, account_id)
        writing.customer_id, writing.label = account.customer_id, account.number
        if opened_with is not None:
            whose = shared.customer_id if shared is not None else account.customer_id
            line = next((a for a in details.accounts(book, whose) if a.id == account_id), None)
            if line is not None:
                rated = _merged(line, opened_with, shared, rated)
        if rated is not None:
            _check_codes(book, rated)
        if shared is not None:
            _share(writing, account_id, day, shared)
        if rated is not None:
            _rate(writing, account_id, day, rated)
        if scheduled is not None:
            _schedule(account, scheduled, opened_with)


def _schedule(
    account: Account, scheduled: Scheduled, opened_with: Mapping[str, str] | None
) -> None:
    """Set a loan's schedule, unless somebody else set another one meanwhile."""
    code = scheduled.schedule.value if scheduled.schedule else ""
    changed = list_changed({"schedule": code}, opened_with, {"schedule": account.schedule})
    account.schedule = changed.get("schedule", account.schedule)


def _merged(
    line: AccountLine, opened_with: Mapping[str, str], shared: Shared | None, rated: Rated | None
) -> Rated | None:
    """The rating to keep, where somebody else may have changed a part of it meanwhile."""
    now = form_texts(Rated(line.rating, line.collateral, line.asset_class), line.share_ppm)
    typed = {name: opened_with.get(name, "") for name in now}
    if rated is not None:
        typed |= _texts(rated)
    if shared is not None:
        typed["share"] = form_texts(Rated("", ""), shared.share_ppm)["share"]
    changed = list_changed(typed, opened_with, now)
    if not changed.keys() & _texts(Rated("", "")).keys():
        return None
    now |= changed
    code = now["asset_class"]
    return Rated(now["rating"], now["collateral"], AssetClass(code) if code else None)


def _check_owners(shared: Shared) -> None:
    if not 0 <= shared.share_ppm <= WHOLE:
        raise BadInput("share", "number")
    if shared.share_ppm < WHOLE and shared.other_id is None:
        raise BadInput("other", "missing")
    if shared.other_id == shared.customer_id:
        raise BadInput("other", "itself")


def _check_codes(book: Book, rated: Rated) -> None:
    for name, table, code in (
        ("rating", "ratings", rated.rating),
        ("collateral", "collaterals", rated.collateral),
    ):
        if code and not book.value(f"SELECT 1 FROM {table} WHERE code = ?", (code,)):
            raise BadInput(name, "code")


def _share(writing: Writing, account_id: int, day: date, shared: Shared) -> None:
    for row_id in _rows_of(writing.book, "account_holders", account_id, day):
        writing.remove(writing.get(AccountHolder, row_id))
    writing.flush()
    owners = [(shared.customer_id, shared.share_ppm)]
    if shared.other_id is not None:
        owners.append((shared.other_id, WHOLE - shared.share_ppm))
    for owner, part in owners:
        if part:
            row = AccountHolder(account_id=account_id, day=day, customer_id=owner, share_ppm=part)
            writing.add(row)


def _rate(writing: Writing, account_id: int, day: date, rated: Rated) -> None:
    same = _rows_of(writing.book, "account_ratings", account_id, day)
    if same:
        row = writing.get(AccountRating, same[0])
    else:
        row = writing.add(AccountRating(account_id=account_id, day=day))
    row.rating, row.collateral = rated.rating, rated.collateral
    row.asset_class = rated.asset_class.value if rated.asset_class else ""


def _rows_of(book: Book, table: str, account_id: int, day: date) -> list[int]:
    """The rows of an account on just this day."""
    sql = f"SELECT id FROM {table} WHERE account_id = ? AND day = ?"
    return [int(row[0] or 0) for row in book.rows(sql, (account_id, day.toordinal()))]
