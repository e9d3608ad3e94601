"""Days and times as they are typed: 3d, 2w, fri, 14:30, 12-01, 2026-12-01."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from rmdesk import limits
from rmdesk.errors import BadDate, DayOutOfRange
from rmdesk.practice import workdays

# Those of forms and files; at them no calculation with days overflows.
FIRST_DAY, LAST_DAY = date.fromordinal(limits.FIRST_DAY), date.fromordinal(limits.LAST_DAY)
# Compiled when first needed: `--today` is read before the first frame.
_STEP = r"\+?(\d{1,4})(wd|d|w|m|y)"
_CLOCK = r"([01]?\d|2[0-3])[:：]([0-5]\d)"
_ISO = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
_MONTH_DAY = r"(\d{1,2})[-/.](\d{1,2})"
_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_HAN_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NAMED = {"today": 0, "tod": 0, "今天": 0, "tomorrow": 1, "tom": 1, "明天": 1, "后天": 2, "後天": 2}


@dataclass(frozen=True, slots=True)
class When:
    """A day, and the time of it in minutes since midnight where one was given."""

    day: date
    minutes: int | None = None


def bounded(day: date, text: str) -> date:
    """Return the day. Raises DayOutOfRange, with the text that was typed, where it is too far."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DayOutOfRange(text=text, first=FIRST_DAY, last=LAST_DAY)
    return day


def read_iso(text: str) -> date:
    """Return a day as it is written in files: 2026-12-01. Raises BadDate, DayOutOfRange."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadDate(text=text) from None
    return bounded(day, text)


def read(text: str, today: date, week: Collection[int]) -> When:
    """What was typed, as a day from today on.

    Steps (3d, 2w, 1m) that end on a free day move to the next working day, a day that is named
    stays; `5wd` counts working days. A time alone is today's. Raises BadDate, DayOutOfRange.
    """
    words = text.casefold().split()
    minutes: int | None = None
    if words and (clock := re.fullmatch(_CLOCK, words[-1])):
        minutes = int(clock[1]) * 60 + int(clock[2])
        words = words[:-1]
        if not words:
            return When(today, minutes)
    if len(words) != 1:
        raise BadDate(text=text)
    try:
        day = _step(words[0], today, week) or _named(words[0], today)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise BadDate(text=text)
    return When(bounded(day, text), minutes)


def _step(word: str, today: date, week: Collection[int]) -> date | None:
    from dateutil.relativedelta import relativedelta

    match = re.fullmatch(_STEP, word)
    if not match:
        return None
    count, unit = int(match[1]), match[2]
    if unit == "wd":
        return workdays.later(today, count, week)
    steps = {
        "d": relativedelta(days=count),
        "w": relativedelta(weeks=count),
        "m": relativedelta(months=count),
        "y": relativedelta(years=count),
    }
    return workdays.on_or_after(today + steps[unit], week) if count else today


def _named(word: str, today: date) -> date | None:
    if word in _NAMED:
        return today + timedelta(days=_NAMED[word])
    weekday = _DAYS.get(word[:3]) if word.isalpha() and word.isascii() else None
    if word[:-1] in ("周", "週", "星期", "礼拜", "禮拜"):
        weekday = _HAN_DAYS.get(word[-1])
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if match := re.fullmatch(_ISO, word):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(_MONTH_DAY, word):
        day = date(today.year, int(match[1]), int(match[2]))
        return day if day >= today else day.replace(year=today.year + 1)
    return None
