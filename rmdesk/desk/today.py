"""Today: all that a day asks for, reckoned from dates and data each time, never consumed."""

from dataclasses import dataclass
from datetime import date, timedelta

from rmdesk.desk import complaints, credits_due, followups, stored
from rmdesk.desk.views import FollowUpLine, TodayLine, TodayView
from rmdesk.practice.anniversaries import age_on, next_anniversary
from rmdesk.practice.suitability import last_valid_day
from rmdesk.store.book import Book
from rmdesk.terms import Section

WEEK = 7
YEAR = 365
AT_MOST = 100
LARGEST_AT_MOST = 1_000
# As in the index of birthdays: 1721424.5 makes a day number the day count that strftime takes.
_BIRTHDAY = "strftime('%m-%d', {born} + 1721424.5)"
Some = tuple[list[TodayLine], int]


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far Today looks: `soon_days` ahead for maturities and expiries.

    A movement is large from `large_factor` times the account's usual one on.
    """

    soon_days: int = 30
    large_factor: int = 5


def look(book: Book, horizon: Horizon | None = None) -> TodayView:
    """All lines of the manager's day, section by section."""
    how = horizon or Horizon()
    today = book.clock.today()
    soon = today + timedelta(days=how.soon_days)
    birthdays, more_birthdays = _birthdays(book, today)
    silent, more_silent = _out_of_touch(book, today)
    lines = [
        *_follow_ups(book, today),
        *_complaints(book),
        *credits_due.missed_instalments(book, today),
        *_large_movements(book, today, how.large_factor),
        *credits_due.maturities(book, today, soon),
        *credits_due.instalments(book, today, today + timedelta(days=WEEK)),
        *birthdays,
        *_expiries(book, soon),
        *_assessments(book, soon),
        *silent,
    ]
    order = {section: place for place, section in enumerate(Section)}
    lines.sort(key=lambda line: (order[line.section], line.day, line.due_minutes or 0))
    more = {Section.BIRTHDAY: more_birthdays, Section.OUT_OF_TOUCH: more_silent}
    return TodayView(
        today, book.card().currency, tuple(lines), {s: n for s, n in more.items() if n > 0}
    )


def _follow_ups(book: Book, today: date) -> list[TodayLine]:
    found = followups.due_between(book, date.min, today + timedelta(days=WEEK))
    return [_follow_up(line, today) for line in found]


def _follow_up(line: FollowUpLine, today: date) -> TodayLine:
    section = Section.OVERDUE if line.due < today else Section.TODAY
    if line.due > today:
        section = Section.UPCOMING
    return TodayLine(
        section=section,
        day=line.due,
        customer_id=line.customer_id,
        customer_name=line.customer_name,
        text=line.text,
        follow_up_id=line.id,
        due_minutes=line.due_minutes,
        detail=line.recurrence.value,
        count=line.snoozes,
    )


def _complaints(book: Book) -> list[TodayLine]:
    """The open complaints; those of archived customers are not forgotten either."""
    return [
        TodayLine(
            section=Section.COMPLAINT,
            day=line.received,
            customer_id=line.customer_id,
            customer_name=line.customer_name,
            text=line.about.partition("\n")[0],
            complaint_id=line.id,
        )
        for line in complaints.list_open(book)
    ]


def _birthdays(book: Book, today: date) -> Some:
    """Birthdays of the coming week, the most valuable customers' where there are too many."""
    days = [(today + timedelta(days=n)).strftime("%m-%d") for n in range(WEEK + 1)]
    if "02-28" in days:
        days.append("02-29")
    marks = ", ".join("?" * len(days))
    month_day = f"{_BIRTHDAY} IN ({marks})"
    customers = book.rows(
        "SELECT c.id, c.name, '', c.born, c.kind FROM customers c"
        " JOIN standings s ON s.customer_id = c.id WHERE NOT c.archived AND c.born IS NOT NULL"
        f" AND {month_day.format(born='c.born')} ORDER BY s.contribution DESC",
        tuple(days),
    )
    contacts = book.rows(
        "SELECT c.id, c.name, k.name, k.born, 'person' FROM contacts k"
        " JOIN customers c ON c.id = k.customer_id WHERE NOT k.removed AND NOT c.archived"
        f" AND k.born IS NOT NULL AND {month_day.format(born='k.born')}",
        tuple(days),
    )
    lines = []
    for customer, name, person, number, kind in (*customers[:AT_MOST], *contacts):
        born = stored.day(number)
        day = next_anniversary(born, today)
        lines.append(
            TodayLine(
                section=Section.BIRTHDAY,
                day=day,
                customer_id=stored.number(customer),
                customer_name=str(name),
                text=str(person),
                detail=str(kind),
                count=age_on(born, day),
            )
        )
    return lines, len(customers) - AT_MOST


_EXPIRING = ("document_expires", "risk_until", "review_due")


def _expiries(book: Book, soon: date) -> list[TodayLine]:
    parts = " UNION ALL ".join(
        f"SELECT id, name, {column} AS day, '{column}' AS what FROM customers"
        f" WHERE NOT archived AND {column} <= :soon"
        for column in _EXPIRING
    )
    return [
        TodayLine(
            section=Section.EXPIRY,
            day=stored.day(day),
            customer_id=stored.number(customer),
            customer_name=str(name),
            text="",
            detail=str(what),
        )
        for customer, name, day, what in book.rows(parts, {"soon": soon.toordinal()})
    ]


def _assessments(book: Book, soon: date) -> list[TodayLine]:
    """Risk assessments without an end date, by the day on which they lapse."""
    rows = book.rows(
        "SELECT id, name, risk_assessed FROM customers WHERE NOT archived"
        " AND risk_until IS NULL AND risk_assessed <= ?",
        (soon.toordinal() - YEAR + 1,),
    )
    lapsing = [(n, name, last_valid_day(stored.day(day), None)) for n, name, day in rows]
    return [
        TodayLine(
            section=Section.EXPIRY,
            day=last,
            customer_id=stored.number(customer),
            customer_name=str(name),
            text="",
            detail="risk_until",
        )
        for customer, name, last in lapsing
        if last is not None and last <= soon
    ]


_SILENT = (
    " FROM tiers t CROSS JOIN standings s ON s.tier_rank = t.rank"
    " WHERE t.rhythm_days > 0 AND s.archived = 0 AND s.next_due IS NULL"
    " AND s.silent_from < :today - t.rhythm_days"
)


def _out_of_touch(book: Book, today: date) -> Some:
    """Customers of a tier with a rhythm, not spoken to for longer, and with nothing planned.

    Where there are too many: the highest tiers, and of these the longest silent.
    """
    parameters = {"today": today.toordinal()}
    count = book.number(f"SELECT count(*){_SILENT}", parameters)
    rows = book.rows(
        "SELECT s.customer_id, s.name, nullif(s.silent_from, 0), t.rhythm_days, s.last_contact"
        f"{_SILENT} ORDER BY t.rank, s.silent_from LIMIT {AT_MOST}",
        parameters,
    )
    lines = [
        TodayLine(
            section=Section.OUT_OF_TOUCH,
            day=stored.day(last) + timedelta(days=stored.number(rhythm)) if last else today,
            customer_id=stored.number(customer),
            customer_name=str(name),
            text="",
            detail="" if contact is not None else "never",
            count=(today - stored.day(last)).days if last else stored.number(rhythm),
        )
        for customer, name, last, rhythm, contact in rows
    ]
    return lines, count - AT_MOST


_LARGE = """
SELECT c.id, c.name, t.day, t.minor, a.currency, a.number FROM (
    SELECT account_id, day, minor FROM transactions WHERE day BETWEEN :first AND :today
    AND kind NOT IN ('interest', 'fee', 'penalty', 'tax') ORDER BY abs(minor) DESC LIMIT :at_most
) t JOIN accounts a ON a.id = t.account_id JOIN customers c ON c.id = a.customer_id
WHERE NOT c.archived AND abs(t.minor) >= :factor * (
    SELECT avg(abs(b.minor)) FROM transactions b WHERE b.account_id = t.account_id
    AND b.day BETWEEN :first - 180 AND :first - 1
    AND b.kind NOT IN ('interest', 'fee', 'penalty', 'tax') HAVING count(*) >= 3)
"""


def _large_movements(book: Book, today: date, factor: int) -> list[TodayLine]:
    """Movements of the last seven days, many times the account's usual one of half a year.

    Only the week's largest are looked at: in a book so large, smaller ones are no news.
    """
    first = today - timedelta(days=WEEK - 1)
    parameters = {
        "first": first.toordinal(),
        "today": today.toordinal(),
        "factor": factor,
        "at_most": LARGEST_AT_MOST,
    }
    return [
        TodayLine(
            section=Section.LARGE_MOVEMENT,
            day=stored.day(day),
            customer_id=stored.number(customer),
            customer_name=str(name),
            text=str(number),
            minor=stored.number(minor),
            currency=str(currency),
        )
        for customer, name, day, minor, currency, number in book.rows(_LARGE, parameters)
    ]
