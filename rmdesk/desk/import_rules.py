"""What an import may take in: the manager's choices, and why a row is refused."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rmdesk.exchange.notes import Figure
from rmdesk.limits import Fault
from rmdesk.store.driver import Value

Row = dict[str, Value]


class EqualRows(StrEnum):
    """What transactions without a reference are that equal stored ones: further ones, or these."""

    NEW = "new"
    SAME = "same"


@dataclass(frozen=True)
class Choices:
    """What the manager says of rows that could be read in two ways.

    `equal` decides for transactions that equal stored ones, None leaves it to the evidence;
    `allow_like` takes ids and customers that are like known ones; `new_codes` takes tiers that
    nobody described.
    """

    equal: EqualRows | None = None
    allow_like: bool = False
    new_codes: bool = False


class Refused(Exception):
    """A row is refused: the column, the cell's text, the reason's code and its figures."""

    def __init__(self, column: str, value: Value, code: str, **figures: Figure) -> None:
        super().__init__(code)
        self.column, self.value, self.code = column, str("" if value is None else value), code
        self.figures: Mapping[str, Figure] = figures


def refused_by(column: str, value: Value, fault: Fault) -> Refused:
    """Return the refusal of a value that is beyond the limits."""
    figures = {"known": fault.detail} if fault.detail else {}
    return Refused(column, value, fault.code, **figures)


_BETWEEN = re.compile(r"[\W_]+")


def plain_id(text: str) -> str:
    """Return an id without what spreadsheets and people change in it.

    Width, case, spaces, hyphens and leading zeros: `００12-3 a` and `123A` give the same.
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return plain.lstrip("0") or plain[:1]


def plain_words(text: str) -> str:
    """Return a code or a name without width, case, and the signs between its words."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
