"""Rows on their way into the book: whose they are, whether they are known, what changed.

One `Intake` serves a whole import, so that later files find what earlier ones brought.
"""

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rmdesk import currencies
from rmdesk.desk import offer_rows
from rmdesk.desk.reversals import NotTakenBack, Reversals
from rmdesk.exchange.cells import FINEST, write
from rmdesk.exchange.column import Column, Kind, Layout
from rmdesk.exchange.reading import Batch, Problem
from rmdesk.model.tables import BY_NAME
from rmdesk.offers.wrong import Wrong
from rmdesk.store.driver import Value
from rmdesk.store.history import stored_row
from rmdesk.store.session import Writing

Row = dict[str, Value]
_OF_PRODUCTS = {
    *("product_bases", "product_rates", "product_costs", "product_tranches", "product_risks"),
}
_PLAIN_LOOK_ALIKE = ("born", "identity_number", "phones")


@dataclass
class Tally:
    """What became of a table's rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


class _Refused(Exception):
    def __init__(self, column: str, value: Value, code: str) -> None:
        super().__init__(code)
        self.column, self.value, self.code = column, str(value or ""), code


class Intake:
    """Takes batches into the book. `currency` is the book's, for accounts that name none."""

    def __init__(self, writing: Writing, currency: str) -> None:
        self._writing = writing
        self._currency = currency
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        book = writing.book
        customers = book.rows("SELECT bank_id, id FROM customers")
        self._customers: dict[str, int] = {str(b): int(i) for b, i in customers if b}  # type: ignore[arg-type]
        self._customer_ids = {int(i) for _, i in customers}  # type: ignore[arg-type]
        self._accounts: dict[str, int] = dict(book.rows("SELECT number, id FROM accounts"))  # type: ignore[arg-type]
        rows = book.rows("SELECT id, currency FROM accounts WHERE currency <> ?", (currency,))
        self._foreign: dict[int, str] = {int(i): str(c) for i, c in rows}  # type: ignore[arg-type]
        self._reversals = Reversals(writing)
        self._products = {str(r[0]) for r in book.rows("SELECT code FROM products")}
        self._seen: defaultdict[str, set[int]] = defaultdict(set)
        self._same_postings: Counter[tuple[Value, ...]] = Counter()
        self._empty: dict[str, bool] = {}
        self._introducers: list[tuple[int, str, Problem]] = []

    def take(self, layout: Layout, batch: Batch, file: str) -> None:
        """Take in one batch of a file."""
        tally = self.tallies[layout.table]
        tally.problems += batch.problems
        resolve = self._resolver(layout, batch.columns)
        rows: list[Row] = []
        for line, values in zip(batch.lines, batch.rows, strict=True):
            try:
                row = resolve(values)
                self._check_first_seen(layout, row)
            except _Refused as refused:
                tally.problems.append(
                    Problem(file, line, refused.column, refused.value, refused.code)
                )
                continue
            if layout.table == "customers" and (introducer := row.pop("introducer_id", None)):
                place = Problem(file, line, "introducer", str(introducer), "unknown_customer")
                row["introducer"] = len(self._introducers)
                self._introducers.append((0, str(introducer), place))
            rows.append(row)
        self._store(layout, rows, tally)

    def finish(self) -> None:
        """Settle what could only be settled once all customers were in: who introduced whom."""
        for customer, text, place in self._introducers:
            tally = self.tallies["customers"]
            try:
                introducer = self._customer(text, "introducer")
            except _Refused:
                tally.problems.append(place)
                continue
            sql = "SELECT introducer_id FROM customers WHERE id = ?"
            old = self._writing.book.value(sql, (customer,))
            if old != introducer:
                before: Row = {"introducer_id": old}
                self._writing.update("customers", customer, before, {"introducer_id": introducer})

    def _resolver(
        self, layout: Layout, columns: Sequence[Column]
    ) -> Callable[[tuple[Value, ...]], Row]:
        targets = [c.target for c in columns]
        own = [c for c in columns if c.own]
        reversing = "reverses_id" in targets
        references = [
            (i, c)
            for i, c in enumerate(columns)
            if c.kind in (Kind.CUSTOMER, Kind.ACCOUNT) and c.target != "introducer_id"
        ]

        def resolve(values: tuple[Value, ...]) -> Row:
            row = dict(zip(targets, values, strict=True))
            for i, column in references:
                text = values[i]
                if text is not None:
                    find = self._customer if column.kind is Kind.CUSTOMER else self._account
                    row[column.target] = find(str(text), column.name)
            if own:
                self._rescale(own, row)
            if reversing:
                try:
                    self._reversals.settle(row)
                except NotTakenBack as error:
                    raise _Refused("reverses", row["reverses_id"], error.code) from None
            self._complete(layout.table, row)
            return row

        return resolve

    def _customer(self, text: str, column: str) -> int:
        found = self._customers.get(text)
        if found is None and text.startswith("#") and text[1:].isdigit():
            found = int(text[1:]) if int(text[1:]) in self._customer_ids else None
        if found is None:
            raise _Refused(column, text, "unknown_customer")
        return found

    def _account(self, text: str, column: str) -> int:
        found = self._accounts.get(text)
        if found is None:
            raise _Refused(column, text, "unknown_account")
        return found

    def _rescale(self, columns: Sequence[Column], row: Row) -> None:
        """Amounts as fine as the currency of their account."""
        account = row.get("account_id")
        currency = self._currency
        if account is None:
            currency = str(row.get("currency") or currency)
        elif self._foreign:
            assert isinstance(account, int)
            currency = self._foreign.get(account, currency)
        unit = _unit(currency)
        for column in columns:
            value = row[column.target]
            if isinstance(value, int):
                row[column.target], rest = divmod(value, unit)
                if rest:
                    raise _Refused(column.name, write(column, value, FINEST), "decimals")

    def _complete(self, table: str, row: Row) -> None:
        """What a table needs beyond its cells."""
        if table == "transactions" and not row.get("reference"):
            key = (row["account_id"], row["day"], row["minor"], row.get("text"))
            place = self._same_postings[key]
            self._same_postings[key] += 1
            text = "|".join(str(row.get(name) or "") for name in ("text", "counterparty"))
            row["reference"] = (
                f"~{row['day']}.{zlib.crc32(text.encode()):08x}.{row['minor']}.{place}"
            )
        elif table == "accounts":
            if row["product"] not in self._products:
                raise _Refused("product", row["product"], "unknown_product")
            row["currency"] = row.get("currency") or self._currency
        elif table in ("offers", "opinions"):
            try:
                offer_rows.check(table, row, currencies.digits(self._currency))
            except Wrong as wrong:
                raise _Refused(wrong.field, wrong.text, wrong.code) from None
        elif table == "follow_ups":
            row.setdefault("first_due", None)
            row["first_due"] = row["first_due"] or row["due"]
        elif table in _OF_PRODUCTS and row["product"] not in self._products:
            raise _Refused("product", row["product"], "unknown_product")
        if table in ("product_rates", "curve_nodes"):
            row["currency"] = row.get("currency") or ""
        if row.get("basis") not in (None, 360, 365):
            raise _Refused("basis", row["basis"], "basis")

    def _check_first_seen(self, layout: Layout, row: Row) -> None:
        key = (row["id"],) if row.get("id") else tuple(row.get(name) for name in layout.key)
        if not any(key):
            return
        seen, mark = self._seen[layout.table], hash(key)
        if mark in seen:
            raise _Refused(layout.key[-1], key[-1], "twice")
        seen.add(mark)

    def _store(self, layout: Layout, rows: list[Row], tally: Tally) -> None:
        table = layout.table
        if table not in self._empty:
            sql = f"SELECT NOT EXISTS (SELECT 1 FROM {table})"
            self._empty[table] = bool(self._writing.book.value(sql))
        known = {} if self._empty[table] else _known(self._writing, layout, rows)
        fresh: list[Row] = []
        for place, row in enumerate(rows):
            existing = known.get(place)
            if existing is None:
                row["id"] = row.get("id") or self._writing.new_id()
                fresh.append(row)
            elif self._update(table, existing, row):
                tally.changed += 1
            else:
                tally.unchanged += 1
            self._remember(table, row, existing)
        self._insert(table, fresh)
        tally.new += len(fresh)

    def _insert(self, table: str, rows: list[Row]) -> None:
        if not rows:
            return
        defaults = stored_row(BY_NAME[table]())
        columns = [n for n in defaults if n not in ("id", "created_at", "updated_at")]
        pairs = [(name, defaults[name]) for name in columns]
        values: list[tuple[Value, ...]] = []
        for row in rows:
            get = row.get
            cells = [default if (v := get(name)) is None else v for name, default in pairs]
            values.append((row["id"], *cells))
        self._writing.insert_many(table, columns, values)
        touched = self._writing.touched
        if table in ("transactions", "balances"):
            first: dict[int, int] = {}
            for row in rows:
                account, day = row["account_id"], row["day"]
                assert isinstance(account, int) and isinstance(day, int)
                if day < first.get(account, day + 1):
                    first[account] = day
            for account, day in first.items():
                touched.account(account, day)
        else:
            for row in rows:
                touched.note(table, row)

    def _update(self, table: str, existing: Row, row: Row) -> bool:
        new: Row = {
            name: value
            for name, value in row.items()
            if value is not None and name not in ("id", "introducer") and existing[name] != value
        }
        if not new:
            return False
        old: Row = {name: existing[name] for name in new}
        row_id = existing["id"]
        assert isinstance(row_id, int)
        self._writing.update(table, row_id, old, new)
        self._writing.touched.note(table, existing)
        self._writing.touched.note(table, existing | new)
        return True

    def _remember(self, table: str, row: Row, existing: Row | None) -> None:
        row_id = existing["id"] if existing else row["id"]
        assert isinstance(row_id, int)
        if table == "customers":
            if row.get("bank_id"):
                self._customers[str(row["bank_id"])] = row_id
            self._customer_ids.add(row_id)
            if (place := row.pop("introducer", None)) is not None:
                assert isinstance(place, int)
                _, text, problem = self._introducers[place]
                self._introducers[place] = (row_id, text, problem)
        elif table == "accounts":
            self._accounts[str(row["number"])] = row_id
            if row["currency"] != self._currency:
                self._foreign[row_id] = str(row["currency"])
        elif table == "products":
            self._products.add(str(row["code"]))


@cache
def _unit(currency: str) -> int:
    """How many of the finest units an amount is read in make a minor unit of a currency."""
    return int(10 ** (FINEST - currencies.digits(currency)))


def _known(writing: Writing, layout: Layout, rows: Sequence[Row]) -> Mapping[int, Row]:
    """The rows of the book that some rows of a file are, by their place among these."""
    book = writing.book
    book.rows("CREATE TEMP TABLE IF NOT EXISTS incoming (n INTEGER PRIMARY KEY, keys TEXT)")
    found: dict[int, Row] = {}
    keys = [("id",), layout.key] if layout.has_id else [layout.key]
    if layout.table == "customers":
        keys.append(("name",))
    names = [str(r[1]) for r in book.rows(f"PRAGMA table_info({layout.table})")]
    for key in keys:
        wanted = [
            (n, json.dumps([row.get(k) for k in key]))
            for n, row in enumerate(rows)
            if n not in found
            and (row.get(key[0]) is not None or key[0] == "customer_id")
            and (key == ("id",) or not row.get("id"))
        ]
        if not wanted:
            continue
        book.rows("DELETE FROM temp.incoming")
        book.connection.executemany("INSERT INTO temp.incoming VALUES (?, ?)", wanted)
        join = " AND ".join(
            f"t.\"{k}\" IS json_extract(i.keys, '$[{p}]')" for p, k in enumerate(key)
        )
        sql = f"SELECT i.n, t.* FROM temp.incoming i CROSS JOIN {layout.table} t ON {join}"
        for place, *values in book.rows(sql):
            existing = dict(zip(names, values, strict=True))
            assert isinstance(place, int)
            if place not in found and (key != ("name",) or _alike(rows[place], existing)):
                found[place] = existing
    return found


def _alike(row: Row, existing: Row) -> bool:
    """Whether a customer without a bank id is one of that name: nothing known of it differs."""
    if row.get("bank_id") or existing["bank_id"]:
        return False
    return all(row.get(n) in (None, existing[n]) for n in _PLAIN_LOOK_ALIKE)
