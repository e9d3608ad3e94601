"""Remove a customer and all that is about it, from every table and the search.

What others share with the customer stays with them: a joint account goes to the other owner, and
a reference to a row that is gone is emptied.
"""

from typing import NamedTuple

from rmdesk.store import failures
from rmdesk.store.book import Book
from rmdesk.store.session import Writing

# Rows about a customer that no foreign key ties to it.
_BESIDE = ("drafts", "lifetimes", "spending", "standings", "rollup", "capital", "restatements")
_OWNED_THOUGH_OPTIONAL = (("follow_ups", "customer_id"),)


class Key(NamedTuple):
    """A foreign key to a row's id."""

    table: str
    column: str
    parent: str
    required: bool


def collect(book: Book, customer_id: int) -> dict[str, int]:
    """Fill `temp.purged` with the rows that are about a customer; return how many, by table."""
    book.rows(
        'CREATE TEMP TABLE IF NOT EXISTS purged ("table" TEXT, id INTEGER,'
        ' PRIMARY KEY ("table", id)) WITHOUT ROWID'
    )
    book.rows("DELETE FROM temp.purged")
    book.rows("INSERT INTO temp.purged VALUES ('customers', ?)", (customer_id,))
    shared = (
        "SELECT a.id FROM accounts a WHERE a.customer_id = ?1 AND NOT EXISTS (SELECT 1"
        " FROM account_holders h WHERE h.account_id = a.id AND h.customer_id <> ?1)"
    )
    book.rows(f"INSERT INTO temp.purged SELECT 'accounts', id FROM ({shared})", (customer_id,))
    keys = [k for k in _keys(book) if k.table not in ("accounts", "account_holders")]
    keys.append(Key("account_holders", "account_id", "accounts", True))
    grows = True
    while grows:
        before = book.number("SELECT count(*) FROM temp.purged")
        for key in keys:
            if key.required or (key.table, key.column) in _OWNED_THOUGH_OPTIONAL:
                book.rows(
                    f"INSERT OR IGNORE INTO temp.purged SELECT '{key.table}', c.id FROM"
                    f' temp.purged p JOIN "{key.table}" c ON c."{key.column}" = p.id'
                    ' WHERE p."table" = ?',
                    (key.parent,),
                )
        grows = book.number("SELECT count(*) FROM temp.purged") > before
    counted = 'SELECT "table", count(*) FROM temp.purged GROUP BY 1 ORDER BY 1'
    return {str(table): int(count or 0) for table, count in book.rows(counted)}


def _keys(book: Book) -> list[Key]:
    rows = book.rows(
        'SELECT m.name, f."from", f."table", c."notnull" FROM sqlite_master m,'
        ' pragma_foreign_key_list(m.name) f, pragma_table_info(m.name) c ON c.name = f."from"'
        " WHERE m.type = 'table' AND f.\"to\" = 'id' AND m.name NOT IN ('changes')"
    )
    return [Key(str(t), str(c), str(p), bool(r)) for t, c, p, r in rows]


def remove(writing: Writing, customer_id: int) -> None:
    """Remove what `collect` found, inside the purge's own operation."""
    book = writing.book
    _give_shared_accounts(writing, customer_id)
    for key in _keys(book):
        if not key.required and (key.table, key.column) not in _OWNED_THOUGH_OPTIONAL:
            book.rows(
                f'UPDATE "{key.table}" SET "{key.column}" = NULL WHERE "{key.column}" IN'
                ' (SELECT id FROM temp.purged WHERE "table" = ?)',
                (key.parent,),
            )
    _remove_beside(book, customer_id)
    writing.touched.customers.add(customer_id)
    for table, first, last, count in book.rows(
        'SELECT "table", min(id), max(id), count(*) FROM temp.purged GROUP BY 1 ORDER BY 1'
    ):
        name = str(table)
        gone = 'SELECT id FROM temp.purged WHERE "table" = ?'
        book.rows(f'DELETE FROM "{name}" WHERE id IN ({gone})', (name,))
        writing.journal.add_many(
            name, int(first or 0), int(last or 0), int(count or 0), None, {"purged": count}
        )


def _remove_beside(book: Book, customer_id: int) -> None:
    """Remove what is about the customer and has no foreign key to it."""
    book.rows(
        "DELETE FROM search_log WHERE rowid IN"
        " (SELECT id FROM temp.purged WHERE \"table\" = 'interactions')"
    )
    book.rows(
        "DELETE FROM search_short WHERE rowid IN"
        " (SELECT id FROM temp.purged WHERE \"table\" IN ('interactions', 'customers'))"
    )
    book.rows("DELETE FROM search_customers WHERE rowid = ?", (customer_id,))
    accounts = "SELECT id FROM temp.purged WHERE \"table\" = 'accounts'"
    for table in ("account_imports", "adjustments"):
        book.rows(f"DELETE FROM {table} WHERE account_id IN ({accounts})")
    book.rows("DELETE FROM drafts WHERE subject_id IN (SELECT id FROM temp.purged)")
    for table in _BESIDE:
        book.rows(f"DELETE FROM {table} WHERE customer_id = ?", (customer_id,))
    failures.clear_failed(book, [customer_id])


def _give_shared_accounts(writing: Writing, customer_id: int) -> None:
    """Give a joint account, and the customer's share of it, to its other owner."""
    book = writing.book
    rows = book.rows(
        "SELECT a.id, CASE WHEN a.customer_id <> ?1 THEN a.customer_id ELSE (SELECT h.customer_id"
        " FROM account_holders h WHERE h.account_id = a.id AND h.customer_id <> ?1"
        " ORDER BY h.day DESC, h.share_ppm DESC LIMIT 1) END FROM accounts a"
        " WHERE a.id NOT IN (SELECT id FROM temp.purged WHERE \"table\" = 'accounts')"
        " AND (a.customer_id = ?1 OR a.id IN"
        " (SELECT account_id FROM account_holders WHERE customer_id = ?1))",
        (customer_id,),
    )
    for account, other in rows:
        assert isinstance(account, int) and isinstance(other, int)
        both = {"account": account, "own": customer_id, "other": other}
        book.rows("UPDATE accounts SET customer_id = :other WHERE id = :account", both)
        book.rows(
            "UPDATE account_holders AS h SET share_ppm = share_ppm + (SELECT o.share_ppm"
            " FROM account_holders o WHERE o.account_id = h.account_id AND o.day = h.day"
            " AND o.customer_id = :own) WHERE account_id = :account AND customer_id = :other"
            " AND EXISTS (SELECT 1 FROM account_holders o WHERE o.account_id = h.account_id"
            " AND o.day = h.day AND o.customer_id = :own)",
            both,
        )
        book.rows(
            "DELETE FROM account_holders AS h WHERE account_id = :account AND customer_id = :own"
            " AND EXISTS (SELECT 1 FROM account_holders o WHERE o.account_id = h.account_id"
            " AND o.day = h.day AND o.customer_id = :other)",
            both,
        )
        book.rows(
            "UPDATE account_holders SET customer_id = :other"
            " WHERE account_id = :account AND customer_id = :own",
            both,
        )
        writing.touched.account(account, 0)
        writing.touched.value_of(other, 0)
        writing.touched.customers.add(other)
