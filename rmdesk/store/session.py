"""One deed being written: rows added and changed through SQLModel, or many at once."""

import json
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from rmdesk.errors import Gone
from rmdesk.model.base import Kept
from rmdesk.model.instants import to_milliseconds
from rmdesk.model.tables import Change, Deed
from rmdesk.store.driver import Value
from rmdesk.store.history import HistorySession, Stored
from rmdesk.store.touched import Touched
from rmdesk.terms import Act

if TYPE_CHECKING:
    from rmdesk.store.book import Book

T = TypeVar("T", bound=Kept)


class Writing:
    """The inside of one deed. `label` and `customer_id` say later what it was about."""

    def __init__(self, book: "Book", act: Act, customer_id: int | None, label: str) -> None:
        self.book = book
        self.act = act
        self.customer_id = customer_id
        self.label = label
        self.deed_id = 0
        self.now = book.clock.now()
        self.touched = Touched()
        self._session = HistorySession(_engine(book), autoflush=False, expire_on_commit=False)
        self._session.now = self.now
        self._session.ids = book.ids
        self._session.touched = self.touched
        self._session.changes = 0

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
        """Take the deed's id; to be called once the store is held."""
        self.deed_id = self._session.deed_id = self.touched.deed_id = self.book.ids.next()

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
        have an id of this deed, and one for each that brought its own.
        """
        if not rows:
            return
        self.flush()
        moment = to_milliseconds(self.now)
        names = ", ".join(f'"{n}"' for n in ("id", *columns, "created_at", "updated_at"))
        marks = ", ".join("?" * (len(columns) + 1))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}, {moment}, {moment})"
        self.book.connection.executemany(sql, rows)
        own = [int(row[0]) for row in rows if int(row[0] or 0) < self.deed_id]  # type: ignore[arg-type]
        given = [int(row[0]) for row in rows if int(row[0] or 0) > self.deed_id]  # type: ignore[arg-type]
        if given:
            self._record(table, min(given), max(given))
        for row_id in own:
            self._record(table, row_id, row_id)

    def update(self, table: str, row_id: int, old: Stored, new: Stored) -> None:
        """Change some columns of a row by stored values; `old` is what they hold now."""
        names = ", ".join(f'"{n}" = ?' for n in new)
        sql = f"UPDATE {table} SET {names}, updated_at = ? WHERE id = ?"
        self.book.rows(sql, (*new.values(), to_milliseconds(self.now), row_id))
        self._record(table, row_id, None, old, new)

    def _record(
        self,
        table: str,
        row_id: int,
        last: int | None,
        old: Stored | None = None,
        new: Stored | None = None,
    ) -> None:
        change = Change(
            id=self.book.ids.next(),
            deed_id=self.deed_id,
            table=table,
            row_id=row_id,
            last_row_id=last,
            old=None if old is None else json.dumps(old, ensure_ascii=False),
            new=None if new is None else json.dumps(new, ensure_ascii=False),
        )
        self._session.add(change)
        self._session.changes += 1

    def finish(self) -> None:
        """Write everything, derive what depends on it, and sign the deed."""
        self.flush()
        if self._session.changes or self.act in (Act.UNDO, Act.EXPORT):
            deed = Deed(
                id=self.deed_id,
                at=self.now,
                act=self.act,
                actor=self.book.actor,
                customer_id=self.customer_id,
                label=self.label,
            )
            self._session.add(deed)
            self.flush()
        self.book.derive(self.book, self.touched)


def _engine(book: "Book") -> Engine:
    """SQLAlchemy over the book's own connection.

    SQLAlchemy looks at a connection once, and rolls back after that, so this must have happened
    before a deed begins; beginning and ending a transaction stays with the book.
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
