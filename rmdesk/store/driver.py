"""The one way to open a store's file: SQLCipher's driver, for encrypted and plain files alike."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sqlcipher3 import dbapi2 as sqlite

from rmdesk.errors import NotAStore, WrongPassphrase

DatabaseError = sqlite.DatabaseError
OperationalError = sqlite.OperationalError

Value = int | str | float | None
Row = tuple[Value, ...]

BUSY_MILLISECONDS = 5_000


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

    def close(self) -> None:
        """Let go of the file."""


def connect(path: Path, key: bytes | bytearray | None) -> Connection:
    """A connection to the file, made when it is not there; `key` (32 bytes) opens it.

    Raises NotAStore or WrongPassphrase when the file cannot be read with this key.
    """
    connection: Connection = sqlite.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = none")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "temp_store = MEMORY",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite.OperationalError:
        connection.close()
        raise
    except sqlite.DatabaseError:
        connection.close()
        raise (NotAStore(path=path) if key is None else WrongPassphrase()) from None
    return connection
