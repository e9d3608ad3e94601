"""What the rows in the history are called: names of customers and numbers of accounts for ids."""

from collections.abc import Mapping
from dataclasses import dataclass

from rmdesk.store.book import Book
from rmdesk.store.driver import Row

# The column that tells which row of a table it is, where it has a name of its own.
_OWN_NAME = {
    "customers": "name",
    "contacts": "name",
    "accounts": "number",
    "products": "name",
    "tiers": "name",
    "offers": "code",
    "offer_texts": "name",
    "ratings": "code",
    "collaterals": "code",
}
_CUSTOMER_IDS = ("customer_id", "other_id", "introducer_id", "guardian_id")
_OF_ACCOUNTS = ("transactions", "balances", "standing_orders")


@dataclass(frozen=True, slots=True)
class Link:
    """The id of a customer or an account, and its name or number."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class RowNames:
    """What a row is about (its own name, else its customer or account) and its ids by name.

    `currency` is the one of its amounts, empty where it is not known any more.
    """

    subject: str = ""
    currency: str = ""
    links: tuple[Link, ...] = ()


NO_NAMES = RowNames()


class NameReader:
    """Reads the names for one page of the history; each customer and account once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._book_currency = book.card().currency
        self._customers: dict[int, str] = {}
        self._accounts: dict[int, tuple[str, str]] = {}

    def read(self, table: str, row_id: int, content: Mapping[str, object]) -> RowNames:
        """Return the names of a row. What `content` does not hold is read from the row itself."""
        whole: dict[str, object] = {**self._row(table, row_id), **content}
        links = [
            Link(number, name)
            for column in (*_CUSTOMER_IDS, "account_id")
            if isinstance(number := whole.get(column), int)
            and (name := self._linked(column, number))
        ]
        own = whole.get(_OWN_NAME.get(table, ""))
        subject = str(own) if own else next((link.name for link in links), "")
        return RowNames(subject, self._currency(table, whole), tuple(links))

    def _linked(self, column: str, number: int) -> str:
        return self._account(number)[0] if column == "account_id" else self._customer(number)

    def _currency(self, table: str, whole: Mapping[str, object]) -> str:
        if table == "accounts":
            return str(whole.get("currency") or "")
        if table in _OF_ACCOUNTS:
            account = whole.get("account_id")
            return self._account(account)[1] if isinstance(account, int) else ""
        return self._book_currency

    def _row(self, table: str, row_id: int) -> dict[str, object]:
        if not table.isidentifier():
            return {}
        names = [str(r[1]) for r in self._book.rows(f"PRAGMA table_info({table})")]
        if "id" not in names:
            return {}
        rows: list[Row] = self._book.rows(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        return dict(zip(names, rows[0], strict=True)) if rows else {}

    def _customer(self, number: int) -> str:
        if number not in self._customers:
            rows = self._book.rows("SELECT name FROM customers WHERE id = ?", (number,))
            self._customers[number] = str(rows[0][0]) if rows else ""
        return self._customers[number]

    def _account(self, number: int) -> tuple[str, str]:
        if number not in self._accounts:
            rows = self._book.rows("SELECT number, currency FROM accounts WHERE id = ?", (number,))
            self._accounts[number] = (str(rows[0][0]), str(rows[0][1])) if rows else ("", "")
        return self._accounts[number]
