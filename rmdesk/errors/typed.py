"""What is typed: on the command line and in forms."""

from rmdesk.errors.base import DeskError

__all__ = [
    "BadDate",
    "BadInput",
    "BadOption",
    "BadPeriod",
    "CurrencyFixed",
    "CurrencyUnclear",
    "DayOutOfRange",
    "ManyCustomers",
    "NoSuchCustomer",
    "NoTerminal",
    "NotText",
    "NothingToLog",
    "NothingToRecord",
    "OutputLost",
    "UnknownCurrency",
]


class NoTerminal(DeskError):
    """rmdesk needs a terminal to draw on; for scripts there are commands: rmdesk --help"""


class NoSuchCustomer(DeskError):
    """No customer found for “{words}”."""


class ManyCustomers(DeskError):
    """“{words}” fits {count} customers; say which one by its id or bank id."""


class BadInput(DeskError):
    """{field}: {reason}"""

    def __init__(self, field: str, code: str, **figures: object) -> None:
        super().__init__(field=field, reason=code, **figures)
        self.field = field
        self.code = code


class BadDate(DeskError):
    """“{text}” is not a valid date. Try 3d, 2w, fri, 14:30, or 2026-12-01."""


class DayOutOfRange(BadDate):
    """“{text}” is out of range: dates run from {first} to {last}."""


class NotText(DeskError):
    """“{text}” is not UTF-8 text."""


class OutputLost(DeskError):
    """The output could not be written: {reason}."""


class BadPeriod(DeskError):
    """The period ends before it begins."""


class UnknownCurrency(DeskError):
    """{currency} is not a currency code (ISO 4217, such as CNY)."""


class BadOption(DeskError):
    """{option} must be at least {least}."""


class NothingToLog(DeskError):
    """Say whose log, and what was said: rmdesk log CUSTOMER TEXT"""


class CurrencyFixed(DeskError):
    """The book is in {currency}; make one in {wanted}: rmdesk init --currency {wanted}"""


class CurrencyUnclear(DeskError):
    """The book is in {currency}, accounts in {found}: add exchange rates, or --currency {first}"""


class NothingToRecord(DeskError):
    """Say who complained, and about what: rmdesk complaints CUSTOMER --about TEXT"""
