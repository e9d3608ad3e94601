"""How long an assessment of a customer's investment risk holds."""

from datetime import date

from rmdesk.practice.anniversaries import birthday_at

VALID_YEARS = 1


def last_valid_day(assessed: date | None, until: date | None) -> date | None:
    """Return the last day on which an assessment holds; None where it is not dated at all.

    Its end date decides where there is one. Without one it holds for twelve months: to the same
    day of the next year, and one of 29 February to 28 February.
    """
    if until is not None or assessed is None:
        return until
    return birthday_at(assessed, VALID_YEARS)
