"""What the accounts say: balances and their trend, idle money, what is held and what matures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rmdesk.desk import stored
from rmdesk.desk.converting import Worth
from rmdesk.desk.facts.asked import QUARTER_DAYS, Asked, Found, Known
from rmdesk.offers.measures import Measure
from rmdesk.store.driver import Row
from rmdesk.terms import FEE_KINDS, ProductKind, TransactionChannel, TransactionKind

SALARY_MONTHS = 3
_MILLION = 1_000_000
_DEPOSITS = (ProductKind.CURRENT.value, ProductKind.TERM_DEPOSIT.value)
_LOANS = (ProductKind.LOAN.value, ProductKind.CARD.value)
_ASSETS = (ProductKind.WEALTH.value, ProductKind.INSURANCE.value)
_WATCHED = ("in_arrears", "written_off")
_ACCOUNTS = (
    "SELECT a.id, a.customer_id, a.currency, p.kind, a.product, a.matures, a.status,"
    " a.closed IS NULL AND a.status <> 'closed' FROM accounts a"
    " JOIN products p ON p.code = a.product WHERE a.customer_id {customer}"
)


def _in(kinds: Iterable[str]) -> str:
    """Codes as the list of an SQL condition."""
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


_FEES = _in({kind.value for kind in FEE_KINDS})
_INCOME = _in({TransactionKind.SALARY.value, TransactionKind.PENSION.value})
# One pass over the index that value is reckoned from; what is newer than a year is looked at.
_POSTINGS = (
    "SELECT account_id, sum(minor), sum(iif(day <= :quarter_ago, minor, 0)),"
    f" -sum(iif(day > :year_ago AND kind IN ({_FEES}), minor, 0)),"
    f" sum(day > :year_ago AND kind = '{TransactionKind.PENALTY}'),"
    f" sum(iif(day > :visits_since AND kind IN ({_INCOME}), minor, 0)),"
    f" sum(day > :visits_since AND channel IS '{TransactionChannel.BRANCH}'),"
    f" max(iif(day > :month_ago AND kind <> '{TransactionKind.INTEREST}', minor, 0))"
    " FROM transactions WHERE account_id {accounts} AND day <= :today GROUP BY 1"
)
_ADJUSTMENTS = (
    "SELECT account_id, sum(minor), sum(iif(day <= :quarter_ago, minor, 0)), 0, 0, 0, 0, 0"
    " FROM adjustments WHERE account_id {accounts} AND day <= :today GROUP BY 1"
)
# How low current accounts fell since 90 days ago, day's end by day's end, from what stood then.
_FALLEN = (
    "WITH moved AS (SELECT account_id, day, minor FROM transactions"
    " WHERE account_id {accounts} AND day > :quarter_ago AND day <= :today UNION ALL"
    " SELECT account_id, day, minor FROM adjustments"
    " WHERE account_id {accounts} AND day > :quarter_ago AND day <= :today),"
    " daily AS (SELECT a.customer_id AS customer, a.currency AS currency,"
    " m.day AS day, sum(m.minor) AS minor FROM moved m"
    " CROSS JOIN accounts a ON a.id = m.account_id"
    " JOIN products p ON p.code = a.product AND p.kind = 'current'"
    " WHERE a.closed IS NULL AND a.status <> 'closed' GROUP BY 1, 2, 3),"
    " running AS (SELECT customer, currency, sum(minor) OVER"
    " (PARTITION BY customer, currency ORDER BY day) AS balance FROM daily)"
    " SELECT customer, currency, min(balance) FROM running GROUP BY 1, 2"
)


@dataclass(slots=True)
class _Sums:
    """An account's sums, in minor units of the account's currency but for the counts."""

    balance: int = 0
    before: int = 0
    fees: int = 0
    penalties: int = 0
    income: int = 0
    visits: int = 0
    largest: int = 0

    def add(self, row: Row) -> None:
        balance, before, fees, penalties, income, visits, largest = map(stored.number, row)
        self.balance += balance
        self.before += before
        self.fees += fees
        self.penalties += penalties
        self.income += income
        self.visits += visits
        self.largest = max(self.largest, largest)


def add(asked: Asked, found: Found) -> None:
    """Add what is known from accounts and their postings."""
    sums: defaultdict[int, _Sums] = defaultdict(_Sums)
    for sql in (_POSTINGS, _ADJUSTMENTS):
        for posted in asked.rows(sql):
            sums[stored.number(posted[0])].add(posted[1:])
    worth = Worth(asked.book)
    books: defaultdict[int, _Holding] = defaultdict(_Holding)
    for row in asked.rows(_ACCOUNTS):
        owner = stored.number(row[1])
        if owner in found:
            of_account = sums.get(stored.number(row[0])) or _Sums()
            _account(asked, row, of_account, worth, found[owner], books[owner])
    _idle(asked, found, books, worth)
    for owner, known in found.items():
        holding = books[owner]
        known.words[Measure.HOLDS] = frozenset(holding.holds)
        known.numbers[Measure.PRODUCTS] = len(holding.kinds)
        if holding.watch:
            known.words[Measure.WATCH] = frozenset(holding.watch)
        _finish(known.numbers, holding.before)


@dataclass(slots=True)
class _Holding:
    """What a customer holds, and what it had 90 days ago: deposits, current accounts by currency.

    Deposits are in the book's currency, the others in minor units of their own.
    """

    holds: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    watch: set[str] = field(default_factory=set)
    before: int = 0
    current_before: dict[str, int] = field(default_factory=dict)


def _account(
    asked: Asked, row: Row, sums: _Sums, worth: Worth, known: Known, holding: _Holding
) -> None:
    _number, _customer, currency, kind, product, matures, status, running = row
    code, kind = str(currency), str(kind)
    _postings(known.numbers, sums, worth, code)
    if not running:
        return
    holding.holds |= {kind, str(product)}
    holding.kinds.add(kind)
    if status in _WATCHED:
        holding.watch.add(str(status))
    balance = worth.of(sums.balance, code)
    _balances(known.numbers, balance, kind)
    if kind in _DEPOSITS:
        holding.before += worth.of(sums.before, code)
    if kind == ProductKind.CURRENT.value:
        holding.current_before[code] = holding.current_before.get(code, 0) + sums.before
    if matures is not None and stored.number(matures) >= asked.today.toordinal():
        _matures(known.numbers, kind, stored.number(matures) - asked.today.toordinal(), balance)


def _plus(numbers: dict[Measure, int], measure: Measure, amount: int) -> None:
    numbers[measure] = numbers.get(measure, 0) + amount


def _postings(numbers: dict[Measure, int], sums: _Sums, worth: Worth, currency: str) -> None:
    _plus(numbers, Measure.FEES_PAID, worth.of(sums.fees, currency))
    _plus(numbers, Measure.PENALTIES, sums.penalties)
    _plus(numbers, Measure.SALARY, worth.of(sums.income, currency))
    _plus(numbers, Measure.BRANCH_VISITS, sums.visits)
    largest = max(numbers.get(Measure.LARGEST_CREDIT, 0), worth.of(sums.largest, currency))
    numbers[Measure.LARGEST_CREDIT] = largest


def _balances(numbers: dict[Measure, int], balance: int, kind: str) -> None:
    if kind == ProductKind.CURRENT.value:
        _plus(numbers, Measure.CURRENT_BALANCE, balance)
    if kind in _DEPOSITS:
        _plus(numbers, Measure.DEPOSITS, balance)
    if kind in _LOANS:
        _plus(numbers, Measure.LOANS, -balance)
    if kind in _ASSETS:
        _plus(numbers, Measure.ASSETS, balance)


def _matures(numbers: dict[Measure, int], kind: str, left: int, balance: int) -> None:
    if kind == ProductKind.TERM_DEPOSIT.value:
        first = numbers.get(Measure.DAYS_TO_MATURITY, left)
        numbers[Measure.DAYS_TO_MATURITY] = min(first, left)
        if left <= QUARTER_DAYS:
            _plus(numbers, Measure.MATURING, balance)
    elif kind == ProductKind.LOAN.value:
        first = numbers.get(Measure.LOAN_DAYS_LEFT, left)
        numbers[Measure.LOAN_DAYS_LEFT] = min(first, left)


def _idle(asked: Asked, found: Found, holdings: Mapping[int, "_Holding"], worth: Worth) -> None:
    """The least that stood on current accounts of a currency at any day's end of 90."""
    fallen = {
        (stored.number(customer), str(currency)): stored.number(least)
        for customer, currency, least in asked.rows(_FALLEN)
    }
    for customer, holding in holdings.items():
        for currency, before in holding.current_before.items():
            least = before + min(0, fallen.get((customer, currency), 0))
            idle = worth.of(max(0, least), currency)
            _plus(found[customer].numbers, Measure.IDLE_BALANCE, idle)


def _finish(numbers: dict[Measure, int], before: int) -> None:
    """What follows from the sums; `before` is what the deposits were 90 days ago."""
    for measure in (
        *(Measure.IDLE_BALANCE, Measure.CURRENT_BALANCE, Measure.DEPOSITS, Measure.LOANS),
        *(Measure.ASSETS, Measure.MATURING, Measure.SALARY, Measure.LARGEST_CREDIT),
        *(Measure.FEES_PAID, Measure.PENALTIES, Measure.BRANCH_VISITS),
    ):
        numbers.setdefault(measure, 0)
    numbers[Measure.SALARY] //= SALARY_MONTHS
    deposits = numbers[Measure.DEPOSITS]
    if before > 0:
        change = (deposits - before) * _MILLION // before
        numbers[Measure.DEPOSITS_RISE], numbers[Measure.DEPOSITS_FALL] = change, -change
    if deposits > 0:
        share = numbers[Measure.MATURING] * _MILLION // deposits
        numbers[Measure.MATURING_SHARE] = share
