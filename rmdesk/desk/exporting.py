"""Export: the whole book as files in the layout of the templates; and the empty templates.

Texts are neutralised for spreadsheets; the import gives them back unharmed.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rmdesk import currencies
from rmdesk.desk import stored
from rmdesk.errors import Unwritable
from rmdesk.exchange import cells, targets
from rmdesk.exchange.column import Column, Kind, Layout
from rmdesk.exchange.layout import LAYOUTS, TEMPLATES
from rmdesk.exchange.spreadsheets import neutralise_list, neutralise_text
from rmdesk.store.book import Book
from rmdesk.store.derivation import check_length
from rmdesk.store.driver import Row, Value
from rmdesk.terms import Act


def export(book: Book, path: Path, passphrase: str | None = None) -> dict[str, int]:
    """Write the book into an empty or new folder, or with a passphrase into an encrypted archive.

    Return how many rows each table has. That data left the store is in the history before the
    first of it does. Raise NotEmpty, FileExists, PassphraseTooShort, Unwritable.
    """
    if passphrase is not None:
        check_length(passphrase)
    try:
        if passphrase is None:
            target: targets.Target = targets.make_empty_folder(path)
            _record(book, path)
            return _write(book, target)
        with targets.archive_target(path, passphrase) as archive:
            _record(book, path)
            return _write(book, archive)
    except OSError as error:
        raise Unwritable(path=error.filename or path, reason=error.strerror) from None


def _record(book: Book, path: Path) -> None:
    with book.deed(Act.EXPORT, label=path.name):
        pass


def _write(book: Book, target: targets.Target) -> dict[str, int]:
    written = {}
    with book.snapshot():
        references = _References(book)
        digits = currencies.digits(book.card().currency)
        for layout in LAYOUTS:
            lines = _lines(layout, _rows(book, layout), references, digits)
            header = [column.name for column in layout.columns]
            written[layout.table] = target.write_table(f"{layout.table}.csv", header, lines)
    return written


def templates(folder: Path) -> tuple[Path, ...]:
    """Write the templates, each a file with its header only. Raise NotEmpty, Unwritable."""
    try:
        target = targets.make_empty_folder(folder)
        for layout in TEMPLATES:
            target.write_table(f"{layout.table}.csv", [c.name for c in layout.columns], ())
    except OSError as error:
        raise Unwritable(path=error.filename or folder, reason=error.strerror) from None
    return tuple(folder / f"{layout.table}.csv" for layout in TEMPLATES)


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
        return neutralise_text(references.text(column, value))
    assert not isinstance(value, float)
    if column.kind is Kind.WORDS and column.name == "consent" and value == "":
        return cells.NO_WORDS
    text = cells.write(column, value, digits)
    if column.kind is Kind.WORDS:
        return neutralise_list(text, cells.SEPARATOR)
    return neutralise_text(text) if isinstance(value, str) else text
