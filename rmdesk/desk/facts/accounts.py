"""What the accounts say: balances and their trend, idle money, what is held and what matures.

A joint account counts for each of its owners by their share, as it does in value; what somebody
owes, and that it is in arrears, concerns whoever owns any part of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rmdesk.desk import stored
from rmdesk.desk.converting import Worth
from rmdesk.desk.facts.asked import QUARTER_DAYS, YEAR_DAYS, Asked, Found
from rmdesk.desk.facts.postings import Sums, read_sums
from rmdesk.desk.facts.swings import Swing, read_swings, unmoved, walk
from rmdesk.offers.held import HeldAccount
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
_NOTHING = Sums()
_WATCHED = (AccountStatus.IN_ARREARS.value, AccountStatus.WRITTEN_OFF.value)
_ACCOUNTS = (
    "SELECT a.id, a.customer_id, a.currency, p.kind, a.product, a.matures, a.status,"
    " a.closed IS NULL AND a.status <> 'closed', a.limit_minor, a.instalment_minor,"
    " a.rate_ppm, a.opened"
    " FROM accounts a JOIN products p ON p.code = a.product WHERE a.id {accounts}"
)
# Who owns joint accounts now: the rows of the last day up to today.
_OWNERS = (
    "SELECT h.account_id, h.customer_id, h.share_ppm FROM account_holders h"
    " WHERE h.account_id {accounts} AND h.day = (SELECT max(day) FROM account_holders"
    " WHERE account_id = h.account_id AND day <= :today) ORDER BY h.account_id, h.customer_id"
)


@dataclass(slots=True)
class _Holding:
    """What a customer holds, and what it had 90 days ago: deposits, current accounts by currency.

    All in the book's currency. `current` are its parts of current accounts, by currency.
    """

    holds: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    watch: set[str] = field(default_factory=set)
    before: int = 0
    current_before: int = 0
    current: defaultdict[str, list["_Owned"]] = field(default_factory=lambda: defaultdict(list))
    limits: int = 0
    recent_credits: int = 0


class _Account(NamedTuple):
    """An account as facts are made from it; it is filed under one of its owners."""

    number: int
    filed_under: int
    currency: str
    kind: str
    product: str
    matures: int | None
    status: str
    running: bool
    limit: int
    instalment: int
    sums: Sums
    rate_ppm: int | None
    opened: int | None


class _Part:
    """What an owner's share of amounts is worth in the book's currency."""

    __slots__ = ("_currency", "_share", "_worth")

    def __init__(self, worth: Worth, currency: str, share: int) -> None:
        self._worth, self._currency, self._share = worth, currency, share

    def of(self, minor: int) -> int:
        """Return the part of an amount of the account's currency, in the book's."""
        if self._share != MILLION:
            minor = half_even(minor * self._share, MILLION)
        return self._worth.of(minor, self._currency)

    def worth(self, minor: int) -> int:
        """Return what an amount of the account's currency is worth in the book's."""
        return self._worth.of(minor, self._currency)

    def own(self, count: int) -> int:
        """Return the part of a number of the account's, in the account's currency."""
        return count if self._share == MILLION else half_even(count * self._share, MILLION)


class _Owned(NamedTuple):
    """An account and an owner's part of it."""

    account: _Account
    part: _Part


def add(asked: Asked, found: Found) -> None:
    """Add what is known from accounts and their postings."""
    sums, owners, worth = read_sums(asked), _read_owners(asked), Worth(asked.book)
    parts: defaultdict[int, list[_Owned]] = defaultdict(list)
    accounts = [_account(row, sums) for row in asked.rows(_ACCOUNTS)]
    for account in accounts:
        for owner, share in owners.get(account.number) or ((account.filed_under, MILLION),):
            if owner in found and share:
                parts[owner].append(_Owned(account, _Part(worth, account.currency, share)))
    swings = _read_swings(asked, accounts, parts.values())
    for owner, known in found.items():
        holding = _Holding()
        for account, part in parts[owner]:
            _add(asked, account, part, known.numbers, holding)
            if account.running:
                known.accounts.append(_held(account, part))
        for owned in holding.current.values():
            _add_current(asked, owned, swings, known.numbers)
        known.words[Measure.HOLDS] = frozenset(holding.holds)
        known.numbers[Measure.PRODUCTS] = len(holding.kinds)
        if holding.watch:
            known.words[Measure.WATCH] = frozenset(holding.watch)
        _finish(known.numbers, holding)


def _read_swings(
    asked: Asked, accounts: Sequence[_Account], owned: Iterable[list[_Owned]]
) -> dict[int, Swing]:
    """Return how current accounts moved; with their moves, where one customer has several."""
    current = {a.number: a.sums.year_before for a in accounts if a.running and a.kind == _CURRENT}
    several: set[int] = set()
    for parts in owned:
        own = [account.number for account, _part in parts if account.number in current]
        if len(own) > 1:
            several.update(own)
    is_adjusted = any(account.sums.adjusted for account in accounts)
    return read_swings(asked, current, several, is_adjusted)


def _read_owners(asked: Asked) -> dict[int, list[tuple[int, int]]]:
    """Return the owners of joint accounts with their shares (millionths)."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for account, customer, share in asked.rows(_OWNERS):
        found[stored.number(account)].append((stored.number(customer), stored.number(share)))
    return found


def _account(row: Row, sums: Mapping[int, Sums]) -> _Account:
    number, owner, currency, kind, product, matures, status, running, *rest = row
    limit, instalment, rate, opened = rest
    key = stored.number(number)
    return _Account(
        *(key, stored.number(owner), str(currency), str(kind), str(product)),
        matures=None if matures is None else stored.number(matures),
        status=str(status),
        running=bool(running),
        limit=stored.number(limit) if limit else 0,
        instalment=stored.number(instalment) if instalment else 0,
        sums=sums.get(key) or _NOTHING,
        rate_ppm=stored.some(rate),
        opened=stored.some(opened),
    )


def _held(account: _Account, part: _Part) -> HeldAccount:
    return HeldAccount(
        *(account.number, account.product, account.kind, account.currency),
        part.own(account.sums.balance),
        *(account.rate_ppm, account.opened, account.matures),
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
        holding.current[account.currency].append(_Owned(account, part))
        holding.current_before += part.of(account.sums.before)
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
    """Add what was posted; most accounts have little of it, so nothing is done for nothing."""
    sums = account.sums
    if not sums.moved:
        return
    for measure, amount in (
        (Measure.FEES_PAID, sums.fees),
        (Measure.SALARY, sums.income),
        (Measure.CARD_SPEND, sums.card_spend),
        (Measure.CARD_INCOME, sums.card_income),
        (Measure.PAYROLL, sums.payroll),
        (Measure.TURNOVER, sums.credits if account.kind == _CURRENT else 0),
        (Measure.FOREIGN_TURNOVER, sums.moved if account.currency != asked.currency else 0),
    ):
        if amount:
            _plus(numbers, measure, part.of(amount))
    for measure, count in (
        (Measure.PENALTIES, sums.penalties),
        (Measure.BRANCH_VISITS, sums.visits),
    ):
        if count:
            _plus(numbers, measure, part.own(count))
    if sums.largest:
        _most(numbers, Measure.LARGEST_CREDIT, part.of(sums.largest))
    if account.kind == _CURRENT:
        holding.recent_credits += part.of(sums.recent_credits)


def _add_current(
    asked: Asked, owned: list[_Owned], swings: Mapping[int, Swing], numbers: dict[Measure, int]
) -> None:
    """Add how a customer's current accounts of one currency moved, and what is idle on them."""
    found = [swings.get(a.number) or unmoved(a.sums.balance) for a, _part in owned]
    for swing, (_account, part) in zip(found, owned, strict=True):
        _plus(numbers, Measure.LOWEST_BALANCE, part.of(swing.lowest))
        _most(numbers, Measure.SWING, part.of(swing.width))
        _most(numbers, Measure.OVERDRAFT_DEPTH, part.of(max(0, -swing.lowest)))
        _most(numbers, Measure.OVERDRAFT_DAYS, swing.overdrawn_days)
    if len(owned) == 1:
        least = owned[0].part.own(found[0].least)
    else:
        # What is taken from one of them and put on another stays idle.
        held = sum(part.own(account.sums.year_before) for account, part in owned)
        moves = sorted(
            (day, part.own(minor))
            for swing, (_account, part) in zip(found, owned, strict=True)
            for day, minor in swing.moves
        )
        least = walk(held, moves, asked.today.toordinal()).least
    _plus(numbers, Measure.IDLE_BALANCE, owned[0].part.worth(max(0, least)))


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
    if (before := holding.current_before) > 0:
        fallen = before - numbers[Measure.CURRENT_BALANCE]
        numbers[Measure.CURRENT_FALL] = fallen * MILLION // before
    if (earlier := numbers[Measure.TURNOVER] - holding.recent_credits) > 0:
        # Both by the day, so that 90 days compare with the 275 before them.
        recent = holding.recent_credits * (YEAR_DAYS - QUARTER_DAYS)
        numbers[Measure.TURNOVER_FALL] = MILLION - recent * MILLION // (earlier * QUARTER_DAYS)
    if holding.limits > 0:
        unused = numbers[Measure.UNUSED_LIMIT]
        numbers[Measure.LIMIT_USE] = MILLION - unused * MILLION // holding.limits
    if deposits > 0:
        share = numbers[Measure.MATURING] * MILLION // deposits
        numbers[Measure.MATURING_SHARE] = share
