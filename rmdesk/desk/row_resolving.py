"""A file's values to a row as it is stored: references to ids, amounts to minor units, codes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rmdesk import currencies, limits
from rmdesk.desk.amount_sums import whole_amount
from rmdesk.desk.import_rules import Refused, Row
from rmdesk.desk.known_codes import KnownCodes, has_codes
from rmdesk.desk.known_ids import KnownIds, named_ids
from rmdesk.desk.repetitions import Repetitions
from rmdesk.desk.row_rules import complete_key, needs_key
from rmdesk.exchange import reading
from rmdesk.exchange.cells import FINEST, NUMBERS, write
from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.numbers import SIGNS, SignedAmount
from rmdesk.exchange.reading import Plan
from rmdesk.store.driver import Value


class AccountCurrencies:
    """The currencies of accounts: the book's, and of some accounts another.

    `unnamed` is what new accounts are in that name none.
    """

    def __init__(self, currency: str, foreign: dict[int, str], unnamed: str) -> None:
        self.book = currency
        self.unnamed = unnamed
        self.digits = currencies.digits(currency)
        self._foreign = foreign

    def of_account(self, account: Value) -> str:
        """Return the currency of an account by its id."""
        if not self._foreign or not isinstance(account, int):
            return self.book
        return self._foreign.get(account, self.book)

    def remember(self, account: int, currency: str) -> None:
        """Remember the currency of a new account."""
        if currency != self.book:
            self._foreign[account] = currency


@dataclass(frozen=True)
class Known:
    """What rows are resolved against; `plans` are all that an import reads."""

    plans: Sequence[Plan]
    money: AccountCurrencies
    ids: KnownIds
    codes: KnownCodes
    repetitions: Repetitions


class RowResolver:
    """Resolves the rows of one plan, against the book and what an import brought so far."""

    def __init__(self, plan: Plan, known: Known) -> None:
        columns = plan.columns
        self._plan = plan
        self._table = plan.layout.table
        self._known = known
        self._money = known.money
        self._ids = known.ids
        self._codes = known.codes
        self._repetitions = known.repetitions
        self._targets = [c.target for c in columns]
        self._named = [
            (place, c.name, c.target, c.kind is Kind.CUSTOMER) for place, c in named_ids(columns)
        ]
        self._ids_of_rows = [c for c in columns if c.kind is Kind.ID and c.name != "id"]
        self._own = [(c, c.target) for c in columns if c.own]
        self._prices = [(c, c.target) for c in columns if c.kind is Kind.MONEY and not c.own]
        self._coded = has_codes(self._table)
        self._keyed = needs_key(self._table)
        self._source = plan.source
        self._file = plan.source.name

    def resolve(self, values: Sequence[Value], line: int) -> Row:
        """Return the row that the values make. Raises Refused."""
        row = self._with_ids(values)
        if self._ids_of_rows:
            self._ids.check_references(self._ids_of_rows, self._table, row)
        if self._coded:
            self._codes.settle(self._table, row, self._file, line)
        if self._prices:
            self._check_prices(row)
        self._rescale(row)
        if self._table == "transactions" and not row.get("reference"):
            self._repetitions.settle(row, self._source, line, self._reread)
        return row

    def _with_ids(self, values: Sequence[Value]) -> Row:
        row = dict(zip(self._targets, values, strict=True))
        for place, name, target, customer in self._named:
            if (text := values[place]) is not None:
                find = self._ids.customer if customer else self._ids.account
                row[target] = find(str(text), name)
        return row

    def _check_prices(self, row: Row) -> None:
        """Take the signs off the amounts that are in the book's currency. Raises Refused."""
        for column, target in self._prices:
            if isinstance(value := row[target], SignedAmount):
                check_sign(column, value, self._money.book, self._money.book)
                row[target] = int(value)

    def _rescale(self, row: Row) -> None:
        """Give amounts as fine as the currency of their account. Raises Refused."""
        account: Value = row.get("account_id")
        most_minor = limits.MOST_MINOR
        if self._table == "accounts":
            account = self._ids.find_account(str(row["number"]))
            known = self._money.of_account(account) if account else None
            complete_key(self._table, row, self._money.unnamed, known)
            currency = str(row["currency"])
        else:
            if self._keyed:
                complete_key(self._table, row, self._money.book, None)
            currency = self._money.of_account(account)
        if not self._own:
            return
        unit = minor_unit(currency)
        for column, target in self._own:
            value = row[target]
            if isinstance(value, int):
                if type(value) is SignedAmount:
                    check_sign(column, value, currency, self._money.book)
                row[target], rest = divmod(value, unit)
                if rest:
                    raise Refused(column.name, cell_text(column, value, FINEST), "decimals")
                if not -most_minor <= value // unit <= most_minor and (
                    fault := limits.amount_fault(value // unit)
                ):
                    most = whole_amount(limits.MOST_MINOR, currency)
                    text = cell_text(column, value, FINEST)
                    raise Refused(column.name, text, fault.code, known=most)

    def _reread(self) -> Iterator[Row]:
        """Give the rows of the whole file that name a known account, as far as they can be read.

        A profile may read a file by several rules.
        """
        for plan in self._known.plans:
            if plan.source == self._plan.source and plan.layout == self._plan.layout:
                yield from RowResolver(plan, self._known)._rows()

    def _rows(self) -> Iterator[Row]:
        for batch in reading.batches(self._plan, self._money.digits):
            for values in batch.rows:
                try:
                    row = self._with_ids(values)
                    self._rescale(row)
                except Refused:
                    continue
                yield row


def check_sign(column: Column, amount: SignedAmount, currency: str, book_currency: str) -> None:
    """Raise Refused where an amount's sign is not its currency's, or could be another's.

    A sign that several currencies have means the book's own; of other accounts it tells nothing.
    """
    meanings = SIGNS.get(amount.sign, (amount.sign,))
    if currency not in meanings:
        raise Refused(column.name, amount.text, "sign_differs", known=currency)
    if len(meanings) > 1 and currency != book_currency:
        raise Refused(
            column.name,
            amount.text,
            "sign_unclear",
            known=currency,
            sign=amount.sign,
            meanings=", ".join(meanings),
        )


@cache
def minor_unit(currency: str) -> int:
    """Return how many of the finest units an amount is read in make a currency's minor unit."""
    return int(10 ** (FINEST - currencies.digits(currency)))


def cell_text(column: Column, value: Value, digits: int) -> str:
    """Return the text of a value that was read from a column."""
    assert not isinstance(value, float)
    text = write(column, value, FINEST if column.own else digits)
    if column.kind not in NUMBERS:
        return text
    # The finest units are ours: the file has hardly written all of their decimals.
    return text.rstrip("0").rstrip(".") if "." in text else text
