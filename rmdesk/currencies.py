"""Currencies as ISO 4217 knows them: which codes there are, and how fine their minor unit is."""

from functools import cache

# The currency of a book where nobody says otherwise.
DEFAULT = "CNY"


@cache
def digits(currency: str) -> int:
    """How many decimals the currency's minor unit is: 2 for CNY, 0 for JPY, 3 for KWD."""
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))


@cache
def exists(currency: str) -> bool:
    """Whether this is the code of a currency."""
    from babel.numbers import is_currency

    return is_currency(currency, "en")
