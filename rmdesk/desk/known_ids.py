"""Which customers, accounts and other rows an import may refer to, and which ids it may bring."""

from collections.abc import Mapping, Sequence

from rmdesk.desk.import_rules import Choices, Refused, Row, plain_id
from rmdesk.exchange.column import Column, Kind, Layout
from rmdesk.model.tables import BY_NAME
from rmdesk.store.book import Book
from rmdesk.store.driver import Value

# The columns of rmdesk's own ids, and the tables that these are of.
_TABLES = {"proposal_id": "proposals", "interaction_id": "interactions"}
# In these, what a row refers to is the same customer's.
_SAME_CUSTOMER = {"interactions", "follow_ups", "complaints"}


class KnownIds:
    """The ids of the book and of the rows that an import brought so far."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self._book = book
        self._choices = choices
        customers = book.rows("SELECT bank_id, id FROM customers")
        self._customers: dict[str, int] = {str(b): int(i) for b, i in customers if b}  # type: ignore[arg-type]
        self._customer_ids = {int(i) for _, i in customers}  # type: ignore[arg-type]
        self._accounts: dict[str, int] = dict(book.rows("SELECT number, id FROM accounts"))  # type: ignore[arg-type]
        self._like: dict[str, dict[str, str]] = {}
        self._referred: dict[str, dict[int, Value]] = {}

    def customer(self, text: str, column: str) -> int:
        """Return the id of a customer named by bank id or `#id`. Raises Refused."""
        found = self._customers.get(text)
        if found is None and text.startswith("#"):
            digits = text[1:]
            if digits.isascii() and digits.isdigit() and len(digits) < 20:
                found = int(digits) if int(digits) in self._customer_ids else None
        if found is None:
            self._refuse_like(column, text, "customers")
            raise Refused(column, text, "unknown_customer")
        return found

    def account(self, text: str, column: str) -> int:
        """Return the id of an account by its number. Raises Refused."""
        found = self._accounts.get(text)
        if found is None:
            self._refuse_like(column, text, "accounts")
            raise Refused(column, text, "unknown_account")
        return found

    def find_account(self, text: str) -> int | None:
        """Return the id of an account by its number, None where there is none."""
        return self._accounts.get(text)

    def check_references(self, columns: Sequence[Column], table: str, row: Row) -> None:
        """Raise Refused where a column holds the id of a row that is not in the book."""
        for column in columns:
            if column.target not in _TABLES or (number := row[column.target]) is None:
                continue
            owners = self._ids_of(_TABLES[column.target])
            if number not in owners:
                raise Refused(column.name, number, "unknown_id")
            owner, customer = owners[int(number)], row.get("customer_id")
            if table in _SAME_CUSTOMER and None not in (owner, customer) and owner != customer:
                raise Refused(column.name, number, "other_customer")

    def check_new(self, layout: Layout, row: Row) -> None:
        """Raise Refused for a new bank id or number that a known one differs from in form only."""
        column = {"customers": "bank_id", "accounts": "number"}.get(layout.table)
        text = row.get(column) if column else None
        known = self._customers if layout.table == "customers" else self._accounts
        if column and text and str(text) not in known and not self._choices.allow_like:
            self._refuse_like(column, str(text), layout.table)

    def check_bank_id(self, row: Row, existing: int | None) -> None:
        """Raise Refused where a customer's bank id is another customer's."""
        owner = self._customers.get(str(row["bank_id"])) if row.get("bank_id") else None
        if owner is not None and owner != (existing or row.get("id")):
            raise Refused("bank_id", row["bank_id"], "taken")

    def _refuse_like(self, column: str, text: str, table: str) -> None:
        known = self._like_of(table).get(plain_id(text))
        if known is not None and known != text:
            raise Refused(column, text, "like_id", known=known)

    def _like_of(self, table: str) -> dict[str, str]:
        if table not in self._like:
            known = self._customers if table == "customers" else self._accounts
            self._like[table] = {plain_id(text): text for text in known}
        return self._like[table]

    def _ids_of(self, table: str) -> dict[int, Value]:
        if table not in self._referred:
            rows = self._book.rows(f"SELECT id, customer_id FROM {table}")
            self._referred[table] = dict(rows)  # type: ignore[arg-type]
        return self._referred[table]

    def remember(self, table: str, row: Row, row_id: int) -> None:
        """Let later rows refer to a row that is in the book now."""
        if table == "customers":
            if row.get("bank_id"):
                self._name(self._customers, table, str(row["bank_id"]), row_id)
            self._customer_ids.add(row_id)
        elif table == "accounts":
            self._name(self._accounts, table, str(row["number"]), row_id)
        elif table in self._referred:
            self._referred[table][row_id] = row.get("customer_id")

    def _name(self, known: dict[str, int], table: str, text: str, row_id: int) -> None:
        if text not in known and table in self._like:
            self._like[table].setdefault(plain_id(text), text)
        known[text] = row_id


def strange_ids(book: Book, table: str, numbers: Sequence[int], issued: int) -> Mapping[int, str]:
    """Return the codes of those ids, new to a table, that cannot be its rows' ids.

    An id is another table's row's, or not one that was issued before `issued`.
    """
    found = {number: "id" for number in numbers if not 0 < number < issued}
    if numbers:
        book.rows("CREATE TEMP TABLE IF NOT EXISTS own_ids (id INTEGER PRIMARY KEY)")
        book.rows("DELETE FROM temp.own_ids")
        fitting = [(n,) for n in set(numbers) - found.keys()]
        book.connection.executemany("INSERT INTO temp.own_ids VALUES (?)", fitting)
        for other in BY_NAME:
            if other != table:
                sql = f"SELECT o.id FROM temp.own_ids o JOIN {other} t ON t.id = o.id"
                found |= {int(row[0] or 0): "other_row" for row in book.rows(sql)}
    return found


def named_ids(columns: Sequence[Column]) -> list[tuple[int, Column]]:
    """Return the columns that name a customer or an account, with their places."""
    kinds = (Kind.CUSTOMER, Kind.ACCOUNT)
    return [
        (place, column)
        for place, column in enumerate(columns)
        if column.kind in kinds and column.target != "introducer_id"
    ]
