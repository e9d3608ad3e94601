"""Texts and days that are typed outside of a customer's form, held to the same limits."""

from collections.abc import Iterable
from datetime import date

from rmdesk import limits
from rmdesk.errors import BadInput
from rmdesk.limits import Fault


def checked_text(name: str, text: str, required: bool = False) -> str:
    """Return the text of a field without the space around it. Raises BadInput."""
    text = text.strip()
    if required and not text:
        raise BadInput(name, "missing")
    _refuse(name, limits.text_fault(name, text))
    return text


def checked_words(name: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the short texts of a field without the space around each. Raises BadInput."""
    found = tuple(word.strip() for word in words)
    _refuse(name, limits.words_fault("\n".join(found)) if found else None)
    return found


def check_day(name: str, day: date, today: date) -> None:
    """Raise BadInput for a day out of 1900 to 2200, or ahead where that cannot be."""
    _refuse(name, limits.day_fault(name, day.toordinal(), today.toordinal()))


def check_minutes(minutes: int) -> None:
    """Raise BadInput for less than no time, or more than a day."""
    _refuse("minutes", limits.whole_fault("minutes", minutes))


def _refuse(name: str, fault: Fault | None) -> None:
    if fault is not None:
        raise BadInput(name, fault.code, text=fault.detail)
