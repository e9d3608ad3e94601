"""Whether a file is sound: its pages, its trees and indexes, and what its rows refer to."""

from typing import TYPE_CHECKING, NamedTuple

from rmdesk.errors import StoreDamaged
from rmdesk.store.driver import Connection

if TYPE_CHECKING:
    from rmdesk.store.book import Book

_AT_MOST = 100
_DERIVED = frozenset(
    {"rollup", "adjustments", "standings", "derived", "capital", "lifetimes", "lifetime_fit"}
    | {"spending", "evidence", "peer_holdings"}
)


class Broken(NamedTuple):
    """Rows of a table that refer to rows of another one which are not there."""

    table: str
    parent: str
    rows: int


def list_damage(connection: Connection, encrypted: bool, deep: bool = True) -> list[str]:
    """Return what SQLite and SQLCipher find wrong with the file; empty where it is sound.

    Not `deep` leaves out the comparison of indexes with their tables.
    """
    try:
        check = "integrity_check" if deep else "quick_check"
        rows = connection.execute(f"PRAGMA {check}({_AT_MOST})").fetchall()
        found = [str(row[0]) for row in rows if row[0] != "ok"]
        if encrypted:
            rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            found += [str(row[0]) for row in rows[:_AT_MOST]]
    except StoreDamaged:
        return ["unreadable"]
    return found


def require_sound(book: "Book") -> None:
    """Raise StoreDamaged where the file of an open store is damaged."""
    if list_damage(book.connection, book.is_encrypted):
        raise StoreDamaged(path=book.path) from None


def is_lost(connection: Connection, encrypted: bool) -> bool:
    """Return whether something is damaged that cannot be built again from the rest."""
    return not all(is_mendable(damage) for damage in list_damage(connection, encrypted))


def is_mendable(damage: str) -> bool:
    """Return whether what is damaged can be built again: an index, or the index of search."""
    return is_in_search(damage) or " index " in damage


def is_in_search(damage: str) -> bool:
    """Return whether what is damaged is the index of search."""
    return "FTS5" in damage or "fts5" in damage or "search_" in damage


def list_broken(connection: Connection) -> list[Broken]:
    """Return the references that lead nowhere, by table."""
    rows = connection.execute(
        'SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2'
    ).fetchall()
    return [Broken(str(table), str(parent), int(count or 0)) for table, parent, count in rows]


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has; those of search are counted by their contents."""
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
        " AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    counts = {}
    for (name,) in rows:
        row = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        counts[str(name)] = int(row[0] or 0) if row else 0
    return counts


def count_data(counts: dict[str, int]) -> dict[str, int]:
    """Return the counts of what cannot be built again from other rows."""
    hidden = ("search_", "alembic_")
    return {n: c for n, c in counts.items() if n not in _DERIVED and not n.startswith(hidden)}
