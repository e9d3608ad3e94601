"""A book in which a customer said yes: what an offer does, really booked, and valued after.

Only the engine is asked what that is worth (`valuing.exact_cells` over the coming twelve months,
contribution and capital charge), so that prices and this have nothing in common but the engine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from rmdesk.desk import valuing
from rmdesk.desk.converting import worth_today
from rmdesk.model.account import Account, AccountRating, Transaction
from rmdesk.offers.effects import SAME, Source, Verb
from rmdesk.offers.expectation import Part
from rmdesk.offers.held import HeldAccount
from rmdesk.offers.measures import Facts
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import Act, ProductKind, TransactionKind
from rmdesk.value.scale import SCALE
from rmdesk.value.span import months

_DEBTS = (ProductKind.LOAN.value, ProductKind.CARD.value)


class _Undone(Exception):
    """Ends an operation without a trace."""


@contextmanager
def undone(book: Book) -> Iterator[Writing]:
    """An operation that leaves nothing behind."""
    try:
        with book.deed(Act.SET_UP) as writing:
            yield writing
            raise _Undone
    except _Undone:
        pass


def coming_year(book: Book) -> Fraction:
    """What the whole book contributes in the coming twelve months, after capital, exactly."""
    today = book.clock.today()
    last = today + relativedelta(years=1) - timedelta(days=1)
    spans = months(today.toordinal(), last.toordinal())
    found = valuing.exact_cells(book, None, spans)
    numerators = (
        cell[2]
        for cells in (found.contribution, found.capital)
        for inside in cells.values()
        for cell in inside
    )
    return Fraction(sum(numerators), SCALE)


class Yes:
    """Books one side: `before` as it would come without a yes, or as it comes with one."""

    def __init__(self, book: Book, writing: Writing, customer: int, facts: Facts) -> None:
        self._book, self._writing, self._customer, self._facts = book, writing, customer, facts
        self._today = book.clock.today()
        self._others = worth_today(book)
        self._opened: dict[tuple[str, int], int] = {}

    def book(self, part: Part, is_yes: bool) -> Fraction:
        """Book a part; give what cannot be booked: an estimate, a fee that nobody shares."""
        effect = part.effect
        if effect.verb is Verb.GAIN:
            return part.amount if is_yes else Fraction(0)
        if effect.verb is Verb.FEE:
            return self._fee(part, is_yes)
        amount = round(part.amount)
        gone = round(part.leaving * part.amount)
        if effect.verb is Verb.REPRICE:
            self._reprice(part, is_yes, amount, gone)
        else:
            if effect.source not in (None, Source.OUTSIDE):
                self._take(effect.source, amount if is_yes else gone, amount)
            if is_yes and part.known and amount:
                self._put(part, amount)
        return Fraction(0)

    def _fee(self, part: Part, is_yes: bool) -> Fraction:
        """Book a fee with the money for it from elsewhere, on an account that both sides have."""
        account = self._account_of(part.effect.target) if part.effect.target else self._current()
        if account is None:
            return part.amount if is_yes and not part.effect.target else Fraction(0)
        self._touch(account.number)
        if is_yes:
            fee = round(part.amount)
            self._post(account.number, -fee, TransactionKind.FEE)
            self._post(account.number, fee)
        return Fraction(0)

    def _account_of(self, product: str) -> HeldAccount | None:
        known = self._book.rows("SELECT kind, 1 FROM products WHERE code = ?", (product,))
        if not known:
            return None
        return HeldAccount(self._open(product, "CNY"), product, str(known[0][0]), "CNY", 0)

    def _take(self, source: Source | None, leaves: int, amount: int) -> None:
        """Take money from where it is. What matures lies on the current account without a yes."""
        if source is Source.CURRENT:
            account = self._current()
            if account is not None:
                self._post(account.number, -leaves)
            return
        assert source is Source.MATURING
        for account, part in self._split(self._maturing(ProductKind.TERM_DEPOSIT), amount):
            self._post(account.number, -part)
        if amount != leaves:
            self._post(self._current_or_usual(), amount - leaves)

    def _put(self, part: Part, amount: int) -> None:
        effect = part.effect
        lent = effect.verb is Verb.LEND
        if effect.target != SAME:
            key = effect.target, effect.rate_ppm
            if key not in self._opened:
                term = self._term(effect.target)
                until = self._today + timedelta(days=term) if term else None
                self._opened[key] = self._open(
                    effect.target, "CNY", self._rate(effect.target, None, effect.rate_ppm), until
                )
            self._post(self._opened[key], self._signed(effect.target, amount))
            return
        kind = ProductKind.LOAN if lent else ProductKind.TERM_DEPOSIT
        for account, share in self._split(self._maturing(kind), amount):
            assert account.opened and account.matures
            until = self._today + timedelta(days=account.matures - account.opened)
            rate = self._rate(account.product, None, effect.rate_ppm, account.currency)
            number = self._open(account.product, account.currency, rate, until)
            self._post(number, self._signed(account.product, share))

    def _reprice(self, part: Part, is_yes: bool, amount: int, gone: int) -> None:
        """Move what is repriced to accounts that are the same but for the rate."""
        effect = part.effect
        if effect.source is Source.CURRENT:
            accounts = [a for a in [self._current()] if a is not None]
        else:
            kinds = _DEBTS if effect.source is Source.LOANS else ("current", "term_deposit")
            sign = -1 if effect.source is Source.LOANS else 1
            accounts = [a for a in self._facts.accounts if a.kind in kinds and a.minor * sign > 0]
        for account, share in self._split(accounts, amount):
            sign = -1 if account.kind in _DEBTS else 1
            rate = self._rate(account.product, account.rate_ppm, effect.rate_ppm, account.currency)
            days = [account.opened, account.matures]
            opened, until = (date.fromordinal(d) if d else None for d in days)
            # Both sides have the second account, so that what it costs as such makes no difference.
            number = self._open(account.product, account.currency, rate, until, opened)
            self._rate_like(account.number, number)
            self._touch(number)
            left = round(Fraction(share * gone, amount)) if amount else 0
            self._post(account.number, -sign * (share if is_yes else left))
            if is_yes:
                self._post(number, sign * share)

    def _split(self, accounts: list[HeldAccount], amount: int) -> Iterator[tuple[HeldAccount, int]]:
        """An amount of the book's currency over accounts by what is on them, in their own."""
        accounts = [account for account in accounts if self._unit(account.currency)]
        whole = sum(abs(a.minor) * self._unit(a.currency) for a in accounts)
        for account in accounts:
            yield account, round(Fraction(amount) * abs(account.minor) / whole)

    def _unit(self, currency: str) -> Fraction:
        return Fraction(1) if currency == "CNY" else self._others.get(currency, Fraction(0))

    def _maturing(self, kind: ProductKind) -> list[HeldAccount]:
        today = self._today.toordinal()
        return [
            a
            for a in self._facts.accounts
            if a.kind == kind.value and a.matures and today <= a.matures <= today + 90
        ]

    def _current(self) -> HeldAccount | None:
        own = [a for a in self._facts.accounts if (a.kind, a.currency) == ("current", "CNY")]
        return max(own, key=lambda a: a.minor, default=None)

    def _current_or_usual(self) -> int:
        account = self._current()
        if account is not None:
            return account.number
        raise AssertionError("the books of these tests have a current account for everybody")

    def _term(self, product: str) -> int:
        sql = (
            "SELECT days FROM product_tranches t JOIN products p ON p.code = t.product"
            " WHERE p.pricing = 'fixed' AND p.code = ?"
        )
        return self._book.number(sql, (product,))

    def _rate(self, product: str, own: int | None, moved: int, currency: str = "CNY") -> int | None:
        if not moved:
            return own
        sql = (
            "SELECT rate_ppm FROM product_rates WHERE product = ? AND currency IN ('', ?)"
            " AND valid_from <= ? ORDER BY currency DESC, valid_from DESC LIMIT 1"
        )
        listed = self._book.value(sql, (product, currency, self._today.toordinal()))
        rate = own if own is not None else listed
        return None if rate is None else int(str(rate)) + moved

    def _touch(self, account: int) -> None:
        """Let something be known of an account: one of which nothing is costs nothing."""
        self._post(account, 1)
        self._post(account, -1)

    def _signed(self, product: str, amount: int) -> int:
        kind = self._book.value("SELECT kind FROM products WHERE code = ?", (product,))
        return -amount if kind in _DEBTS else amount

    def _rate_like(self, like: int, number: int) -> None:
        for day, rating, collateral in self._book.rows(
            "SELECT day, rating, collateral FROM account_ratings WHERE account_id = ?", (like,)
        ):
            row = AccountRating(
                account_id=number,
                day=date.fromordinal(int(str(day))),
                rating=str(rating),
                collateral=str(collateral),
            )
            self._writing.add(row)

    def _open(
        self,
        product: str,
        currency: str,
        rate: int | None = None,
        until: date | None = None,
        opened: date | None = None,
    ) -> int:
        row = Account(
            customer_id=self._customer,
            number=f"Y{self._book.ids.next()}",
            product=product,
            currency=currency,
            opened=opened or self._today,
            matures=until,
            rate_ppm=rate,
        )
        return self._writing.add(row).id

    def _post(
        self, account: int, minor: int, kind: TransactionKind = TransactionKind.TRANSFER
    ) -> None:
        if minor:
            row = Transaction(
                account_id=account,
                day=self._today,
                minor=minor,
                kind=kind,
                reference=str(self._book.ids.next()),
            )
            self._writing.add(row)


def engine_difference(book: Book, customer: int, facts: Facts, parts: tuple[Part, ...]) -> Fraction:
    """What the engine says of a yes: the coming year after it, less the one without it."""
    with_yes = _side(book, customer, facts, parts, is_yes=True)
    return with_yes - _side(book, customer, facts, parts, is_yes=False)


def _side(
    book: Book, customer: int, facts: Facts, parts: tuple[Part, ...], is_yes: bool
) -> Fraction:
    found = Fraction(0)
    with undone(book) as writing:
        yes = Yes(book, writing, customer, facts)
        found = sum((yes.book(part, is_yes) for part in parts), Fraction(0))
        writing.flush()
        found += coming_year(book)
    return found
