"""Parameters that the shipped catalogue has and a book lacks: announced, tried, and then taken.

A store that exists keeps its figures. What came into the catalogue since it was made (what accounts
cost, overhead, tax, capital for operational risk …) is offered with a day from which it holds, and
changes nothing before the manager takes it. What the book has of its own stays as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import offer_catalogue, prices, setting_up, stored
from rmdesk.desk.catalogue import read
from rmdesk.errors import BadInput
from rmdesk.limits import FIRST_DAY, day_fault
from rmdesk.model.base import Kept
from rmdesk.model.tables import BY_NAME
from rmdesk.store.book import Book
from rmdesk.store.driver import Value
from rmdesk.store.history import stored_row
from rmdesk.store.session import Writing
from rmdesk.terms import Act

# How the operation that takes them is labelled.
LABEL = "new_parameters"
# Tables of which a row is new where the book has none with the same key, the day apart.
_ROWS: Mapping[str, str] = {
    "account_costs": "product",
    "overheads": "",
    "taxes": "",
    "discount_rates": "",
    "ratings": "code",
    "collaterals": "code",
}
# Columns that are new where the book has rows with the same key, and nothing in this column.
_COLUMNS: Mapping[str, tuple[str, str]] = {
    "product_risks": ("product", "default_ppm"),
    "capital_terms": ("", "operational_ppm"),
}


@dataclass(frozen=True)
class NewParameter:
    """A row that the book has not, or one column of rows that it has.

    `subject` is a product or a code, empty where a table is of the whole bank; `values` are as
    they are stored, without the day.
    """

    table: str
    subject: str
    values: tuple[tuple[str, Value], ...]


def list_new(book: Book) -> tuple[NewParameter, ...]:
    """Return the parameters of the shipped catalogue that the book has not, in its order."""
    products = {str(row[0]) for row in book.rows("SELECT code FROM products")}
    found: dict[tuple[str, str], NewParameter] = {}
    digits = offer_catalogue.digits_of(book)
    for row in setting_up.list_parameters(read("products"), digits):
        table, values = str(row.__tablename__), stored_row(row)
        if values.get("product", "") and values["product"] not in products:
            continue
        new = _new_row(book, table, values) or _new_column(book, table, values)
        if new is not None:
            found[table, new.subject] = new
    return tuple(found.values())


def _new_row(book: Book, table: str, values: Mapping[str, Value]) -> NewParameter | None:
    if table not in _ROWS or _rows_of(book, table, _ROWS[table], values):
        return None
    left = {name: v for name, v in values.items() if name not in _NOT_VALUES}
    return NewParameter(table, str(values.get(_ROWS[table], "")), tuple(left.items()))


_NOT_VALUES = {"id", "created_at", "updated_at", "valid_from"}


def _new_column(book: Book, table: str, values: Mapping[str, Value]) -> NewParameter | None:
    if table not in _COLUMNS:
        return None
    key, column = _COLUMNS[table]
    have = _rows_of(book, table, key, values, column)
    if not values[column] or not have or any(filled for _id, _day, filled in have):
        return None
    return NewParameter(table, str(values.get(key, "")), ((column, values[column]),))


def _rows_of(
    book: Book, table: str, key: str, values: Mapping[str, Value], column: str = "1"
) -> list[tuple[int, int, Value]]:
    """The book's rows with a key, in order of their day: id, day, a column."""
    where, parameters = (f' WHERE "{key}" = ?', (values[key],)) if key else ("", ())
    sql = f"SELECT id, valid_from, {column} FROM {table}{where} ORDER BY valid_from"
    return [(stored.number(i), stored.number(day), v) for i, day, v in book.rows(sql, parameters)]


def get_usual_day(today: date) -> date:
    """Return the day from which new parameters are proposed: the first of the coming year."""
    return date(today.year + 1, 1, 1)


def read_day(text: str, today: date) -> date:
    """Return the day that was typed, the usual one for none. Raise BadInput."""
    if not text.strip():
        return get_usual_day(today)
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput("valid_from", "date") from None
    if fault := day_fault("valid_from", day.toordinal(), today.toordinal()):
        raise BadInput("valid_from", fault.code, text=fault.detail)
    return day


def compare(book: Book) -> prices.Effect:
    """Return what the book's last twelve complete months would be, had they held all along.

    Nothing is written; the book must be one of its own (`Book.twin`).
    """
    found = list_new(book)

    def apply() -> None:
        for new in found:
            for sql, parameters in _statements(new):
                book.rows(sql, parameters)

    return prices.measure(book, {new.table for new in found}, apply)


def _statements(new: NewParameter) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """What puts a parameter into the copy of its table, from the first day on."""
    if new.table in _COLUMNS:
        key, (column, value) = _COLUMNS[new.table][0], new.values[0]
        where, parameters = (f' WHERE "{key}" = ?', (new.subject,)) if key else ("", ())
        yield f"UPDATE temp.{new.table} SET {column} = ?{where}", (value, *parameters)
        return
    values = {**dict(new.values), "valid_from": FIRST_DAY, "created_at": 0, "updated_at": 0}
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    yield f"INSERT INTO temp.{new.table} ({names}) VALUES ({marks})", tuple(values.values())


def take(book: Book, day: date) -> int:
    """Put all of them into the book with a first day, as one operation; return their number.

    The value of the book is stale until `deriving.catch_up` has calculated it again.
    """
    with book.deed(Act.EDIT_PRICES, label=LABEL) as writing:
        found = list_new(book)
        for new in found:
            if new.table in _COLUMNS:
                _fill_column(writing, new, day)
            else:
                writing.add(_make_row(new.table, dict(new.values), day))
    return len(found)


def _fill_column(writing: Writing, new: NewParameter, day: date) -> None:
    """Fill a column with a first day: a copy of the row in force then, and the later ones."""
    key, (column, value) = _COLUMNS[new.table][0], new.values[0]
    table = BY_NAME[new.table]
    rows = _rows_of(writing.book, new.table, key, {key: new.subject})
    earlier = [row_id for row_id, begins, _one in rows if begins < day.toordinal()]
    for row_id, begins, _one in rows:
        if begins >= day.toordinal():
            setattr(writing.get(table, row_id), column, value)
    if earlier and not any(begins == day.toordinal() for _id, begins, _one in rows):
        held = stored_row(writing.get(table, earlier[-1]))
        values = {name: v for name, v in held.items() if name not in _NOT_VALUES}
        writing.add(_make_row(new.table, values | {column: value}, day))


def _make_row(table: str, values: Mapping[str, Value], day: date) -> Kept:
    row = BY_NAME[table]()
    for name, value in {**values, "valid_from": day}.items():
        setattr(row, name, value)
    return row
