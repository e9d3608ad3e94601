"""What the accounts say: balances and their trend, idle money, what is held and what matures.

A joint account counts for each of its owners by their share, as it does in value; what somebody
owes, and that it is in arrears, concerns whoever owns any part of it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rmdesk.desk import stored
from rmdesk.desk.converting import Worth
from rmdesk.desk.facts.asked import QUARTER_DAYS, YEAR_DAYS, Asked, Found
from rmdesk.desk.facts.postings import Sums, read_sums
from rmdesk.desk.facts.swings import Swing, read_swings, unmoved
from rmdesk.offers.measures import Measure
from rmdesk.store.driver import Row
from rmdesk.terms import AccountStatus, ProductKind
from rmdesk.value.scale import MILLION
from rmdesk.value.share import half_even

SALARY_MONTHS = 3
_CURRENT = ProductKind.CURRENT.value
_TERM = ProductKind.TERM_DEPOSIT.value
_DEPOSITS = (_CURRENT, _TERM)
_LOANS = (ProductKind.LOAN.value, ProductKind.CARD.value)
_ASSETS = (ProductKind.WEALTH.value, ProductKind.INSURANCE.value)
_WATCHED = (AccountStatus.IN_ARREARS.value, AccountStatus.WRITTEN_OFF.value)
_ACCOUNTS = (
    "SELECT a.id, a.customer_id, a.currency, p.kind, a.product, a.matures, a.status,"
    " a.closed IS NULL AND a.status <> 'closed', a.limit_minor, a.instalment_minor"
    " FROM accounts a JOIN products p ON p.code = a.product WHERE a.id {accounts}"
)
# Who owns joint accounts now: the rows of the last day up to today.
_OWNERS = (
    "SELECT h.account_id, h.customer_id, h.share_ppm FROM account_holders h"
    " WHERE h.account_id {accounts} AND h.day = (SELECT max(day) FROM account_holders"
    " WHERE account_id = h.account_id AND day <= :today) ORDER BY h.account_id, h.customer_id"
)
# How low current accounts fell since 90 days ago, day's end by day's end, from what they held then.
_FALLEN = (
    "WITH owners AS MATERIALIZED (" + _OWNERS + "),"
    " moved AS (SELECT account_id, day, minor FROM transactions"
    " WHERE account_id {accounts} AND day > :quarter_ago AND day <= :today UNION ALL"
    " SELECT account_id, day, minor FROM adjustments"
    " WHERE account_id {accounts} AND day > :quarter_ago AND day <= :today),"
    " daily AS (SELECT coalesce(o.customer_id, a.customer_id) AS customer,"
    " a.currency AS currency, m.day AS day,"
    " sum(iif(o.share_ppm IS NULL, m.minor, m.minor * o.share_ppm / 1000000)) AS minor"
    " FROM moved m CROSS JOIN accounts a ON a.id = m.account_id"
    " JOIN products p ON p.code = a.product AND p.kind = 'current'"
    " LEFT JOIN owners o ON o.account_id = a.id"
    " WHERE a.closed IS NULL AND a.status <> 'closed' GROUP BY 1, 2, 3),"
    " running AS (SELECT customer, currency, sum(minor) OVER"
    " (PARTITION BY customer, currency ORDER BY day) AS balance FROM daily)"
    " SELECT customer, currency, min(balance) FROM running GROUP BY 1, 2"
)


@dataclass(slots=True)
class _Holding:
    """What a customer holds, and what it had 90 days ago: deposits, current accounts by currency.

    Deposits and limits are in the book's currency, the others in minor units of their own.
    """

    holds: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    watch: set[str] = field(default_factory=set)
    before: int = 0
    current_before: dict[str, int] = field(default_factory=dict)
    current_before_worth: int = 0
    limits: int = 0
    recent_credits: int = 0


@dataclass(frozen=True, slots=True)
class _Account:
    """An account as facts are made from it."""

    number: int
    currency: str
    kind: str
    product: str
    matures: int | None
    status: str
    running: bool
    limit: int
    instalment: int
    sums: Sums
    swing: Swing


class _Part:
    """What an owner's share of amounts is worth in the book's currency."""

    __slots__ = ("_currency", "_share", "_worth")

    def __init__(self, worth: Worth, currency: str, share: int) -> None:
        self._worth, self._currency, self._share = worth, currency, share

    def of(self, minor: int) -> int:
        """Return the part of an amount of the account's currency, in the book's."""
        return self._worth.of(self.own(minor), self._currency)

    def own(self, count: int) -> int:
        """Return the part of a number of the account's, in the account's currency."""
        return count if self._share == MILLION else half_even(count * self._share, MILLION)


def add(asked: Asked, found: Found) -> None:
    """Add what is known from accounts and their postings."""
    sums = read_sums(asked)
    swings = read_swings(asked, {number: s.year_before for number, s in sums.items()})
    owners = _read_owners(asked)
    worth = Worth(asked.book)
    books: defaultdict[int, _Holding] = defaultdict(_Holding)
    for row in asked.rows(_ACCOUNTS):
        number = stored.number(row[0])
        shares = owners.get(number) or [(stored.number(row[1]), MILLION)]
        if not any(owner in found for owner, _share in shares):
            continue
        account = _account(row, sums.get(number) or Sums(), swings)
        for owner, share in shares:
            if owner in found and share:
                part = _Part(worth, account.currency, share)
                _add(asked, account, part, found[owner].numbers, books[owner])
    _idle(asked, found, books, worth)
    for owner, known in found.items():
        holding = books[owner]
        known.words[Measure.HOLDS] = frozenset(holding.holds)
        known.numbers[Measure.PRODUCTS] = len(holding.kinds)
        if holding.watch:
            known.words[Measure.WATCH] = frozenset(holding.watch)
        _finish(known.numbers, holding)


def _read_owners(asked: Asked) -> dict[int, list[tuple[int, int]]]:
    """Return the owners of joint accounts with their shares (millionths)."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for account, customer, share in asked.rows(_OWNERS):
        found[stored.number(account)].append((stored.number(customer), stored.number(share)))
    return found


def _account(row: Row, sums: Sums, swings: Mapping[int, Swing]) -> _Account:
    number, _owner, currency, kind, product, matures, status, running, limit, instalment = row
    return _Account(
        number=stored.number(number),
        currency=str(currency),
        kind=str(kind),
        product=str(product),
        matures=None if matures is None else stored.number(matures),
        status=str(status),
        running=bool(running),
        limit=stored.number(limit),
        instalment=stored.number(instalment),
        sums=sums,
        swing=swings.get(stored.number(number)) or unmoved(sums.balance),
    )


def _add(
    asked: Asked, account: _Account, part: _Part, numbers: dict[Measure, int], holding: _Holding
) -> None:
    """Add one owner's part of an account."""
    _postings(asked, numbers, account, part, holding)
    if not account.running:
        return
    kind = account.kind
    holding.holds |= {kind, account.product}
    holding.kinds.add(kind)
    if account.status in _WATCHED:
        holding.watch.add(account.status)
    balance = part.of(account.sums.balance)
    _balances(numbers, balance, kind)
    if kind in _DEPOSITS:
        holding.before += part.of(account.sums.before)
    if kind == _CURRENT:
        code, before = account.currency, part.own(account.sums.before)
        holding.current_before[code] = holding.current_before.get(code, 0) + before
        holding.current_before_worth += part.of(account.sums.before)
        _swings(numbers, account.swing, part)
    if account.limit > 0:
        limit, drawn = part.of(account.limit), max(0, -balance)
        holding.limits += limit
        _plus(numbers, Measure.UNUSED_LIMIT, max(0, limit - drawn))
    if kind == ProductKind.LOAN.value and balance < 0:
        _plus(numbers, Measure.INSTALMENTS, part.of(account.instalment))
    if account.matures is not None and account.matures >= asked.today.toordinal():
        _matures(numbers, kind, account.matures - asked.today.toordinal(), balance)


def _plus(numbers: dict[Measure, int], measure: Measure, amount: int) -> None:
    numbers[measure] = numbers.get(measure, 0) + amount


def _most(numbers: dict[Measure, int], measure: Measure, amount: int) -> None:
    numbers[measure] = max(numbers.get(measure, 0), amount)


def _postings(
    asked: Asked, numbers: dict[Measure, int], account: _Account, part: _Part, holding: _Holding
) -> None:
    sums = account.sums
    _plus(numbers, Measure.FEES_PAID, part.of(sums.fees))
    _plus(numbers, Measure.PENALTIES, part.own(sums.penalties))
    _plus(numbers, Measure.SALARY, part.of(sums.income))
    _plus(numbers, Measure.BRANCH_VISITS, part.own(sums.visits))
    _plus(numbers, Measure.CARD_SPEND, part.of(sums.card_spend))
    _plus(numbers, Measure.CARD_INCOME, part.of(sums.card_income))
    _plus(numbers, Measure.PAYROLL, part.of(sums.payroll))
    _most(numbers, Measure.LARGEST_CREDIT, part.of(sums.largest))
    if account.kind == _CURRENT:
        _plus(numbers, Measure.TURNOVER, part.of(sums.credits))
        holding.recent_credits += part.of(sums.recent_credits)
    if account.currency != asked.currency:
        _plus(numbers, Measure.FOREIGN_TURNOVER, part.of(sums.moved))


def _swings(numbers: dict[Measure, int], swing: Swing, part: _Part) -> None:
    _plus(numbers, Measure.LOWEST_BALANCE, part.of(swing.lowest))
    _most(numbers, Measure.SWING, part.of(swing.width))
    _most(numbers, Measure.OVERDRAFT_DEPTH, part.of(max(0, -swing.lowest)))
    _most(numbers, Measure.OVERDRAFT_DAYS, swing.overdrawn_days)


def _balances(numbers: dict[Measure, int], balance: int, kind: str) -> None:
    if kind == _CURRENT:
        _plus(numbers, Measure.CURRENT_BALANCE, balance)
    if kind in _DEPOSITS:
        _plus(numbers, Measure.DEPOSITS, balance)
    if kind == _TERM:
        _most(numbers, Measure.LARGEST_TERM, balance)
    if kind in _LOANS:
        _plus(numbers, Measure.LOANS, -balance)
    if kind in _ASSETS:
        _plus(numbers, Measure.ASSETS, balance)


def _matures(numbers: dict[Measure, int], kind: str, left: int, balance: int) -> None:
    if kind == _TERM:
        first = numbers.get(Measure.DAYS_TO_MATURITY, left)
        numbers[Measure.DAYS_TO_MATURITY] = min(first, left)
        if left <= QUARTER_DAYS:
            _plus(numbers, Measure.MATURING, balance)
    elif kind == ProductKind.LOAN.value:
        first = numbers.get(Measure.LOAN_DAYS_LEFT, left)
        numbers[Measure.LOAN_DAYS_LEFT] = min(first, left)
        if left <= QUARTER_DAYS:
            _plus(numbers, Measure.LOAN_MATURING, max(0, -balance))


def _idle(asked: Asked, found: Found, holdings: Mapping[int, _Holding], worth: Worth) -> None:
    """Add the least on current accounts of a currency at any day's end of 90."""
    fallen = {
        (stored.number(customer), str(currency)): stored.number(least)
        for customer, currency, least in asked.rows(_FALLEN)
    }
    for customer, holding in holdings.items():
        for currency, before in holding.current_before.items():
            least = before + min(0, fallen.get((customer, currency), 0))
            idle = worth.of(max(0, least), currency)
            _plus(found[customer].numbers, Measure.IDLE_BALANCE, idle)


_ALWAYS = (
    *(Measure.IDLE_BALANCE, Measure.CURRENT_BALANCE, Measure.DEPOSITS, Measure.LOANS),
    *(Measure.ASSETS, Measure.MATURING, Measure.SALARY, Measure.LARGEST_CREDIT),
    *(Measure.FEES_PAID, Measure.PENALTIES, Measure.BRANCH_VISITS, Measure.OVERDRAFT_DEPTH),
    *(Measure.LOWEST_BALANCE, Measure.SWING, Measure.OVERDRAFT_DAYS, Measure.TURNOVER),
    *(Measure.FOREIGN_TURNOVER, Measure.CARD_SPEND, Measure.CARD_INCOME, Measure.PAYROLL),
    *(Measure.LARGEST_TERM, Measure.LOAN_MATURING, Measure.INSTALMENTS, Measure.UNUSED_LIMIT),
)


def _finish(numbers: dict[Measure, int], holding: _Holding) -> None:
    """Add what follows from the sums."""
    for measure in _ALWAYS:
        numbers.setdefault(measure, 0)
    numbers[Measure.SALARY] //= SALARY_MONTHS
    deposits = numbers[Measure.DEPOSITS]
    if holding.before > 0:
        change = (deposits - holding.before) * MILLION // holding.before
        numbers[Measure.DEPOSITS_RISE], numbers[Measure.DEPOSITS_FALL] = change, -change
    if (before := holding.current_before_worth) > 0:
        fallen = before - numbers[Measure.CURRENT_BALANCE]
        numbers[Measure.CURRENT_FALL] = fallen * MILLION // before
    if (earlier := numbers[Measure.TURNOVER] - holding.recent_credits) > 0:
        # Both by the day, so that 90 days stand against the 275 before them.
        recent = holding.recent_credits * (YEAR_DAYS - QUARTER_DAYS)
        numbers[Measure.TURNOVER_FALL] = MILLION - recent * MILLION // (earlier * QUARTER_DAYS)
    if holding.limits > 0:
        unused = numbers[Measure.UNUSED_LIMIT]
        numbers[Measure.LIMIT_USE] = MILLION - unused * MILLION // holding.limits
    if deposits > 0:
        share = numbers[Measure.MATURING] * MILLION // deposits
        numbers[Measure.MATURING_SHARE] = share
