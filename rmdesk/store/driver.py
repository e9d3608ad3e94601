"""The one way to open a store's file: SQLCipher's driver, for encrypted and plain files alike.

Every failure of the file, the disk or another program leaves here as a DeskError in words, so
that SQLAlchemy, which works over the same connection, passes it on unchanged.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, cast
from urllib.parse import quote

from sqlcipher3 import dbapi2 as sqlite

from rmdesk.errors import DeskError, StoreBusy, StoreInUse
from rmdesk.store.driver_errors import to_desk_error

DatabaseError = sqlite.DatabaseError
OperationalError = sqlite.OperationalError
IntegrityError = sqlite.IntegrityError

Value = int | str | float | None
Row = tuple[Value, ...]
P = ParamSpec("P")
T = TypeVar("T")

BUSY_MILLISECONDS = 5_000
_ROWS_AT_A_TIME = 1_000
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "cache_size = -65536",
)
_ALONE = ("locking_mode = EXCLUSIVE", "busy_timeout = 500", "synchronous = FULL")


class Cursor(Protocol):
    """What is used of a driver's cursor."""

    rowcount: int

    def fetchall(self) -> list[Row]:
        """All rows that are left."""

    def fetchone(self) -> Row | None:
        """The next row."""

    def __iter__(self) -> Iterator[Row]:
        """The rows, one after the other."""


class Connection(Protocol):
    """What is used of a driver's connection."""

    in_transaction: bool
    total_changes: int

    def execute(self, sql: str, parameters: object = ...) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: object) -> Cursor:
        """Run one statement for each set of parameters."""

    def backup(self, target: "Connection") -> None:
        """Copy the whole database into another one, as of one moment."""

    def close(self) -> None:
        """Let go of the file."""


_execute: Callable[..., "_Cursor"] = sqlite.Cursor.execute
_fetchall: Callable[["_Cursor"], list[Row]] = sqlite.Cursor.fetchall


class _Cursor(sqlite.Cursor):  # type: ignore[misc]
    """A cursor whose failures are in words."""

    def execute(self, *arguments: object) -> "_Cursor":
        """Run one statement."""
        # Without a call more: every look at the store comes through here many times.
        try:
            return _execute(self, *arguments)
        except (sqlite.Error, UnicodeDecodeError) as error:
            raise self.connection.worded(error) from None

    def executemany(self, *arguments: object) -> "_Cursor":
        """Run one statement for each set of parameters."""
        return self.connection.in_words(super().executemany, *arguments)  # type: ignore[no-any-return]

    def fetchone(self) -> Row | None:
        """Return the next row."""
        return cast(Row | None, self.connection.in_words(super().fetchone))

    def fetchmany(self, size: int = _ROWS_AT_A_TIME) -> list[Row]:
        """Return the next rows."""
        return cast(list[Row], self.connection.in_words(super().fetchmany, size))

    def fetchall(self) -> list[Row]:
        """Return all rows that are left."""
        try:
            return _fetchall(self)
        except (sqlite.Error, UnicodeDecodeError) as error:
            raise self.connection.worded(error) from None

    def __iter__(self) -> Iterator[Row]:
        while rows := self.fetchmany():
            yield from rows


class _Connection(sqlite.Connection):  # type: ignore[misc]
    """A connection whose failures are in words."""

    path = Path()
    encrypted = False
    opening = True

    def in_words(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a call of the driver returns; raise what goes wrong as a DeskError."""
        try:
            return call(*args, **kwargs)
        except (sqlite.Error, UnicodeDecodeError) as error:
            raise self.worded(error) from None

    def worded(self, error: Exception) -> Exception:
        """Return what the driver raised as a DeskError; itself where there are no words for it."""
        found: Exception | None = None
        if isinstance(error, UnicodeDecodeError):
            malformed = sqlite.OperationalError("malformed")
            found = to_desk_error(malformed, self.path, False, False)
        elif not isinstance(error, sqlite.IntegrityError):
            found = to_desk_error(error, self.path, self.encrypted, self.opening)
        return found or error

    def cursor(self) -> _Cursor:
        """Return a new cursor."""
        return cast(_Cursor, super().cursor(_Cursor))

    def commit(self) -> None:
        """Commit, as SQLAlchemy does it."""
        self.in_words(super().commit)

    def rollback(self) -> None:
        """Roll back, as SQLAlchemy does it."""
        self.in_words(super().rollback)

    def backup(self, target: Connection) -> None:
        """Copy the whole database into another one, as of one moment."""
        self.in_words(super().backup, target)


def connect(path: Path, key: bytes | None) -> Connection:
    """Return a connection to the file, made when it is not there; `key` opens it.

    The key has 32 bytes, or 48 where the salt is part of it that the file begins with.
    Raise what `driver_errors` says: NotAStore for somebody else's file, StoreDamaged for one that
    cannot be read with its key, StoreBusy, StoreFull, StoreReadOnly, StoreNotOpened …
    """
    return _opened(path, str(path), key, _PRAGMAS)


def connect_to_read(path: Path, key: bytes | None) -> Connection:
    """Return a connection that reads a file nobody has open and leaves every byte as it is.

    A log of changes (WAL) beside it is not read. Raise what `connect` raises.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    return _opened(path, address, key, ("temp_store = MEMORY", "trusted_schema = OFF"))


def connect_bare(path: Path, key: bytes | None) -> Connection:
    """Return a connection to a file of one's own, to copy into. Raise what `connect` raises."""
    return _opened(path, str(path), key, ("synchronous = FULL", "temp_store = MEMORY"))


def connect_alone(path: Path, key: bytes | None) -> Connection:
    """Return a connection that holds the file for itself and has no log of changes beside it.

    Raise StoreInUse where another program has the store open.
    """
    try:
        connection = _opened(path, str(path), key, _ALONE)
    except StoreBusy:
        raise StoreInUse(path=path) from None
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except StoreBusy:
        connection.close()
        raise StoreInUse(path=path) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, address: str, key: bytes | None, pragmas: tuple[str, ...]) -> Connection:
    try:
        connection = sqlite.connect(
            address,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
            factory=_Connection,
            uri=address != str(path),
        )
    except sqlite.Error as error:
        raise to_desk_error(error, path, key is not None, True) or error from None
    connection.path, connection.encrypted = path, key is not None
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = none")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        if pragmas is _ALONE:
            for pragma in _ALONE:
                connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        # The log of changes is opened with the first read.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (DeskError, sqlite.Error):
        with suppress(sqlite.Error):
            connection.close()
        raise
    connection.opening = False
    return cast(Connection, connection)
