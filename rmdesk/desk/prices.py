"""What the bank sets (rates, costs, prices, risks): looked at, and changed from a day on.

A change shows first what it does to the book. Each table is edited by the layout that its import
has, so that screen and file take the same words.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date

from rmdesk import currencies
from rmdesk.desk import price_merging, stored, valuing
from rmdesk.desk.amount_sums import exchange_fault
from rmdesk.errors import BadInput
from rmdesk.exchange import cells, gate
from rmdesk.exchange.column import Column, Kind, Layout
from rmdesk.exchange.layout import BY_TABLE
from rmdesk.exchange.price_layouts import PRICES
from rmdesk.model.tables import BY_NAME
from rmdesk.practice.festivals import CODES as FESTIVALS
from rmdesk.store import standing
from rmdesk.store.book import Book
from rmdesk.store.driver import Value
from rmdesk.store.history import stored_row
from rmdesk.terms import Act
from rmdesk.value.span import months, next_month

COMPARED_MONTHS = 12


@dataclass(frozen=True)
class Field:
    """A column of a table: its name, whether it must be filled, whether it says which row it is.

    `codes` are what it may hold, where that is fixed.
    """

    name: str
    required: bool
    key: bool
    number: bool
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PriceLine:
    """A row of a table, as the texts of its fields in their order."""

    id: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class PriceTable:
    """A table of what the bank sets, the newest of a kind first."""

    name: str
    fields: tuple[Field, ...]
    lines: tuple[PriceLine, ...]


@dataclass(frozen=True)
class Change:
    """A row as it is to be, by the texts of its fields; where its key is known it is replaced."""

    table: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Removal:
    """A row that is to be taken out."""

    table: str
    id: int


@dataclass(frozen=True)
class Effect:
    """What a change does to the book's last twelve complete months, in minor units.

    The contribution and the capital charge (below zero), before it and with it.
    """

    currency: str
    before: int
    now: int
    charge_before: int
    charge_now: int


def tables(book: Book) -> tuple[PriceTable, ...]:
    """All tables of what the bank sets."""
    digits = currencies.digits(book.card().currency)
    return tuple(_table(book, layout, digits) for layout in PRICES)


def _table(book: Book, layout: Layout, digits: int) -> PriceTable:
    names = ", ".join(f'"{column.target}"' for column in layout.columns)
    first = [f'"{key}"' for key in layout.key if key != "valid_from"]
    order = ", ".join([*first, *(["valid_from DESC"] if "valid_from" in layout.key else [])])
    rows = book.rows(f"SELECT id, {names} FROM {layout.table} ORDER BY {order}")
    lines = tuple(
        PriceLine(
            stored.number(number),
            tuple(_text(c, v, digits) for c, v in zip(layout.columns, row, strict=True)),
        )
        for number, *row in rows
    )
    return PriceTable(layout.table, tuple(_field(layout, c) for c in layout.columns), lines)


def _field(layout: Layout, column: Column) -> Field:
    codes = tuple(code.value for code in column.codes or ())
    number = column.kind in (Kind.MONEY, Kind.RATE, Kind.EXCHANGE, Kind.WHOLE)
    return Field(column.name, column.required, column.target in layout.key, number, codes)


def _text(column: Column, value: Value, digits: int) -> str:
    assert not isinstance(value, float)
    text = cells.write(column, value, digits)
    plain = column.kind in (Kind.RATE, Kind.EXCHANGE) and "." in text
    return text.rstrip("0").rstrip(".") if plain else text


def effect(book: Book, change: Change | Removal) -> Effect:
    """What the book's last twelve complete months would be. Raises BadInput.

    Nothing is written: this connection sees the table as it would be, no other one does. The book
    must be one of its own (`Book.twin`).
    """

    def apply() -> None:
        if isinstance(change, Removal):
            book.rows(f"DELETE FROM temp.{change.table} WHERE id = ?", (change.id,))
        else:
            _put_into_shadow(book, change)

    return measure(book, {change.table}, apply)


def measure(book: Book, changed: Collection[str], apply: Callable[[], None]) -> Effect:
    """Return what `apply` does to the last twelve months, in copies of the tables it changes."""
    after = standing.month(book)
    spans = months(next_month(after, -COMPARED_MONTHS), after - 1)

    def totals() -> tuple[int, int]:
        found = valuing.exact_cells(book, None, spans)
        return tuple(  # type: ignore[return-value]
            sum(minor for _c, _m, parts in valuing.rounded_months(kind) for _cell, minor in parts)
            for kind in (found.contribution, found.capital)
        )

    before, charge_before = totals()
    with ExitStack() as shadows:
        for table in changed:
            shadows.enter_context(_shadow(book, table))
        apply()
        now, charge_now = totals()
    return Effect(book.card().currency, before, now, charge_before, charge_now)


@contextmanager
def _shadow(book: Book, table: str) -> Iterator[None]:
    """A copy of a table that stands before it, for this connection alone."""
    book.rows(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table}")
    try:
        yield
    finally:
        book.rows(f"DROP TABLE temp.{table}")


def _put_into_shadow(book: Book, change: Change) -> None:
    values = _values(book, change)
    where, keys = _key(change.table, values)
    book.rows(f"DELETE FROM temp.{change.table} WHERE {where}", keys)
    row = stored_row(BY_NAME[change.table]()) | {"created_at": 0, "updated_at": 0} | values
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    book.rows(f"INSERT INTO temp.{change.table} ({names}) VALUES ({marks})", tuple(row.values()))


def put(book: Book, change: Change | Removal, line: PriceLine | None = None) -> None:
    """Keep a change, or take a row out; `line` is the row as it was shown.

    Raises BadInput, Gone and ChangedMeanwhile. The value of the book is stale until
    `deriving.catch_up` has calculated it again.
    """
    if isinstance(change, Removal):
        with book.deed(Act.EDIT_PRICES, label=change.table) as writing:
            if line is not None:
                price_merging.check_unchanged(_line_now(book, change.table, line.id), line)
            writing.remove(writing.get(BY_NAME[change.table], change.id))
        return
    with book.deed(Act.EDIT_PRICES, label=change.table) as writing:
        values = _values(book, change)
        where, keys = _key(change.table, values)
        if line is not None:
            now = _line_now(book, change.table, line.id)
            merged = price_merging.merge(change.texts, line, now, BY_TABLE[change.table])
            values = _values(book, Change(change.table, merged))
        found = book.rows(f"SELECT id FROM {change.table} WHERE {where}", keys)
        if not found:
            row = stored_row(BY_NAME[change.table]()) | values | {"id": writing.new_id()}
            columns = [name for name in row if name not in ("id", "created_at", "updated_at")]
            writing.insert_many(change.table, columns, [(row["id"], *(row[c] for c in columns))])
            writing.touched.note(change.table, row)
            return
        number = stored.number(found[0][0])
        names = ", ".join(f'"{name}"' for name in values)
        before = book.rows(f"SELECT {names} FROM {change.table} WHERE id = ?", (number,))[0]
        old = dict(zip(values, before, strict=True))
        changed = {name: value for name, value in values.items() if old[name] != value}
        if changed:
            writing.update(change.table, number, {name: old[name] for name in changed}, changed)
            writing.touched.note(change.table, values)


def _line_now(book: Book, table: str, row_id: int) -> PriceLine | None:
    """A row as it is now; None where it is no longer there."""
    lines = _table(book, BY_TABLE[table], currencies.digits(book.card().currency)).lines
    return next((line for line in lines if line.id == row_id), None)


def _key(table: str, values: Mapping[str, Value]) -> tuple[str, tuple[Value, ...]]:
    """Which row has the same key: a condition and its values."""
    key = BY_TABLE[table].key
    return " AND ".join(f'"{name}" = ?' for name in key), tuple(values[name] for name in key)


def _values(book: Book, change: Change) -> dict[str, Value]:
    """The stored values of a change. Raises BadInput for a field."""
    layout, texts = BY_TABLE[change.table], dict(change.texts)
    digits = currencies.digits(book.card().currency)
    found: dict[str, Value] = {}
    defaults = stored_row(BY_NAME[change.table]())
    for column in layout.columns:
        text = texts.get(column.name, "").strip()
        if not text and column.required:
            raise BadInput(column.name, "missing")
        try:
            value = cells.parser(column, digits)(text) if text else defaults[column.target]
        except cells.BadCell as error:
            raise BadInput(column.name, str(error.args[0])) from None
        found[column.target] = value
        _check(column, value, digits, book.clock.today())
    if "product" in found and not book.value(
        "SELECT 1 FROM products WHERE code = ?", (found["product"],)
    ):
        raise BadInput("product", "unknown_product")
    if change.table == "exchange_rates" and (
        fault := exchange_fault(book, found["currency"], stored.number(found["billionths"]))
    ):
        raise BadInput("rate", fault.code, text=fault.detail)
    return found


def _check(column: Column, value: Value, digits: int, today: date) -> None:
    """Raise BadInput where a value is beyond what its column can mean."""
    assert not isinstance(value, float)
    if column.name == "festivals" and not set(str(value).split()) <= set(FESTIVALS):
        raise BadInput(column.name, "festival", text=" ".join(FESTIVALS))
    if fault := gate.fault(column, value, digits, today):
        raise BadInput(column.name, fault.code, text=fault.detail)
