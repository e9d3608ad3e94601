"""One operation being written: rows added and changed through SQLModel, or many at once."""

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

# All tables, since a row may refer to one of any of them.
import rmdesk.model.tables  # noqa: F401
from rmdesk.errors import Gone
from rmdesk.model.base import Kept
from rmdesk.model.instants import to_milliseconds
from rmdesk.store import chain
from rmdesk.store.chain import OperationRow
from rmdesk.store.driver import Value
from rmdesk.store.history import HistorySession
from rmdesk.store.journal import Journal, Stored
from rmdesk.store.touched import Touched
from rmdesk.terms import Act

if TYPE_CHECKING:
    from rmdesk.store.book import Book

T = TypeVar("T", bound=Kept)
_OWNERS_TOGETHER = 400


class Writing:
    """The inside of one operation. `label` and `customer_id` say later what it was about.

    `takes_back` is the operation that this one takes back. One that changed no row leaves no trace,
    except where `sign_empty` is set.
    """

    def __init__(self, book: "Book", act: Act, customer_id: int | None, label: str) -> None:
        self.book = book
        self.act = act
        self.customer_id = customer_id
        self.label = label
        self.takes_back: int | None = None
        self.sign_empty = False
        self.deed_id = 0
        self.now = book.clock.now()
        self.touched = Touched()
        self.journal = Journal(book.connection, book.ids)
        self._session = HistorySession(_engine(book), autoflush=False, expire_on_commit=False)
        self._session.now = self.now
        self._session.ids = book.ids
        self._session.touched = self.touched
        self._session.journal = self.journal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def begin(self) -> None:
        """Take the operation's id; to be called once the store is held."""
        self.deed_id = self.touched.deed_id = self.journal.deed_id = self.book.ids.next()

    def add(self, row: T) -> T:
        """Add a row; its id is set at once."""
        row.id = row.id or self.book.ids.next()
        self._session.add(row)
        return row

    def get(self, table: type[T], row_id: int) -> T:
        """The row to change; raises Gone when there is none."""
        row = self._session.get(table, row_id)
        if row is None:
            raise Gone
        return row

    def remove(self, row: Kept) -> None:
        """Delete a row."""
        self._session.delete(row)

    def flush(self) -> None:
        """Write what was added and changed so far, so that SQL sees it."""
        self._session.flush()

    def new_id(self) -> int:
        """An id for a row that goes in by `insert_many`."""
        return self.book.ids.next()

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Value, ...]]
    ) -> None:
        """Add many rows as stored values, each with its id before the `columns`.

        The caller notes in `touched` what they touch. The history gets one line for all that
        have an id of this operation, and one for each that brought its own.
        """
        if not rows:
            return
        self.flush()
        moment = to_milliseconds(self.now)
        names = ", ".join(f'"{n}"' for n in ("id", *columns, "created_at", "updated_at"))
        marks = ", ".join("?" * (len(columns) + 1))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}, {moment}, {moment})"
        self.book.connection.executemany(sql, rows)
        ids = [int(row[0] or 0) for row in rows]
        given = [i for i in ids if self.deed_id < i <= self.book.ids.last]
        if given:
            self.journal.add_many(table, min(given), max(given), len(given))
        if len(given) < len(ids):
            for row_id in set(ids).difference(given):
                self.journal.add_many(table, row_id, row_id, 1)

    def update(self, table: str, row_id: int, old: Stored, new: Stored) -> None:
        """Change some columns of a row by stored values; `old` is what they hold now."""
        stamp = self.book.number(f"SELECT updated_at FROM {table} WHERE id = ?", (row_id,))
        names = ", ".join(f'"{n}" = ?' for n in new)
        sql = f"UPDATE {table} SET {names}, updated_at = ? WHERE id = ?"
        self.book.rows(sql, (*new.values(), to_milliseconds(self.now), row_id))
        self.journal.add(table, row_id, old, new, stamp)
        if table == "customers":
            self.touched.customers.add(row_id)

    def finish(self) -> None:
        """Write everything, derive what depends on it, and sign the operation."""
        self.flush()
        self.journal.flush()
        if self.journal.changes or self.sign_empty or self.act is Act.EXPORT:
            operation = OperationRow(
                id=self.deed_id,
                at=to_milliseconds(self.now),
                act=self.act.value,
                actor=self.book.actor,
                customer_id=self.customer_id,
                label=self.label,
                takes_back=self.takes_back,
                change_count=self.journal.changes,
                row_count=self.journal.rows,
            )
            chain.append_operation(self.book.connection, operation, self.journal.digest())
            self.book.connection.executemany(
                "INSERT OR IGNORE INTO deed_customers VALUES (?, ?)",
                ((customer, self.deed_id) for customer in self._customers()),
            )
        self.book.derive(self.book, self.touched)

    def _customers(self) -> Iterator[int]:
        """Yield the customer that the operation is about, and those whose data it touched."""
        if self.customer_id is not None:
            yield self.customer_id
        yield from self.touched.customers
        yield from self.touched.activities
        accounts = list(self.touched.accounts)
        for start in range(0, len(accounts), _OWNERS_TOGETHER):
            some = tuple(accounts[start : start + _OWNERS_TOGETHER])
            marks = ", ".join("?" * len(some))
            sql = (
                f"SELECT customer_id FROM accounts WHERE id IN ({marks})"
                f" UNION SELECT customer_id FROM account_holders WHERE account_id IN ({marks})"
            )
            yield from (int(row[0] or 0) for row in self.book.rows(sql, some + some))


def _engine(book: "Book") -> Engine:
    """SQLAlchemy over the book's own connection.

    SQLAlchemy looks at a connection once, and rolls back after that, so this must have happened
    before an operation begins; beginning and ending a transaction stays with the book.
    """
    if book.engine is None:
        connection = book.connection
        book.engine = create_engine(
            "sqlite+pysqlite://",
            creator=lambda: connection,
            poolclass=StaticPool,
            pool_reset_on_return=None,
        )
        book.engine.connect().close()
    return book.engine
