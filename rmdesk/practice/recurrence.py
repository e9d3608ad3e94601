"""How a follow-up comes again, by the rules of RFC 5545 (dateutil's rrule)."""

from datetime import date, datetime

from dateutil.rrule import DAILY, FR, MO, MONTHLY, TH, TU, WE, WEEKLY, YEARLY, rrule

from rmdesk.terms import Recurrence


def next_due(recurrence: Recurrence, first_due: date, after: date) -> date | None:
    """The first day of the series after a day; None where it does not come again.

    A series on the 29th, 30th or 31st takes a shorter month's last day.
    """
    if recurrence is Recurrence.NONE:
        return None
    found = _rule(recurrence, first_due).after(datetime.combine(after, datetime.min.time()))
    assert found is None or isinstance(found, datetime)
    return found.date() if found else None


def _rule(recurrence: Recurrence, first: date) -> rrule:
    start = datetime.combine(first, datetime.min.time())
    days = tuple(range(min(first.day, 28), first.day + 1))
    match recurrence:
        case Recurrence.DAILY:
            return rrule(DAILY, dtstart=start)
        case Recurrence.WEEKDAYS:
            return rrule(DAILY, dtstart=start, byweekday=(MO, TU, WE, TH, FR))
        case Recurrence.WEEKLY:
            return rrule(WEEKLY, dtstart=start)
        case Recurrence.MONTH_END:
            return rrule(MONTHLY, dtstart=start, bymonthday=-1)
        case Recurrence.YEARLY:
            month = first.month
            return rrule(YEARLY, dtstart=start, bymonth=month, bymonthday=days, bysetpos=-1)
        case _:
            step = 3 if recurrence is Recurrence.QUARTERLY else 1
            return rrule(MONTHLY, interval=step, dtstart=start, bymonthday=days, bysetpos=-1)
