"""Festivals at which gifts are given, by the lunar or the solar calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# Month and day; lunar ones are days of the Chinese calendar.
LUNAR: Mapping[str, tuple[int, int]] = {
    "spring_festival": (1, 1),
    "lantern": (1, 15),
    "dragon_boat": (5, 5),
    "mid_autumn": (8, 15),
    "double_ninth": (9, 9),
}
SOLAR: Mapping[str, tuple[int, int]] = {"new_year": (1, 1), "christmas": (12, 25)}
CODES = (*LUNAR, *SOLAR)


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival on a day."""

    code: str
    day: date


def next_festival(today: date, codes: Sequence[str]) -> Festival | None:
    """The next of these festivals, today counts; None without any."""
    found = coming(today, codes)
    return found[0] if found else None


def coming(today: date, codes: Sequence[str]) -> list[Festival]:
    """Return the next day of each of these festivals, the soonest first.

    Lunar ones are known until 2099; after that there are none.
    """
    return list(_coming(today, tuple(codes)))


@lru_cache(maxsize=16)
def _coming(today: date, codes: tuple[str, ...]) -> tuple[Festival, ...]:
    """Each look at a customer asks for the same few."""
    found = []
    for code in codes:
        days = (_day(code, year) for year in (today.year - 1, today.year, today.year + 1))
        if ahead := [day for day in days if day is not None and day >= today]:
            found.append(Festival(code, min(ahead)))
    return tuple(sorted(found, key=lambda festival: (festival.day, festival.code)))


def _day(code: str, year: int) -> date | None:
    if code in SOLAR:
        return date(year, *SOLAR[code])
    from lunardate import LunarDate

    try:
        day: date = LunarDate(year, *LUNAR[code]).to_solar_date()
    except ValueError:
        return None
    return day
