"""Blank what the history says of a purged customer, so that the chain can still be checked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rmdesk.store import purge_seal
from rmdesk.store.book import Book
from rmdesk.store.driver import Value
from rmdesk.store.session import Writing

_REFERENCES = ("id", "customer_id", "other_id", "account_id")
_SCAN = (
    "SELECT id, row_id, last_row_id, old, new FROM changes WHERE deed_id IN"
    " (SELECT deed_id FROM deed_customers WHERE customer_id = ?)"
    " AND (old IS NOT NULL OR new IS NOT NULL)"
)


class _Content(NamedTuple):
    """A change as far as it says something: its rows, each with what is stored of it."""

    id: int
    row_id: int
    is_one_row: bool
    rows: Sequence[Mapping[str, Value]]


def blank_history(writing: Writing, customer_id: int, name: str) -> int:
    """Blank what the history says of the rows in `temp.purged`; return how many changes.

    Labels of operations about the customer, and of others that contain the name, are blanked too.
    The digests stay, and the purge seals what it blanked.
    """
    book, purge_id = writing.book, writing.deed_id
    found = [(purge_id, change) for change in _about(book, customer_id)]
    blank = "UPDATE changes SET old = NULL, new = NULL, purged = ? WHERE id = ? AND purged IS NULL"
    book.connection.executemany(blank, found)
    book.rows(
        "UPDATE deeds SET purged = ?1 WHERE purged IS NULL"
        " AND id IN (SELECT deed_id FROM changes WHERE purged = ?1)",
        (purge_id,),
    )
    book.rows(
        "UPDATE deeds SET label = '', purged = coalesce(purged, ?1) WHERE label <> ''"
        " AND (customer_id = ?2 OR (customer_id IS NULL AND instr(label, ?3) > 0))",
        (purge_id, customer_id, name),
    )
    book.rows("DELETE FROM deed_customers WHERE customer_id = ?", (customer_id,))
    seal = purge_seal.seal(book, purge_id)
    writing.journal.add_many(purge_seal.TABLE, purge_id, purge_id, 0, None, seal)
    return len(found)


def _about(book: Book, customer_id: int) -> Iterator[int]:
    """The changes of rows that are about the customer, were it long ago."""
    yield from _ids(
        book,
        'SELECT c.id FROM temp.purged p JOIN changes c ON c."table" = p."table" AND c.row_id = p.id'
        " WHERE c.last_row_id IS NULL",
    )
    yield from _ids(
        book,
        "SELECT c.id FROM changes c WHERE c.last_row_id IS NOT NULL AND EXISTS (SELECT 1"
        ' FROM temp.purged p WHERE p."table" = c."table"'
        " AND p.id BETWEEN c.row_id AND c.last_row_id)",
    )
    known = set(_ids(book, "SELECT id FROM temp.purged"))
    # Once for what refers to the customer, once for what refers to an account that is gone.
    for _ in range(2):
        for content in _contents(book, customer_id):
            known.update(_rows_about(content, known))
    for content in _contents(book, customer_id):
        if (content.is_one_row and content.row_id in known) or _rows_about(content, known):
            yield content.id


def _contents(book: Book, customer_id: int) -> Iterator[_Content]:
    for change_id, row_id, last, *texts in book.connection.execute(_SCAN, (customer_id,)):
        rows: list[Mapping[str, Value]] = []
        for content in (json.loads(str(text)) for text in texts if text):
            if "columns" in content and "rows" in content:
                names = content["columns"]
                rows += [dict(zip(names, row, strict=True)) for row in content["rows"]]
            elif last is None:
                rows.append({"id": row_id, **content})
        yield _Content(int(change_id or 0), int(row_id or 0), last is None, rows)


def _rows_about(content: _Content, known: set[int]) -> list[int]:
    """The ids of a change's rows that are, or refer to, what is known to be the customer's."""
    return [
        int(row.get("id") or 0)
        for row in content.rows
        if any(row.get(name) in known for name in _REFERENCES)
    ]


def _ids(book: Book, sql: str) -> list[int]:
    return [int(row[0] or 0) for row in book.rows(sql)]
