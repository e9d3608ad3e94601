"""Digests that chain the history, so that a change of it behind the program's back is noticed.

Each change has the SHA-256 of its content, each operation that of its own. The chain of an
operation is the SHA-256 of the chain before it, its digest, and the digest of its changes' digests
in the order of their ids. What changes afterwards (`undone_by`, `purged`) is in none of them. A
purge blanks content and leaves the digests, so the chain holds without it.
"""

import hashlib
import json
from typing import NamedTuple

from rmdesk.store.driver import Connection, Value

START = "0" * 64


class ChangeRow(NamedTuple):
    """The content of a change, in the order in which it is stored and digested."""

    id: int
    deed_id: int
    table: str
    row_id: int
    last_row_id: int | None
    old: str | None
    new: str | None
    stamp: int | None


class OperationRow(NamedTuple):
    """The content of an operation, in the order in which it is stored and digested."""

    id: int
    at: int
    act: str
    actor: str
    customer_id: int | None
    label: str
    takes_back: int | None
    change_count: int
    row_count: int


class Head(NamedTuple):
    """Where the chain ends: how many operations it has, and the chain of the last one."""

    operations: int
    chain: str


CHANGE_COLUMNS = 'id, deed_id, "table", row_id, last_row_id, old, new, stamp'
OPERATION_COLUMNS = "id, at, act, actor, customer_id, label, takes_back, change_count, row_count"


def digest_of(content: tuple[Value, ...]) -> str:
    """Return the SHA-256 of a row's content, in hexadecimal digits."""
    text = json.dumps(content, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class Digests:
    """The digest of digests that come one after the other."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, digest: str) -> None:
        """Take the next digest in."""
        self._hash.update(digest.encode("ascii", "replace"))

    def whole(self) -> str:
        """Return the digest of all that came so far."""
        return self._hash.hexdigest()


def link(previous: str, operation: str, changes: str) -> str:
    """Return an operation's chain: after the one before it, over its digest and its changes'."""
    return hashlib.sha256(f"{previous}{operation}{changes}".encode("ascii", "replace")).hexdigest()


def read_head(connection: Connection) -> Head:
    """Return where the chain ends; the start where nothing was done yet."""
    row = connection.execute("SELECT deeds, chain FROM history_head").fetchone()
    return Head(int(row[0] or 0), str(row[1])) if row else Head(0, START)


def write_head(connection: Connection, head: Head) -> None:
    """Store where the chain ends."""
    connection.execute("INSERT OR REPLACE INTO history_head VALUES (1, ?, ?)", head)


def append_operation(connection: Connection, operation: OperationRow, changes: str) -> None:
    """Store an operation at the chain's end; `changes` is the digest of its changes' digests."""
    head = read_head(connection)
    digest = digest_of(operation)
    chain = link(head.chain, digest, changes)
    marks = ", ".join("?" * (len(operation) + 2))
    connection.execute(
        f"INSERT INTO deeds ({OPERATION_COLUMNS}, digest, chain) VALUES ({marks})",
        (*operation, digest, chain),
    )
    write_head(connection, Head(head.operations + 1, chain))
