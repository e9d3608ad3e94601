"""The open book: one connection, reads in SQL, and operations that are stored whole or not at all.

What is drawn at every key is read with plain SQL over the driver; what changes goes through a
`HistorySession`, one SQL transaction for each operation. SQLAlchemy is imported with the first of
them, so that a first list can be shown before that.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rmdesk.errors import (
    DeskError,
    Gone,
    NotADemo,
    PassphraseNeeded,
)
from rmdesk.store import header, migrate, vault
from rmdesk.store.driver import Connection, DatabaseError, Row, Value, connect, connect_to_read
from rmdesk.store.ids import LARGEST_STARTING_ID, IdSource
from rmdesk.store.making import under_construction
from rmdesk.store.place import Place
from rmdesk.store.remembering import Remembering
from rmdesk.store.touched import Touched
from rmdesk.terms import Act

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from rmdesk.store.backups import Backup, Keeping, Reason
    from rmdesk.store.session import Writing


T = TypeVar("T")
Parameters = tuple[Value, ...] | Mapping[str, Value]


@dataclass(frozen=True)
class Clock:
    """The day that everything is reckoned from: the machine's, or a given one."""

    fixed: date | None = None

    def today(self) -> date:
        """The manager's day."""
        return self.fixed or datetime.now().astimezone().date()

    def now(self) -> datetime:
        """The present moment; on a given day, with the machine's time of day."""
        now = datetime.now().astimezone()
        if self.fixed is not None:
            now = datetime.combine(self.fixed, now.time()).astimezone()
        return now.astimezone(UTC)


@dataclass(frozen=True)
class Card:
    """What holds for the whole book; `currency` may be empty in an older store."""

    currency: str
    device: int
    demo: bool


class Opener:
    """Opens a store's file; nothing else keeps its key, and here it can be overwritten."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self.path = path
        self._key = None if key is None else bytearray(key)

    @property
    def key(self) -> bytes | None:
        """The key of an encrypted file; None for a plain one."""
        return None if self._key is None else bytes(self._key)

    def forget(self) -> None:
        """Overwrite the key: nothing is opened after that."""
        if self._key is not None:
            self._key[:] = bytes(len(self._key))

    def __call__(self) -> Connection:
        """Return a new connection to the file."""
        return connect(self.path, self.key)


class Book(Remembering):
    """An open store. All calls belong to one thread at a time."""

    def __init__(
        self, path: Path, connect: Opener, clock: Clock, connection: Connection | None = None
    ) -> None:
        """`connect` opens the file, where `connection` has not; it alone knows the key."""
        self.path = path
        self.clock = clock
        self._connect = connect
        self._is_twin = False
        self.connection = connection or connect()
        self.place = Place.of(path)
        self.derive: Callable[[Book, Touched], None] = lambda _book, _touched: None
        # What is to happen in the same transaction as the next write, at its end.
        self.before_commit: Callable[[Book], None] = lambda _book: None
        self.actor = "manager"
        self.ids = IdSource(self.card().device)
        self.engine: Engine | None = None
        self._writing: Writing | None = None
        self._largest_id = ""
        Remembering.__init__(self)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of one query."""
        return self.connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Parameters = ()) -> Value:
        """The first value of the first row, None where there is no row."""
        row = self.connection.execute(sql, parameters).fetchone()
        return row[0] if row else None

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """The first value as a whole number; 0 for none."""
        value = self.value(sql, parameters)
        assert value is None or isinstance(value, int)
        return value or 0

    def card(self) -> Card:
        """What holds for the whole book."""
        currency, device, demo = self.rows("SELECT currency, device, demo FROM book")[0]
        assert isinstance(device, int)
        return Card(str(currency), device, bool(demo))

    def set_currency(self, currency: str) -> None:
        """Keep the book in this currency (to be called inside an operation)."""
        before = self.card().currency
        if before == currency:
            return
        self.connection.execute("UPDATE book SET currency = ?", (currency,))
        if self._writing is not None:
            old: dict[str, Value] = {"currency": before}
            self._writing.journal.add("book", 1, old, {"currency": currency})

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold the store for writing: all that happens inside is kept together or not at all."""
        self.place.check()
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            self.connection.execute("PRAGMA defer_foreign_keys = ON")
            self.ids.start_after(self._last_id())
            yield
            self.before_commit(self)
            self.place.check()
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        finally:
            self.ids.stop()
        # What went into a file that was moved meanwhile must not count as written.
        self.place.check()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the same data in all reads inside, whatever other programs write meanwhile."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("COMMIT")

    @contextmanager
    def deed(
        self, act: Act, customer_id: int | None = None, label: str = ""
    ) -> Iterator["Writing"]:
        """One thing done by the manager: data, history and everything derived, together.

        Raises StoreBusy when another program holds the store.
        """
        from rmdesk.store.session import Writing

        with Writing(self, act, customer_id, label) as writing, self.holding():
            writing.begin()
            self._writing = writing
            try:
                yield writing
                writing.finish()
            finally:
                self._writing = None

    def _last_id(self) -> int:
        """Return the largest id in any table, 0 in an empty store."""
        if not self._largest_id:
            tables = self.rows(
                "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
                " WHERE m.type = 'table' AND c.name = 'id' AND m.name NOT LIKE 'search%'"
            )
            largest = " UNION ALL ".join(
                f'SELECT max(id) AS id FROM "{name}" WHERE id <= {LARGEST_STARTING_ID}'
                for (name,) in tables
            )
            self._largest_id = f"SELECT max(id) FROM ({largest})"
        return self.number(self._largest_id)

    def twin(self) -> "Book":
        """The same book over a connection of its own, for long work in another thread."""
        self.place.check()
        twin = Book(self.path, self._connect, self.clock)
        twin.derive = self.derive
        twin._is_twin = True
        return twin

    @property
    def is_encrypted(self) -> bool:
        """Whether the file is encrypted."""
        return self._connect.key is not None

    def back_up(self, reason: "Reason", target: Path) -> "Backup":
        """Copy the whole store to a file and check the copy. Raise what `make_backup` raises."""
        from rmdesk.store.backups import make_backup

        self.place.check()
        key, now = self._connect.key, self.clock.now()
        return make_backup(self.path, self.connection, key, reason, now, target)

    def close(self) -> None:
        """Let go of the file and of what was read from it; unless it is a twin, of the key too."""
        self.forget_remembered()
        try:
            if self.engine is not None:
                self.engine.dispose()
                self.engine = None
            self.connection.close()
        finally:
            if not self._is_twin:
                self._connect.forget()


def create(
    path: Path,
    passphrase: str | None,
    clock: Clock,
    currency: str = "",
    demo: bool = False,
    fill: Callable[["Book"], None] = lambda _book: None,
) -> Book:
    """Make a store, encrypted unless `passphrase` is None, and open it. Raise StoreExists.

    `fill` puts in what a new store starts with; only then does it get its name.
    """
    with under_construction(path) as made:
        key = None if passphrase is None else vault.make_key(made, passphrase)
        migrate.upgrade(made, key)
        connection = connect(made, key)
        connection.execute(
            "INSERT INTO book (id, currency, device, demo, created_at) VALUES (1, ?, ?, ?, ?)",
            (currency, secrets.randbelow(1024), demo, int(clock.now().timestamp() * 1000)),
        )
        connection.close()
        book = Book(made, Opener(made, key), clock)
        try:
            fill(book)
        finally:
            book.close()
    if key is not None:
        vault.ensure_copy(path)
    return Book(path, Opener(path, key), clock)


def open_book(
    path: Path, passphrase: str | None, clock: Clock, keeping: "Keeping | None" = None
) -> Book:
    """Open a store, bringing it to the newest schema first, after a backup (by `keeping`).

    Raise what `header.is_encrypted` raises, PassphraseNeeded, NewerStore, and what `vault.open_key`
    raises.
    """
    key: bytes | None = None
    if header.is_encrypted(path):
        if passphrase is None:
            raise PassphraseNeeded(path=path)
        key = vault.open_key(path, passphrase)
    opener = Opener(path, key)
    connection = opener()
    try:
        if migrate.check(path, connection):
            return Book(path, opener, clock, connection)
    except BaseException:
        connection.close()
        raise
    connection.close()
    migrate.upgrade(path, key, keeping)
    return Book(path, opener, clock)


def found(row: Row | None) -> Row:
    """The row, or Gone where there is none."""
    if row is None:
        raise Gone
    return row


def require_demo(path: Path) -> None:
    """Raise NotADemo unless the file is a demo book; it is only read."""
    try:
        if not path.is_file() or header.is_encrypted(path):
            raise NotADemo(path=path)
        connection = connect_to_read(path, None)
        try:
            row = connection.execute("SELECT demo FROM book").fetchone()
        finally:
            connection.close()
    except (DeskError, DatabaseError, OSError):
        raise NotADemo(path=path) from None
    if not row or row[0] != 1:
        raise NotADemo(path=path)
