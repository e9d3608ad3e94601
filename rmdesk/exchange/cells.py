"""A cell's text to the value that is kept, and back. Days are day numbers, money minor units."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from rmdesk import currencies
from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.numbers import BadCell, Mark, Style, is_card_number, parse_number

__all__ = ["BadCell", "Value", "parse_decimal", "parser", "write"]

Value = int | str | None
SEPARATOR = ";"
# No currency has more decimals; amounts of accounts are read and written as fine as this.
FINEST = 4
_BILLIONTHS = 9
_TRUE, _FALSE = {"1", "yes", "true", "y", "x"}, {"0", "no", "false", "n"}
_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
# No reference to a customer or an account, and no code, is longer than this.
MAX_REFERENCE = 200
_REFERENCES = {Kind.CUSTOMER, Kind.ACCOUNT, Kind.POSTING}
_IDENTIFIERS = {"bank_id", "number", "reference", "code", "product", "offer", "identity_number"}
# What a spreadsheet makes of a long number: its last digits are lost.
_POWER = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,3}")
_FIRST_MOMENT = datetime(1, 1, 3, tzinfo=UTC)
_LAST_MOMENT = datetime(9999, 12, 29, tzinfo=UTC)


def parse_day(text: str) -> int:
    """2026-11-23, 2026/11/23 or 20261123 as its day number."""
    match = _DAY.fullmatch(text) if text.isascii() else None
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
    """Return an ISO date and time as milliseconds since 1970; without a zone, in the local one.

    Moments at the very edges of the calendar are refused: elsewhere they are on no day at all.
    """
    try:
        moment = datetime.fromisoformat(text).astimezone()
        if not _FIRST_MOMENT <= moment <= _LAST_MOMENT:
            raise BadCell("moment")
        return round(moment.timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        raise BadCell("moment") from None


def parse_decimal(text: str, places: int) -> int:
    """Return a decimal number, its mark a point, as a whole one of its `places`th decimal."""
    return parse_number(text, places, Style())


def parse_time(text: str) -> int:
    """14:30 as minutes since midnight."""
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise BadCell("time")
    return int(match[1]) * 60 + int(match[2])


def style_of(column: Column, mark: Mark | None, mixed: bool = False) -> Style:
    """Return how the numbers of a file's column are read."""
    if column.kind is Kind.RATE:
        return Style(mark, grouped=False, percent=True, mixed=mixed)
    if column.kind is Kind.MONEY:
        return Style(mark, signs=True, mixed=mixed)
    whole = column.kind in (Kind.WHOLE, Kind.ID)
    return Style(mark, grouped=column.kind is not Kind.ID, whole=whole, mixed=mixed)


NUMBERS = {Kind.MONEY, Kind.RATE, Kind.WHOLE, Kind.EXCHANGE, Kind.ID}


def parser(column: Column, digits: int, style: Style | None = None) -> Callable[[str], Value]:
    """Return what turns a cell of this column, not empty, into its value; it raises BadCell.

    `digits` is how many decimals the book's money has; an account's own money comes FINEST.
    Without a `style` the cell is one that was typed: its mark is the point, money has no sign.
    """
    if column.kind in NUMBERS:
        places = {Kind.RATE: 4, Kind.EXCHANGE: _BILLIONTHS, Kind.WHOLE: 0, Kind.ID: 0}
        money = FINEST if column.own else digits
        how = style or replace(style_of(column, Mark.POINT), signs=False)
        return _number_parser(column.kind, places.get(column.kind, money), how)
    if column.kind is Kind.CODE:
        codes = {code.value: code.value for code in column.codes or ()}
        return lambda text: _one_of(text.casefold(), text, codes)
    if column.kind in _REFERENCES or column.name in _IDENTIFIERS:
        return _reference
    return _PARSERS[column.kind]


def _number_parser(kind: Kind, places: int, style: Style) -> Callable[[str], Value]:
    def parse(text: str) -> Value:
        if len(text) >= 13 and kind is not Kind.ID and is_card_number(text):
            raise BadCell("card_number")
        value = parse_number(text, places, style)
        if kind is Kind.EXCHANGE and value <= 0:
            raise BadCell("number")
        return value

    return parse


def _reference(text: str) -> str:
    if len(text) > MAX_REFERENCE:
        raise BadCell("too_long")
    if '"' in text:
        raise BadCell("quote_in_id")
    if "+" in text and _POWER.fullmatch(text):
        raise BadCell("cell_precision")
    return text


def _one_of(folded: str, text: str, codes: dict[str, str]) -> str:
    value = codes.get(folded) or codes.get(text)
    if value is None:
        raise BadCell("code", known=", ".join(codes))
    return value


def _currency(text: str) -> str:
    if not currencies.exists(text.upper()):
        raise BadCell("currency")
    return text.upper()


def _flag(text: str) -> int:
    if text.casefold() in _TRUE:
        return 1
    if text.casefold() in _FALSE:
        return 0
    raise BadCell("flag")


def _words(text: str) -> str:
    words = [word.strip() for word in text.replace("\n", SEPARATOR).split(SEPARATOR)]
    return "\n".join(word for word in words if word and word != NO_WORDS)


def _same(text: str) -> str:
    return text


# "-" in a list column says that there are none; an empty cell says nothing.
NO_WORDS = "-"
_PARSERS: dict[Kind, Callable[[str], Value]] = {
    Kind.TEXT: _same,
    Kind.CURRENCY: _currency,
    Kind.WORDS: _words,
    Kind.DAY: parse_day,
    Kind.MOMENT: parse_moment,
    Kind.TIME: parse_time,
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
    if places == 3 and 0 < whole < 1_000:
        # With three decimals 1.234 could be read as a thousand; with four it cannot.
        places, part = 4, part * 10
    elif not places and is_card_number(str(whole)):
        # An amount without decimals may look like a card number; with one it does not.
        places = 1
    return ("-" if value < 0 else "") + str(whole) + (f".{part:0{places}d}" if places else "")
