"""What contracts ask for: deposits and loans that mature, instalments due and missed."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from rmdesk.desk import stored
from rmdesk.desk.schedules import Agreements
from rmdesk.desk.views import TodayLine
from rmdesk.store.adjustments import ScheduledLoan
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import AccountStatus, ProductKind, Section
from rmdesk.value.schedules import Payment

GRACE_DAYS = 3

_RUNNING = (
    "SELECT c.id, c.name, a.id, p.name || ' ' || a.number, a.opened, a.matures, a.instalment_minor,"
    " a.status, coalesce((SELECT sum(minor) FROM transactions WHERE account_id = a.id), 0)"
    " + coalesce((SELECT sum(minor) FROM adjustments WHERE account_id = a.id AND day <= :today), 0)"
    ", a.currency, (SELECT nullif(max(day), :today) FROM account_imports"
    " WHERE account_id = a.id), a.product, coalesce(a.principal_minor, 0), a.rate_ppm, a.schedule,"
    " p.kind FROM {accounts} JOIN customers c ON c.id = a.customer_id"
    " WHERE NOT c.archived AND a.closed IS NULL AND a.status IN ('open', 'in_arrears')"
)


def _line(section: Section, day: date, row: Row, minor: int, detail: str = "") -> TodayLine:
    return TodayLine(
        section=section,
        day=day,
        customer_id=stored.number(row[0]),
        customer_name=str(row[1]),
        text=str(row[3]),
        minor=minor,
        currency=str(row[9]),
        detail=detail,
        as_of=stored.some_day(row[10]),
    )


def maturities(book: Book, today: date, soon: date) -> list[TodayLine]:
    """Deposits and loans that end from today on up to a day.

    A deposit with its balance; a loan that runs by its schedule with the whole last payment.
    """
    running = _RUNNING.format(accounts="accounts a JOIN products p ON p.code = a.product")
    sql = f"{running} AND a.matures BETWEEN :today AND :soon"
    parameters = {"today": today.toordinal(), "soon": soon.toordinal()}
    due = _Due(book)
    return [
        _line(Section.MATURITY, stored.day(row[5]), row, due.at_maturity(row))
        for row in book.rows(sql, parameters)
    ]


def instalments(book: Book, today: date, last: date) -> list[TodayLine]:
    """Instalments that fall due from today on up to a day: principal with interest."""
    lines, due = [], _Due(book)
    for row in _loans(book, today):
        day = _instalment_day(stored.day(row[4]), today)
        ends = stored.some_day(row[5])
        if row[14] and ends is not None:
            day = min(day, ends)
        if today <= day <= last and (ends is None or day <= ends):
            lines.append(_line(Section.INSTALMENT, day, row, due.on(row, day)))
    return [line for line in lines if line.minor]


def missed_instalments(book: Book, today: date) -> list[TodayLine]:
    """Loans in arrears, and those whose last instalment has not come in three days after."""
    lines, due = [], _Due(book)
    for row in _loans(book, today):
        if row[7] == AccountStatus.IN_ARREARS.value:
            day = _last_before(stored.day(row[4]), min(today, stored.some_day(row[5]) or today))
            lines.append(_line(Section.MISSED_INSTALMENT, day, row, due.on(row, day), "arrears"))
            continue
        day = _last_before(stored.day(row[4]), today - timedelta(days=GRACE_DAYS))
        if day > stored.day(row[4]) and _unpaid(book, stored.number(row[2]), day, today):
            lines.append(_line(Section.MISSED_INSTALMENT, day, row, due.on(row, day)))
    return lines


class _Due:
    """What loans ask for on a day, in minor units of their currency."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._agreements = Agreements(book)

    def on(self, row: Row, day: date) -> int:
        """The whole payment of a day; where it is not known how a loan is paid, its instalment."""
        payment = self._payment(row, day)
        return payment.total if payment else 0 if row[14] else stored.number(row[6])

    def at_maturity(self, row: Row) -> int:
        """What is there to end, from the customer's side: a loan's last payment is below zero."""
        day, account = stored.day(row[5]), stored.number(row[2])
        sql = "SELECT 1 FROM adjustments WHERE account_id = ? AND cause = 'schedule'"
        if row[15] != ProductKind.LOAN or not self._book.value(sql, (account,)):
            return stored.number(row[8])
        left = self._book.number(
            "SELECT (SELECT coalesce(sum(minor), 0) FROM transactions WHERE account_id = ?1)"
            " + (SELECT coalesce(sum(minor), 0) FROM adjustments"
            " WHERE account_id = ?1 AND day < ?2)",
            (account, day.toordinal()),
        )
        payment = self._payment(row, day)
        return left - (payment.interest if payment else 0)

    def _payment(self, row: Row, day: date) -> Payment | None:
        if not row[14]:
            return None
        loan = ScheduledLoan(
            id=stored.number(row[2]),
            product=str(row[11]),
            currency=str(row[9]),
            status=str(row[7]),
            opened=stored.number(row[4]),
            matures=stored.some(row[5]),
            closed=None,
            principal=stored.number(row[12]),
            instalment=stored.number(row[6] or 0),
            rate_ppm=stored.some(row[13]),
            schedule=str(row[14]),
        )
        payments = self._agreements.payments(loan)
        return next((p for p in payments if p.day == day.toordinal()), None)


def _loans(book: Book, today: date) -> list[Row]:
    # From the few products to their accounts: a book has far more accounts than loans.
    running = _RUNNING.format(accounts="products p CROSS JOIN accounts a ON a.product = p.code")
    sql = (
        f"{running} AND p.kind = 'loan' AND a.opened <= :today"
        " AND (a.instalment_minor > 0 OR (a.schedule <> '' AND a.principal_minor > 0))"
        " AND (a.matures >= :today OR a.matures IS NULL OR a.status = 'in_arrears')"
    )
    return book.rows(sql, {"today": today.toordinal()})


def _unpaid(book: Book, account_id: int, due: date, today: date) -> bool:
    """Whether an account with postings got none towards an instalment, from five days before."""
    parameters = {
        "account": account_id,
        "first": (due - timedelta(days=5)).toordinal(),
        "today": today.toordinal(),
    }
    sql = "SELECT count(*) FROM transactions WHERE account_id = :account AND minor > 0"
    if not book.number(sql, parameters):
        return False
    return not book.number(f"{sql} AND day BETWEEN :first AND :today", parameters)


def _instalment_day(opened: date, today: date) -> date:
    """The first monthly day of a loan on or after a day."""
    months = max(1, (today.year - opened.year) * 12 + today.month - opened.month)
    day = opened + relativedelta(months=months)
    return day if day >= today else opened + relativedelta(months=months + 1)


def _last_before(opened: date, today: date) -> date:
    """The last monthly day of a loan on or before a day; the day it was opened for none yet."""
    months = (today.year - opened.year) * 12 + today.month - opened.month
    day = opened + relativedelta(months=max(0, months))
    return day if day <= today else opened + relativedelta(months=max(0, months - 1))
