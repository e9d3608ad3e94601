"""What a purge blanked in the history, sealed in the purge itself, so that nothing else may be.

A blanked entry cannot be compared with its digest any more. So each purge records how many it
blanked and a digest of their ids; one that only pretends to be purged is noticed.
"""

import json
from collections.abc import Iterator

from rmdesk.store.book import Book
from rmdesk.store.chain import Digests
from rmdesk.terms import Act

TABLE = "history"


def seal(book: Book, purge_id: int) -> dict[str, object]:
    """Return what a purge blanked: how many entries, and the digest of their ids."""
    found: dict[str, object] = {}
    for table in ("changes", "deeds"):
        digests, count = Digests(), 0
        cursor = book.connection.execute(
            f"SELECT id FROM {table} WHERE purged = ? ORDER BY id", (purge_id,)
        )
        for (row_id,) in cursor:
            digests.add(f"{row_id} ")
            count += 1
        found |= {table: count, f"{table}_digest": digests.whole()}
    return found


def broken(book: Book) -> Iterator[tuple[int, int]]:
    """Yield the purges that blanked other entries than those sealed: id and instant of each.

    An entry that names a purge which is not there counts as one of those (instant 0).
    """
    purges = book.rows("SELECT id, at FROM deeds WHERE act = ?", (Act.PURGE.value,))
    for purge_id, at in purges:
        sealed = book.value(
            'SELECT new FROM changes WHERE deed_id = ? AND "table" = ?', (purge_id, TABLE)
        )
        try:
            same = json.loads(str(sealed)) == seal(book, int(purge_id or 0))
        except ValueError:
            same = False
        if not same:
            yield int(purge_id or 0), int(at or 0)
    known = {row[0] for row in purges}
    marks = "SELECT DISTINCT purged FROM {} WHERE purged IS NOT NULL"
    for (named,) in book.rows(f"{marks.format('changes')} UNION {marks.format('deeds')}"):
        if named not in known:
            yield int(named or 0), 0
