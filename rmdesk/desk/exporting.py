"""Export: the whole book as files in the layout of the templates; and the empty templates."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rmdesk import currencies
from rmdesk.desk import stored
from rmdesk.errors import NotEmpty
from rmdesk.exchange import cells
from rmdesk.exchange.column import Column, Kind, Layout
from rmdesk.exchange.files import write_csv
from rmdesk.exchange.layout import LAYOUTS, TEMPLATES
from rmdesk.store.book import Book
from rmdesk.store.driver import Row, Value


def export(book: Book, folder: Path) -> dict[str, int]:
    """Write the book into an empty or new folder; gives how many rows each table has.

    Raises NotEmpty.
    """
    _empty(folder)
    references = _References(book)
    digits = currencies.digits(book.card().currency)
    written = {}
    for layout in LAYOUTS:
        lines = _lines(layout, _rows(book, layout), references, digits)
        header = [column.name for column in layout.columns]
        written[layout.table] = write_csv(folder / f"{layout.table}.csv", header, lines)
    return written


def templates(folder: Path) -> tuple[Path, ...]:
    """Write the templates, each a file with its header only. Raises NotEmpty."""
    _empty(folder)
    written = []
    for layout in TEMPLATES:
        path = folder / f"{layout.table}.csv"
        write_csv(path, [column.name for column in layout.columns], ())
        written.append(path)
    return tuple(written)


def _empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(path=folder)
    folder.mkdir(parents=True, exist_ok=True)


def _rows(book: Book, layout: Layout) -> Iterable[Row]:
    """A table's rows, the currency of the row's account before the columns."""
    names = ", ".join(f't."{column.target}"' for column in layout.columns)
    order = "t.id" if layout.has_id or layout.table == "transactions" else "t.rowid"
    currency, join = "''", ""
    if layout.table == "accounts":
        currency = "t.currency"
    elif layout.has_own_money:
        currency, join = "a.currency", " JOIN accounts a ON a.id = t.account_id"
    sql = f"SELECT {currency}, {names} FROM {layout.table} t{join} ORDER BY {order}"
    return book.connection.execute(sql)


class _References:
    """How a customer, an account or a posting is named in a file.

    By bank id or #id, by number, by reference.
    """

    def __init__(self, book: Book) -> None:
        self._customers = {
            stored.number(i): str(b) if b else f"#{i}"
            for i, b in book.rows("SELECT id, bank_id FROM customers")
        }
        self._accounts = {
            stored.number(i): str(n) for i, n in book.rows("SELECT id, number FROM accounts")
        }
        self._postings = {
            stored.number(i): str(reference)
            for i, reference in book.rows(
                "SELECT o.id, o.reference FROM transactions t JOIN transactions o"
                " ON o.id = t.reverses_id WHERE t.reverses_id IS NOT NULL"
            )
        }

    def text(self, column: Column, value: Value) -> str:
        names = {
            Kind.CUSTOMER: self._customers,
            Kind.ACCOUNT: self._accounts,
            Kind.POSTING: self._postings,
        }[column.kind]
        return "" if value is None else names[stored.number(value)]


_NAMED = (Kind.CUSTOMER, Kind.ACCOUNT, Kind.POSTING)


def _lines(
    layout: Layout, rows: Iterable[Row], references: _References, digits: int
) -> Iterator[list[str]]:
    for currency, *row in rows:
        own = currencies.digits(str(currency)) if currency else digits
        yield [
            _text(column, value, references, own if column.own else digits)
            for column, value in zip(layout.columns, row, strict=True)
        ]


def _text(column: Column, value: Value, references: _References, digits: int) -> str:
    if column.kind in _NAMED:
        return references.text(column, value)
    assert not isinstance(value, float)
    if column.kind is Kind.WORDS and column.name == "consent" and value == "":
        return cells.NO_WORDS
    return cells.write(column, value, digits)
