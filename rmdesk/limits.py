"""What a value may be at most, by kind of field: one table for forms, prices and imports.

The bounds leave room for every bank's real figures and keep all sums within 64 bits: an amount of
10¹⁵ minor units at 1 000 % a year earns less than 10¹⁵ a month.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MILLION = 1_000_000
FIRST_DAY = date(1900, 1, 1).toordinal()
LAST_DAY = date(2200, 12, 31).toordinal()
# Minor units: of one amount, and of all amounts of one account without their signs.
MOST_MINOR = 10**15
# Minor units of the book's currency: all amounts of all accounts without their signs.
MOST_MINOR_OF_BOOK = 10**17
# Units of the book's currency: a price for one piece or hour, or a budget.
MOST_PRICE = 10**9
# Billionths: one unit of a currency costs at most ten million of another.
MOST_EXCHANGE = 10**7 * 10**9
MOST_WORDS = 50
LONGEST_WORD = 300
LONGEST_USUAL = 300
LONGEST_TEXT = 20_000

LONGEST = {
    **dict.fromkeys(("name", "legal_representative", "employer", "occupation", "role"), 200),
    **dict.fromkeys(("bank_id", "number", "identity_number", "customer", "account"), 80),
    **dict.fromkeys(("code", "product", "tier", "rating", "collateral", "offer", "risk"), 80),
    **dict.fromkeys(("language", "factor", "level", "trigger", "sells"), 80),
    **dict.fromkeys(("reference", "reverses", "source", "model"), 200),
    **dict.fromkeys(("text", "note", "notes", "points", "documents", "conditions"), LONGEST_TEXT),
    **dict.fromkeys(("about", "closure"), LONGEST_TEXT),
    **dict.fromkeys(("reasons", "traits"), 100_000),
    **dict.fromkeys(("cost", "presenting", "minimum", "chance", "cost_days", "credit"), 400),
    "effects": 4_000,
    **dict.fromkeys(("excludes", "festivals"), 2_000),
}
# Texts that may have several lines.
LINES = {
    *("text", "note", "notes", "points", "documents", "conditions", "reasons", "traits"),
    *("about", "closure"),
    "effects",
}
WHOLE = {
    "minutes": (0, 24 * 60),
    "headcount": (0, 10_000_000),
    "score": (1, 5),
    "rank": (0, 1_000_000),
    "snoozes": (0, 100_000),
    "rhythm_days": (0, 36_500),
    "days": (0, 36_500),
    "cost_days": (1, 36_500),
    **dict.fromkeys(("a_week", "at_most"), (0, 10_000)),
    **dict.fromkeys(("presented_rest", "declined_rest"), (0, 36_500)),
    "surprise_rest": (0, 36_500),
}
_USUAL_WHOLE = (0, 1_000_000_000)
# In millionths. Interest may be below zero; what is a part of something may not.
RATES = {
    **dict.fromkeys(("rate", "ftp"), (-MILLION, 10 * MILLION)),
    "weight": (0, 20 * MILLION),
}
_USUAL_RATE = (0, MILLION)
# Days and moments that cannot lie ahead.
PAST = {
    *("born", "since", "at", "presented_at", "decided_at", "done_at"),
    *("risk_assessed", "received"),
}

# Compiled when first needed, as most texts are printable: `re` remembers them.
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_BREAK = r"[\t\n\r]"
_DIRECTION = "[\u202a-\u202e\u2066-\u2069]"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is refused: a code, and the bound or the known value that the sentence names."""

    code: str
    detail: str = ""


def text_fault(name: str, text: str) -> Fault | None:
    """Return what is wrong with one text of a field: its length, or characters that deceive."""
    longest = LONGEST.get(name, LONGEST_USUAL)
    if len(text) > longest:
        return Fault("long", str(longest))
    return character_fault(text, name in LINES)


def are_plain(name: str, texts: Iterable[str]) -> bool:
    """Return whether `text_fault` finds nothing in any of a field's texts; quick for many."""
    texts = list(texts)
    longest = LONGEST.get(name, LONGEST_USUAL)
    return max(map(len, texts), default=0) <= longest and "".join(texts).isprintable()


def character_fault(text: str, lines: bool = False) -> Fault | None:
    """Return a fault where a text holds control characters, or turns the direction of writing."""
    if text.isprintable():
        return None
    if re.search(_CONTROL, text) or (not lines and re.search(_BREAK, text)):
        return Fault("control")
    return Fault("direction") if re.search(_DIRECTION, text) else None


def words_fault(text: str) -> Fault | None:
    """Return what is wrong with a list of short texts, one a line."""
    words = text.split("\n")
    if len(words) > MOST_WORDS:
        return Fault("many", str(MOST_WORDS))
    if any(len(word) > LONGEST_WORD for word in words):
        return Fault("long", str(LONGEST_WORD))
    return next((fault for word in words if (fault := character_fault(word))), None)


def whole_fault(name: str, value: int) -> Fault | None:
    """Return a fault where a count or a number of days or minutes is out of its range."""
    least, most = WHOLE.get(name, _USUAL_WHOLE)
    if name == "minutes":
        return None if least <= value <= most else Fault("minutes")
    return None if least <= value <= most else Fault("range", f"{least} … {most}")


def rate_fault(name: str, ppm: int) -> Fault | None:
    """Return a fault where a rate or a share, in millionths, is out of its range."""
    least, most = RATES.get(name, _USUAL_RATE)
    if least <= ppm <= most:
        return None
    return Fault("range", f"{least // 10_000} … {most // 10_000} %")


def day_fault(name: str, day: int, today: int) -> Fault | None:
    """Return a fault where a day is out of 1900 to 2200, or lies ahead where it cannot."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return Fault("years")
    return Fault("future") if name in PAST and day > today else None


def price_fault(minor: int, digits: int) -> Fault | None:
    """Return a fault where a price is below 0 or absurd.

    It is in minor units of a currency with `digits` decimals.
    """
    if minor < 0:
        return Fault("negative", str(minor))
    return Fault("large", f"{MOST_PRICE:,}") if minor > MOST_PRICE * 10**digits else None


def amount_fault(minor: int) -> Fault | None:
    """Return a fault where an amount in minor units is beyond what can be summed."""
    return None if abs(minor) <= MOST_MINOR else Fault("large", f"{MOST_MINOR:,}")
