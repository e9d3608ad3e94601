"""Export: the whole book as files in the layout of the templates; and the empty templates."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rmdesk import currencies
from rmdesk.desk import stored
from rmdesk.errors import NotEmpty
from rmdesk.exchange import cells
from rmdesk.exchange.files import write_csv
from rmdesk.exchange.layout import LAYOUTS, TEMPLATES, Column, Kind, Layout
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
        names = ", ".join(f'"{column.target}"' for column in layout.columns)
        order = "id" if layout.has_id or layout.table == "transactions" else "rowid"
        rows = book.rows(f"SELECT {names} FROM {layout.table} ORDER BY {order}")
        lines = _lines(layout, rows, references, digits)
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


class _References:
    """How a customer or an account is named in a file: bank id or #id, and number."""

    def __init__(self, book: Book) -> None:
        self._customers = {
            stored.number(i): str(b) if b else f"#{i}"
            for i, b in book.rows("SELECT id, bank_id FROM customers")
        }
        self._accounts = {
            stored.number(i): str(n) for i, n in book.rows("SELECT id, number FROM accounts")
        }

    def text(self, column: Column, value: Value) -> str:
        names = self._customers if column.kind is Kind.CUSTOMER else self._accounts
        return "" if value is None else names[stored.number(value)]


def _lines(
    layout: Layout, rows: Iterable[Row], references: _References, digits: int
) -> Iterator[list[str]]:
    for row in rows:
        yield [
            _text(column, value, references, digits)
            for column, value in zip(layout.columns, row, strict=True)
        ]


def _text(column: Column, value: Value, references: _References, digits: int) -> str:
    if column.kind in (Kind.CUSTOMER, Kind.ACCOUNT):
        return references.text(column, value)
    assert not isinstance(value, float)
    if column.kind is Kind.WORDS and column.name == "consent" and value == "":
        return cells.NO_WORDS
    return cells.write(column, value, digits)
