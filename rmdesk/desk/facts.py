"""What is known of a customer on a day, in the measures that offers are tied to."""

from collections import defaultdict
from datetime import date, timedelta

from rmdesk.desk import stored
from rmdesk.desk.converting import Units, units_of
from rmdesk.offers.conditions import Facts, Measure
from rmdesk.practice.anniversaries import age_on, next_anniversary
from rmdesk.store.book import Book, found
from rmdesk.store.driver import Row
from rmdesk.terms import FEE_KINDS, ProductKind, RelationKind, TransactionChannel, TransactionKind

IDLE_DAYS = 90
SALARY_MONTHS = 3
RECENT_DAYS = 30
_MILLION = 1_000_000
_DEPOSITS = (ProductKind.CURRENT, ProductKind.TERM_DEPOSIT)
_LOANS = (ProductKind.LOAN, ProductKind.CARD)
_INCOME = (TransactionKind.SALARY, TransactionKind.PENSION)

_CUSTOMER = (
    "SELECT c.kind, c.stage, c.tier, c.tags, c.born, c.since, c.risk_until, c.headcount,"
    " s.contribution, s.previous, s.last_contact"
    " FROM customers c LEFT JOIN standings s ON s.customer_id = c.id WHERE c.id = ?"
)
_OWN = "SELECT id FROM accounts WHERE customer_id = :customer"
_MOVED = (
    f"SELECT account_id, day, minor FROM transactions WHERE account_id IN ({_OWN})"
    " AND day <= :today UNION ALL"
    f" SELECT account_id, day, minor FROM adjustments WHERE account_id IN ({_OWN})"
    " AND day <= :today"
)


def of_customer(book: Book, customer_id: int) -> Facts:
    """The facts of one customer today. Raises Gone."""
    today = book.clock.today()
    row = found(next(iter(book.rows(_CUSTOMER, (customer_id,))), None))
    numbers = _dates(row, today) | _contribution(row)
    kinds, codes = _held(book, customer_id)
    units = units_of(book, customer_id)
    balances = _balances(book, customer_id, today, units)
    for measure, wanted in (
        (Measure.CURRENT_BALANCE, (ProductKind.CURRENT,)),
        (Measure.DEPOSITS, _DEPOSITS),
        (Measure.ASSETS, (ProductKind.WEALTH, ProductKind.INSURANCE)),
    ):
        numbers[measure] = sum(m for a, m in balances.items() if kinds.get(a) in wanted)
    numbers[Measure.LOANS] = -sum(m for a, m in balances.items() if kinds.get(a) in _LOANS)
    numbers[Measure.IDLE_BALANCE] = _idle(book, customer_id, today, units)
    numbers |= _postings(book, customer_id, today, units) | _contracts(book, customer_id, today)
    numbers |= _counts(book, customer_id)
    return Facts(numbers, _words(row, {k.value for k in kinds.values()} | codes))


def _words(row: Row, holds: set[str]) -> dict[Measure, frozenset[str]]:
    kind, stage, tier, tags = row[:4]
    return {
        Measure.KIND: frozenset({str(kind)}),
        Measure.STAGE: frozenset({str(stage)}),
        Measure.TIER: frozenset({str(tier)}),
        Measure.TAG: frozenset(stored.words(tags)),
        Measure.HOLDS: frozenset(holds),
    }


def _dates(row: Row, today: date) -> dict[Measure, int]:
    born, since, risk_until = (stored.some_day(v) for v in row[4:7])
    last_contact = stored.some_day(row[10])
    numbers: dict[Measure, int] = {}
    if born:
        numbers[Measure.AGE] = age_on(born, today)
        numbers[Measure.DAYS_TO_BIRTHDAY] = (next_anniversary(born, today) - today).days
    if since:
        numbers[Measure.TENURE] = age_on(since, today)
        numbers[Measure.DAYS_TO_ANNIVERSARY] = (next_anniversary(since, today) - today).days
    if risk_until:
        numbers[Measure.DAYS_TO_RISK_EXPIRY] = (risk_until - today).days
    if last_contact:
        numbers[Measure.DAYS_SILENT] = (today - last_contact).days
    if row[7] is not None:
        numbers[Measure.HEADCOUNT] = stored.number(row[7])
    return numbers


def _contribution(row: Row) -> dict[Measure, int]:
    now, before = stored.number(row[8]), stored.number(row[9])
    numbers = {Measure.CONTRIBUTION: now}
    if before > 0:
        numbers[Measure.CONTRIBUTION_FALL] = (before - now) * _MILLION // before
    return numbers


def _held(book: Book, customer_id: int) -> tuple[dict[int, ProductKind], set[str]]:
    rows = book.rows(
        "SELECT a.id, p.kind, a.product, a.closed, a.status FROM accounts a"
        " JOIN products p ON p.code = a.product WHERE a.customer_id = ?",
        (customer_id,),
    )
    running = [r for r in rows if r[3] is None and r[4] != "closed"]
    kinds = {stored.number(r[0]): ProductKind(str(r[1])) for r in running}
    return kinds, {str(r[2]) for r in running}


def _balances(book: Book, customer_id: int, today: date, units: Units) -> dict[int, int]:
    sql = f"SELECT account_id, sum(minor) FROM ({_MOVED}) GROUP BY 1"
    rows = book.rows(sql, {"customer": customer_id, "today": today.toordinal()})
    pairs = ((stored.number(account), stored.number(minor)) for account, minor in rows)
    return {account: units.converted(account, minor) for account, minor in pairs}


def _idle(book: Book, customer_id: int, today: date, units: Units) -> int:
    """The least that stood on the current accounts together at any day's end of the last 90."""
    start = today.toordinal() - IDLE_DAYS
    sql = (
        f"SELECT account_id, max(day, :start), sum(minor) FROM ({_MOVED}) WHERE account_id IN ("
        "SELECT a.id FROM accounts a JOIN products p ON p.code = a.product"
        " WHERE a.customer_id = :customer AND p.kind = 'current') GROUP BY 1, 2"
    )
    parameters = {"customer": customer_id, "today": today.toordinal(), "start": start}
    by_day: dict[int, int] = defaultdict(int)
    for account, day, minor in book.rows(sql, parameters):
        by_day[stored.number(day)] += units.converted(stored.number(account), stored.number(minor))
    balance = least = by_day.pop(start, 0)
    for _day, minor in sorted(by_day.items()):
        balance += minor
        least = min(least, balance)
    return max(0, least)


def _postings(book: Book, customer_id: int, today: date, units: Units) -> dict[Measure, int]:
    sql = (
        "SELECT account_id, day, minor, kind, channel FROM transactions"
        f" WHERE account_id IN ({_OWN}) AND day > :since AND day <= :today"
    )
    since = today.toordinal() - 365
    parameters = {"customer": customer_id, "today": today.toordinal(), "since": since}
    income = largest = fees = penalties = visits = 0
    quarter, month = today - timedelta(days=91), today - timedelta(days=RECENT_DAYS)
    for account, number, amount, kind, channel in book.rows(sql, parameters):
        day = stored.day(number)
        minor = units.converted(stored.number(account), stored.number(amount))
        if kind in FEE_KINDS:
            fees -= minor
            penalties += kind == TransactionKind.PENALTY
        if day > quarter:
            income += minor if kind in _INCOME else 0
            visits += channel == TransactionChannel.BRANCH
        if day > month and kind != TransactionKind.INTEREST:
            largest = max(largest, minor)
    return {
        Measure.SALARY: income // SALARY_MONTHS,
        Measure.LARGEST_CREDIT: largest,
        Measure.FEES_PAID: fees,
        Measure.PENALTIES: penalties,
        Measure.BRANCH_VISITS: visits,
    }


def _contracts(book: Book, customer_id: int, today: date) -> dict[Measure, int]:
    sql = (
        "SELECT p.kind, min(a.matures) FROM accounts a JOIN products p ON p.code = a.product"
        " WHERE a.customer_id = ? AND a.closed IS NULL AND a.status <> 'closed'"
        " AND a.matures >= ? GROUP BY 1"
    )
    left = {
        str(kind): stored.number(day) - today.toordinal()
        for kind, day in book.rows(sql, (customer_id, today.toordinal()))
    }
    pairs = ((Measure.DAYS_TO_MATURITY, "term_deposit"), (Measure.LOAN_DAYS_LEFT, "loan"))
    return {measure: left[kind] for measure, kind in pairs if kind in left}


def _counts(book: Book, customer_id: int) -> dict[Measure, int]:
    accepted = book.number(
        "SELECT count(*) FROM proposals WHERE customer_id = ? AND status = 'accepted'",
        (customer_id,),
    )
    introduced = book.number(
        "SELECT (SELECT count(*) FROM customers WHERE introducer_id = :me)"
        " + (SELECT count(*) FROM relations WHERE customer_id = :me AND kind = :kind"
        " AND NOT removed)",
        {"me": customer_id, "kind": RelationKind.INTRODUCER.value},
    )
    return {Measure.ACCEPTED: accepted, Measure.INTRODUCED: introduced}
