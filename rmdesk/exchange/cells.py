"""A cell's text to the value that is kept, and back. Days are day numbers, money minor units."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from rmdesk import currencies
from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.spreadsheets import restore_text

Value = int | str | None
SEPARATOR = ";"
# No currency has more decimals; amounts of accounts are read and written as fine as this.
FINEST = 4
_BILLIONTHS = 9
_TRUE, _FALSE = {"1", "yes", "true", "y", "x"}, {"0", "no", "false", "n"}
_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
_NUMBER = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?")


class BadCell(ValueError):
    """A cell does not hold what its column takes; the argument is the reason's code."""


def parse_day(text: str) -> int:
    """2026-11-23, 2026/11/23 or 20261123 as its day number."""
    match = _DAY.fullmatch(text)
    if not match:
        raise BadCell("date")
    year, separator, month, day = match.groups()
    if not separator and len(text) != 8:
        raise BadCell("date")
    try:
        return date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        raise BadCell("date") from None


def parse_moment(text: str) -> int:
    """An ISO date and time as milliseconds since 1970; without a zone, at the manager's place."""
    try:
        return round(datetime.fromisoformat(text).astimezone().timestamp() * 1000)
    except ValueError:
        raise BadCell("moment") from None


def parse_decimal(text: str, places: int) -> int:
    """A decimal number as a whole one of its `places`th decimal; grouping commas are allowed."""
    match = _NUMBER.fullmatch(text.replace(",", "").replace(" ", ""))
    if not match or not (match[2] or match[3]):
        raise BadCell("number")
    sign, whole, part = match[1], match[2], match[3] or ""
    if len(part) > places:
        if part[places:].strip("0"):
            raise BadCell("decimals")
        part = part[:places]
    value = int((whole or "0") + part.ljust(places, "0"))
    if value >= 1 << 62:
        raise BadCell("number")
    return -value if sign == "-" else value


def parse_time(text: str) -> int:
    """14:30 as minutes since midnight."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise BadCell("time")
    return int(match[1]) * 60 + int(match[2])


def parser(column: Column, digits: int) -> Callable[[str], Value]:
    """What turns a cell of this column, not empty, into its value; it raises BadCell.

    `digits` is how many decimals the book's money has; an account's own money comes FINEST.
    """
    if column.kind is Kind.MONEY:
        places = FINEST if column.own else digits
        return lambda text: parse_decimal(text, places)
    if column.kind is Kind.RATE:
        return lambda text: parse_decimal(text.rstrip("% "), 4)
    if column.kind is Kind.CODE:
        codes = {code.value: code.value for code in column.codes or ()}
        return lambda text: _one_of(text.casefold(), text, codes)
    return _PARSERS[column.kind]


def _one_of(folded: str, text: str, codes: dict[str, str]) -> str:
    value = codes.get(folded) or codes.get(text)
    if value is None:
        raise BadCell("code")
    return value


def _whole(text: str) -> int:
    return parse_decimal(text, 0)


def _currency(text: str) -> str:
    if not currencies.exists(text.upper()):
        raise BadCell("currency")
    return text.upper()


def _exchange(text: str) -> int:
    value = parse_decimal(text, _BILLIONTHS)
    if value <= 0:
        raise BadCell("number")
    return value


def _flag(text: str) -> int:
    if text.casefold() in _TRUE:
        return 1
    if text.casefold() in _FALSE:
        return 0
    raise BadCell("flag")


def _words(text: str) -> str:
    text = restore_text(text)
    words = [word.strip() for word in text.replace("\n", SEPARATOR).split(SEPARATOR)]
    return "\n".join(word for word in words if word and word != NO_WORDS)


def _same(text: str) -> str:
    return restore_text(text)


# "-" in a list column says that there are none; an empty cell says nothing.
NO_WORDS = "-"
_PARSERS: dict[Kind, Callable[[str], Value]] = {
    Kind.TEXT: _same,
    Kind.CUSTOMER: _same,
    Kind.ACCOUNT: _same,
    Kind.POSTING: _same,
    Kind.CURRENCY: _currency,
    Kind.EXCHANGE: _exchange,
    Kind.WORDS: _words,
    Kind.DAY: parse_day,
    Kind.MOMENT: parse_moment,
    Kind.TIME: parse_time,
    Kind.WHOLE: _whole,
    Kind.ID: _whole,
    Kind.FLAG: _flag,
}


def write(column: Column, value: Value, digits: int) -> str:
    """The text of a value, such that `parser` gives the value again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\n", SEPARATOR) if column.kind is Kind.WORDS else value
    if column.kind is Kind.DAY:
        return date.fromordinal(value).isoformat()
    if column.kind is Kind.MOMENT:
        moment = datetime.fromtimestamp(value / 1000, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if column.kind is Kind.TIME:
        return f"{value // 60:02d}:{value % 60:02d}"
    if column.kind is Kind.MONEY:
        return _decimal(value, digits)
    if column.kind is Kind.RATE:
        return _decimal(value, 4)
    if column.kind is Kind.EXCHANGE:
        return _decimal(value, _BILLIONTHS)
    return str(value)


def _decimal(value: int, places: int) -> str:
    whole, part = divmod(abs(value), 10**places)
    return ("-" if value < 0 else "") + str(whole) + (f".{part:0{places}d}" if places else "")
