"""Rewrite the store's file after a purge, so that nothing removed can be read in it any more."""

from contextlib import suppress

from rmdesk.errors import DeskError
from rmdesk.store.book import Book
from rmdesk.store.driver import OperationalError

_UNFINISHED = "purge_unfinished"
_SEARCH = ("search_customers", "search_log", "search_short")


def overwrite_removed(book: Book) -> None:
    """Let this connection overwrite with zeros what it removes."""
    book.rows("PRAGMA secure_delete = ON")


def mark_unfinished(book: Book) -> None:
    """Note, inside the purge's operation, that the file is still to be rewritten."""
    book.rows("INSERT OR REPLACE INTO derived VALUES (?, 1)", (_UNFINISHED,))


def is_unfinished(book: Book) -> bool:
    """Return whether the file is still to be rewritten."""
    return bool(book.number("SELECT value FROM derived WHERE name = ?", (_UNFINISHED,)))


def rewrite(book: Book) -> bool:
    """Rewrite the search, the file and its log, so that nothing removed is left in them.

    Return False where another program or a full disk is in the way; then it is to be done again.
    """
    overwrite_removed(book)
    try:
        for table in _SEARCH:
            book.rows(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        book.rows("DELETE FROM derived WHERE name = ?", (_UNFINISHED,))
        book.rows("VACUUM")
        rewritten = not book.number("PRAGMA wal_checkpoint(TRUNCATE)")
    except (DeskError, OperationalError):
        rewritten = False
    if not rewritten:
        with suppress(DeskError, OperationalError):
            mark_unfinished(book)
    return rewritten
