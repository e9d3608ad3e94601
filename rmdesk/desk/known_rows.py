"""The rows of the book that rows of a file are."""

import json
from collections.abc import Mapping, Sequence

from rmdesk.desk.import_rules import Row
from rmdesk.exchange.column import Layout
from rmdesk.store.book import Book

_PLAIN_LOOK_ALIKE = ("born", "identity_number", "phones")


def known_rows(book: Book, layout: Layout, rows: Sequence[Row], met: set[int]) -> Mapping[int, Row]:
    """Return the rows of the book that some rows of a file are, by their place among these.

    `met` are the ids that earlier rows of the file were; by name alone none is met twice.
    """
    book.rows("CREATE TEMP TABLE IF NOT EXISTS incoming (n INTEGER PRIMARY KEY, keys TEXT)")
    found: dict[int, Row] = {}
    met = set(met)
    keys = [("id",), layout.key] if layout.has_id else [layout.key]
    if layout.table == "customers":
        keys.append(("name",))
    names = [str(r[1]) for r in book.rows(f"PRAGMA table_info({layout.table})")]
    for key in keys:
        wanted = [
            (n, json.dumps([row.get(k) for k in key]))
            for n, row in enumerate(rows)
            if n not in found
            and (row.get(key[0]) is not None or key[0] == "customer_id")
            and (key == ("id",) or not row.get("id"))
        ]
        if not wanted:
            continue
        book.rows("DELETE FROM temp.incoming")
        book.connection.executemany("INSERT INTO temp.incoming VALUES (?, ?)", wanted)
        join = " AND ".join(
            f"t.\"{k}\" IS json_extract(i.keys, '$[{p}]')" for p, k in enumerate(key)
        )
        sql = f"SELECT i.n, t.* FROM temp.incoming i CROSS JOIN {layout.table} t ON {join}"
        for place, *values in book.rows(sql):
            existing = dict(zip(names, values, strict=True))
            assert isinstance(place, int)
            if place in found or (key == ("name",) and not _alike(rows[place], existing, met)):
                continue
            found[place] = existing
            met.add(int(existing["id"] or 0))
    return found


def _alike(row: Row, existing: Row, met: set[int]) -> bool:
    """Whether a customer without a bank id is one of that name: nothing known of it differs."""
    if row.get("bank_id") or existing["bank_id"] or existing["id"] in met:
        return False
    return all(row.get(n) in (None, existing[n]) for n in _PLAIN_LOOK_ALIKE)
