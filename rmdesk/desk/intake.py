"""Rows on their way into the book: whether they are known, what changed, what is refused.

One `Intake` serves a whole import, so that later files find what earlier ones brought. A row is
checked as it will be in the book before it is written, so that the store has nothing to refuse.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from rmdesk.desk.amount_sums import AmountSums
from rmdesk.desk.import_rules import Choices, Refused, Row, refused_by
from rmdesk.desk.introducers import Introducers
from rmdesk.desk.known_codes import KnownCodes
from rmdesk.desk.known_ids import KnownIds, strange_ids
from rmdesk.desk.known_rows import known_rows
from rmdesk.desk.like_customers import LikeCustomers
from rmdesk.desk.repetitions import Repetitions
from rmdesk.desk.reversals import NotTakenBack, Reversals
from rmdesk.desk.row_resolving import AccountCurrencies, Known, RowResolver, cell_text
from rmdesk.desk.row_rules import check_row
from rmdesk.exchange import gate
from rmdesk.exchange.column import Layout
from rmdesk.exchange.notes import Note, Problem
from rmdesk.exchange.reading import Batch, Plan
from rmdesk.model.tables import BY_NAME
from rmdesk.store.driver import Value
from rmdesk.store.history import stored_row
from rmdesk.store.session import Writing
from rmdesk.terms import Outcome

# Of these there are most rows; no row refers to one of them by its id.
_MANY = {"transactions", "balances"}


@dataclass
class Tally:
    """What became of a table's rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Incoming:
    """A row of a file: its line, its values as they were read, and as they are stored."""

    line: int
    values: tuple[Value, ...]
    row: Row


class Intake:
    """Takes batches into the book. `currency` is the book's, for accounts that name none."""

    def __init__(
        self, writing: Writing, currency: str, choices: Choices, plans: Sequence[Plan]
    ) -> None:
        self._writing = writing
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self.seen_accounts: set[int] = set()
        # Log entries of which the import says that they were complaints.
        self.complained: set[int] = set()
        book = writing.book
        rows = book.rows("SELECT id, currency FROM accounts WHERE currency <> ?", (currency,))
        self._money = AccountCurrencies(currency, {int(i): str(c) for i, c in rows})  # type: ignore[arg-type]
        self._ids = KnownIds(book, choices)
        self._codes = KnownCodes(book, choices)
        self._like = LikeCustomers(book, choices)
        self._repetitions = Repetitions(book, choices)
        self._known = Known(plans, self._money, self._ids, self._codes, self._repetitions)
        self._sums = AmountSums(book, currency)
        self._introducers = Introducers(writing)
        self._reversals = Reversals(writing)
        self._files: dict[str, str] = {}
        self._moved: dict[str, Note] = {}
        self._seen: defaultdict[str, set[int]] = defaultdict(set)
        self._met: defaultdict[str, set[int]] = defaultdict(set)
        self._empty: dict[str, bool] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the report tells of rows that are like known ones, or are taken for them."""
        told = (*self._like.notes(), *self._codes.notes(), *self._repetitions.notes())
        return (*told, *self._moved.values())

    def take(self, plan: Plan, batch: Batch) -> None:
        """Take in one batch of a plan's file."""
        table = plan.layout.table
        self._begin(table, f"{plan.source.path}[{plan.source.sheet}]")
        self.tallies[table].problems += batch.problems
        today = self._writing.book.clock.today()
        faults = gate.row_faults(batch.columns, batch.rows, self._money.digits, today)
        resolver = RowResolver(plan, self._known)
        found: list[_Incoming] = []
        for n, (line, values) in enumerate(zip(batch.lines, batch.rows, strict=True)):
            incoming = _Incoming(line, values, {})
            try:
                if n in faults:
                    raise refused_by(faults[n][0].name, None, faults[n][1])
                incoming.row = resolver.resolve(values, line)
                self._check_first_seen(plan.layout, incoming.row)
            except Refused as refused:
                self._refuse(plan, incoming, refused)
                continue
            found.append(incoming)
        self._store(plan, found)

    def finish(self) -> None:
        """Settle what could only be settled once all customers were in: who introduced whom."""
        if problems := self._introducers.settle(self._ids):
            self.tallies["customers"].problems += problems

    def _begin(self, table: str, file: str) -> None:
        """Begin a file: what it says of a row twice is refused, what an earlier one said is not."""
        if self._files.get(table) == file:
            return
        self._files[table] = file
        self._seen[table].clear()
        self._met[table].clear()
        sql = f"SELECT NOT EXISTS (SELECT 1 FROM {table})"
        self._empty[table] = bool(self._writing.book.value(sql))

    def _refuse(self, plan: Plan, incoming: _Incoming, refused: Refused) -> None:
        text = refused.value
        place = next((n for n, c in enumerate(plan.columns) if c.name == refused.column), None)
        if not text and place is not None:
            text = cell_text(plan.columns[place], incoming.values[place], self._money.digits)
        self.tallies[plan.layout.table].problems.append(
            Problem(
                *(plan.source.name, incoming.line, refused.column, text, refused.code),
                refused.figures,
            )
        )

    def _check_first_seen(self, layout: Layout, row: Row) -> None:
        seen = self._seen[layout.table]
        own, natural = row.get("id"), tuple(map(row.get, layout.key))
        if not own and any(natural):
            if (mark := hash(natural)) in seen:
                raise Refused(layout.key[-1], natural[-1], "twice")
            seen.add(mark)
            return
        keys: list[tuple[Value, ...]] = [("id", own)] if own else []
        if layout.table == "customers" and any(natural):
            keys.append(natural)
        for key in keys:
            if (mark := hash(key)) in seen:
                raise Refused("id" if key[0] == "id" else layout.key[-1], key[-1], "twice")
            seen.add(mark)

    def _store(self, plan: Plan, found: list[_Incoming]) -> None:
        table, book = plan.layout.table, self._writing.book
        met = self._met[table]
        rows = [incoming.row for incoming in found]
        known = {} if self._empty[table] else known_rows(book, plan.layout, rows, met)
        own = [int(r["id"] or 0) for n, r in enumerate(rows) if r.get("id") and n not in known]
        strange = strange_ids(book, table, own, self._writing.deed_id) if own else {}
        fresh: list[Row] = []
        tally = self.tallies[table]
        for n, incoming in enumerate(found):
            existing, row = known.get(n), incoming.row
            try:
                if table == "transactions" and existing is None:
                    self._check_transaction(row, None)
                else:
                    self._check(plan, incoming, existing, strange)
            except Refused as refused:
                self._refuse(plan, incoming, refused)
                continue
            introducer = row.pop("introducer_id", None) if table == "customers" else None
            if existing is None:
                row["id"] = row.get("id") or self._writing.new_id()
                fresh.append(row)
            elif self._update(table, existing, row):
                tally.changed += 1
            else:
                tally.unchanged += 1
            self._remember(table, row, existing)
            if introducer is not None:
                number = (existing or row)["id"]
                assert isinstance(number, int)
                file = plan.source.name
                self._introducers.remember(number, str(introducer), file, incoming.line)
        self._insert(table, fresh)
        self._reversals.forget()
        tally.new += len(fresh)
        self._codes.remember(table)

    def _check(
        self, plan: Plan, incoming: _Incoming, existing: Row | None, strange: Mapping[int, str]
    ) -> None:
        """Raise Refused where a row does not fit the book, or what the file said before."""
        table, row = plan.layout.table, incoming.row
        if row.get("id") in strange:
            raise Refused("id", row["id"], strange[int(row["id"] or 0)])
        if existing is not None:
            number = int(existing["id"] or 0)
            if number in self._met[table]:
                raise Refused(plan.layout.key[-1], row.get(plan.layout.key[-1]), "twice")
            self._met[table].add(number)
        check_row(self._writing.book, table, row, existing)
        if table == "customers":
            self._ids.check_bank_id(row, int(existing["id"] or 0) if existing else None)
        if existing is None and table in ("customers", "accounts"):
            self._ids.check_new(plan.layout, row)
        if existing is None and table == "customers":
            self._like.check(row, plan.source.name, incoming.line)
        if table == "accounts" and existing and row["customer_id"] != existing["customer_id"]:
            self._note_moved(plan, incoming)
        if table == "transactions":
            self._check_transaction(row, existing)
        elif table == "follow_ups" and existing is None:
            row["first_due"] = row.get("first_due") or row["due"]

    def _note_moved(self, plan: Plan, incoming: _Incoming) -> None:
        """Tell that accounts are another customer's now: one note a file."""
        file, number = plan.source.name, str(incoming.row["number"])
        count = int(self._moved[file].figures["count"]) + 1 if file in self._moved else 1
        line = self._moved[file].line if file in self._moved else incoming.line
        number = self._moved[file].value if file in self._moved else number
        self._moved[file] = Note(file, line, "customer", number, "account_moved", {"count": count})

    def _check_transaction(self, row: Row, existing: Row | None) -> None:
        account, minor = row["account_id"], row["minor"]
        assert isinstance(account, int) and isinstance(minor, int)
        before = int(existing["minor"] or 0) if existing else 0
        if minor != before:
            self._sums.add(account, self._money.of_account(account), minor, before)
        try:
            self._reversals.settle(row, existing)
        except NotTakenBack as error:
            column = "reverses" if row.get("reverses_id") is not None else "amount"
            raise Refused(column, None, error.code) from None

    def _insert(self, table: str, rows: list[Row]) -> None:
        if not rows:
            return
        defaults = stored_row(BY_NAME[table]())
        columns = [n for n in defaults if n not in ("id", "created_at", "updated_at")]
        some = set().union(*rows)
        ids = [row["id"] for row in rows]
        values = [
            _column_of(rows, name, defaults[name]) if name in some else repeat(defaults[name])
            for name in columns
        ]
        self._writing.insert_many(table, columns, list(zip(ids, *values, strict=False)))
        touched = self._writing.touched
        if table in _MANY:
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
            if value is not None and name != "id" and existing[name] != value
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
        if table in _MANY:
            self.seen_accounts.add(row["account_id"])  # type: ignore[arg-type]
            return
        row_id = existing["id"] if existing else row["id"]
        assert isinstance(row_id, int)
        self._ids.remember(table, row, row_id)
        complained = table == "interactions" and row.get("outcome") == Outcome.COMPLAINT.value
        if complained and (existing is None or existing["outcome"] != row["outcome"]):
            self.complained.add(row_id)
        if table == "accounts":
            self._money.remember(row_id, str(row["currency"]))
            self.seen_accounts.add(row_id)
        elif isinstance(account := row.get("account_id"), int) and table != "interactions":
            self.seen_accounts.add(account)


def _column_of(rows: Sequence[Row], name: str, default: Value) -> list[Value]:
    """The values of a column, with the store's default where a row has none."""
    return [default if (value := row.get(name)) is None else value for row in rows]
