"""What a column's value may be: the limits, applied to the values of forms, prices and imports."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from rmdesk import limits
from rmdesk.exchange.cells import Value
from rmdesk.exchange.column import Column, Kind
from rmdesk.limits import Fault
from rmdesk.terms import ContactChannel

_PHONE = re.compile(r"[+＋]?[\d\s\-().#*/]{3,30}(\s*(ext|x|转|轉)\.?\s*\d+)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s;]+@[^@\s;]+\.[^@\s;]+")
_CHANNELS = {channel.value for channel in ContactChannel}
_PRICES = {"piece", "hour", "surprise_budget", "month", "account_month"}
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_MILLISECONDS = 86_400_000
_TEXTS = {Kind.TEXT, Kind.CUSTOMER, Kind.ACCOUNT, Kind.POSTING}

Check = Callable[[Value], Fault | None]


def checker(column: Column, digits: int, today: date) -> Check | None:
    """Return what checks a value of a column; None where every value that can be read will do.

    `digits` is how many decimals the book's money has. Money of an account is checked once it is
    in minor units of the account's currency (`limits.amount_fault`).
    """
    name, day = column.name, today.toordinal()
    if column.kind in _TEXTS:
        return lambda value: limits.text_fault(name, str(value))
    if column.kind is Kind.WORDS:
        return lambda value: _words(name, str(value))
    if column.kind is Kind.MONEY:
        if column.own:
            return None
        if name in _PRICES:
            return lambda value: limits.price_fault(_whole(value), digits)
        return lambda value: limits.amount_fault(_whole(value))
    checks: dict[Kind, Check] = {
        Kind.DAY: lambda value: limits.day_fault(name, _whole(value), day),
        Kind.MOMENT: lambda value: _moment(name, _whole(value), today),
        Kind.RATE: lambda value: limits.rate_fault(name, _whole(value)),
        Kind.WHOLE: lambda value: _count(name, _whole(value)),
        Kind.EXCHANGE: lambda value: _exchange(_whole(value)),
        Kind.ID: lambda value: id_fault(_whole(value)),
    }
    return checks.get(column.kind)


def fault(column: Column, value: Value, digits: int, today: date) -> Fault | None:
    """Return why a value of a column is refused, None where it is taken."""
    check = checker(column, digits, today)
    return None if value is None or check is None else check(value)


def row_faults(
    columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], digits: int, today: date
) -> dict[int, tuple[Column, Fault]]:
    """Return the first fault of each row that has one, by the row's place."""
    found: dict[int, tuple[Column, Fault]] = {}
    for place, column in enumerate(columns):
        check = checker(column, digits, today)
        if check is None:
            continue
        # Each value is checked once a batch: days and codes come again and again.
        faults: dict[Value, Fault] = {}
        values = {row[place] for row in rows}
        if column.kind in _TEXTS and limits.are_plain(
            column.name, (str(value) for value in values if value is not None)
        ):
            continue
        for value in values:
            if value is not None and (wrong := check(value)):
                faults[value] = wrong
        if faults:
            for number, row in enumerate(rows):
                if row[place] in faults:
                    found.setdefault(number, (column, faults[row[place]]))
    return found


def id_fault(number: int) -> Fault | None:
    """Return a fault where a number can be no id: ids are above 0 and below 2⁶³."""
    return None if 0 < number < 1 << 63 else Fault("id")


def _whole(value: Value) -> int:
    assert isinstance(value, int)
    return value


def _count(name: str, value: int) -> Fault | None:
    if name == "basis":
        return None if value in (360, 365) else Fault("basis")
    return limits.whole_fault(name, value)


def _exchange(billionths: int) -> Fault | None:
    fits = 0 < billionths <= limits.MOST_EXCHANGE
    return None if fits else Fault("large", f"{limits.MOST_EXCHANGE // 10**9:,}")


def _moment(name: str, milliseconds: int, today: date) -> Fault | None:
    # A moment may lie a day ahead of UTC where the manager's clock does.
    tomorrow = today + timedelta(days=1) if today < date.max else today
    day = _EPOCH + milliseconds // _DAY_MILLISECONDS
    return limits.day_fault(name, day, tomorrow.toordinal())


def _words(name: str, text: str) -> Fault | None:
    parts = text.split("\n") if text else []
    if wrong := limits.words_fault(text):
        return wrong
    if name == "phones" and not all(_PHONE.fullmatch(part) for part in parts):
        return Fault("phone")
    if name == "emails" and not all(_EMAIL.fullmatch(part) for part in parts):
        return Fault("email")
    if name == "consent" and not set(parts) <= _CHANNELS:
        return Fault("channels")
    return None
