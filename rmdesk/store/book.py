"""The open book: one connection, reads in SQL, and deeds that are kept whole or not at all.

What is drawn at every key is read with plain SQL over the driver; what changes goes through a
`HistorySession`, one SQL transaction a deed. SQLAlchemy is imported with the first deed, so that
a first list can stand before that.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rmdesk.errors import Gone, NoStore, PassphraseNeeded, StoreBusy, StoreExists
from rmdesk.store import migrate, vault
from rmdesk.store.driver import Connection, OperationalError, Row, Value, connect
from rmdesk.store.ids import IdSource
from rmdesk.store.touched import Touched
from rmdesk.terms import Act

if TYPE_CHECKING:
    from sqlalchemy import Engine

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
    """What holds for the whole book; `currency` is empty until the first account."""

    currency: str
    device: int
    demo: bool


class Book:
    """An open store. All calls belong to one thread at a time."""

    def __init__(
        self,
        path: Path,
        connect: Callable[[], Connection],
        clock: Clock,
        forget_key: Callable[[], None] = lambda: None,
    ) -> None:
        """`connect` opens the file; it knows the key, which is kept nowhere else.

        `forget_key` overwrites that key; only the book that was opened first does so.
        """
        self.path = path
        self._forget_key = forget_key
        self.clock = clock
        self._connect = connect
        self.connection = connect()
        self.derive: Callable[[Book, Touched], None] = lambda _book, _touched: None
        self.actor = "manager"
        self.ids = IdSource(self.card().device)
        self.engine: Engine | None = None
        self._remembered: dict[str, tuple[tuple[int, int, date], Any]] = {}

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
        """Keep the book in this currency (to be called inside a deed)."""
        self.connection.execute("UPDATE book SET currency = ?", (currency,))

    def data_version(self) -> int:
        """A number that differs once another program has changed the store."""
        return self.number("PRAGMA data_version")

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once as long as nobody writes to the store and no day ends.

        For what every look needs and few writes change; `name` says what it is.
        """
        key = (self.data_version(), self.connection.total_changes, self.clock.today())
        known = self._remembered.get(name)
        if known is None or known[0] != key:
            known = self._remembered[name] = (key, make())
        found: T = known[1]
        return found

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold the store for writing: all that happens inside is kept together or not at all."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("PRAGMA defer_foreign_keys = ON")
        except OperationalError:
            raise StoreBusy from None
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def deed(
        self, act: Act, customer_id: int | None = None, label: str = ""
    ) -> Iterator["Writing"]:
        """One thing done by the manager: data, history and everything derived, together.

        Raises StoreBusy when another program holds the store.
        """
        from rmdesk.store.session import Writing

        with Writing(self, act, customer_id, label) as writing, self.holding():
            self.ids.start_after(self.number("SELECT max(id) FROM changes"))
            writing.begin()
            yield writing
            writing.finish()

    def twin(self) -> "Book":
        """The same book over a connection of its own, for long work in another thread."""
        twin = Book(self.path, self._connect, self.clock)
        twin.derive = self.derive
        return twin

    def close(self) -> None:
        """Let go of the file, of what was read from it, and of the key."""
        self._remembered.clear()
        if self.engine is not None:
            self.engine.dispose()
            self.engine = None
        self.connection.close()
        self._forget_key()


def create(
    path: Path, passphrase: str | None, clock: Clock, currency: str = "", demo: bool = False
) -> Book:
    """Make a store, encrypted unless `passphrase` is None, and open it. Raises StoreExists."""
    if path.exists() or vault.key_path(path).exists():
        raise StoreExists(path=path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = None if passphrase is None else vault.make_key(path, passphrase)
    try:
        path.touch(mode=0o600)
        migrate.upgrade(path, key)
        connection = connect(path, key)
        connection.execute(
            "INSERT INTO book (id, currency, device, demo, created_at) VALUES (1, ?, ?, ?, ?)",
            (currency, secrets.randbelow(1024), demo, int(clock.now().timestamp() * 1000)),
        )
        connection.close()
    except BaseException:
        path.unlink(missing_ok=True)
        vault.key_path(path).unlink(missing_ok=True)
        raise
    return _book(path, key, clock)


def _book(path: Path, key: bytes | None, clock: Clock) -> Book:
    """An open book that holds the key where it can be overwritten."""
    if key is None:
        return Book(path, lambda: connect(path, None), clock)
    held = bytearray(key)

    def wipe() -> None:
        held[:] = bytes(len(held))

    return Book(path, lambda: connect(path, held), clock, wipe)


def open_book(path: Path, passphrase: str | None, clock: Clock) -> Book:
    """Open a store, bringing it to the newest schema first.

    Raises NoStore, PassphraseNeeded, WrongPassphrase, KeyFileMissing, NotAStore, NewerStore.
    """
    key: bytes | None = None
    if is_encrypted(path):
        if passphrase is None:
            raise PassphraseNeeded(path=path)
        key = vault.open_key(path, passphrase)
    connection = connect(path, key)
    try:
        current = migrate.check(path, connection)
    finally:
        connection.close()
    if not current:
        migrate.upgrade(path, key)
    return _book(path, key, clock)


def is_encrypted(path: Path) -> bool:
    """Whether the store at the path needs a passphrase. Raises NoStore, NotAStore."""
    if not path.exists():
        raise NoStore(path=path)
    return vault.is_encrypted(path)


def found(row: Row | None) -> Row:
    """The row, or Gone where there is none."""
    if row is None:
        raise Gone
    return row
