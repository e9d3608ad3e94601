"""Days that come every year."""

from datetime import date


def next_anniversary(day: date, today: date) -> date:
    """The next day (today counts) on which the year comes round; 29 February falls on the 28th."""
    found = _in_year(day, today.year)
    return found if found >= today else _in_year(day, today.year + 1)


def age_on(born: date, day: date) -> int:
    """Whole years between two days."""
    return day.year - born.year - (_in_year(born, day.year) > day)


def birthday_at(born: date, age: int) -> date:
    """Return the day on which one turns `age`; who was born on 29 February, on the 28th."""
    return _in_year(born, born.year + age)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
