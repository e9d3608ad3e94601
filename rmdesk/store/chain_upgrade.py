"""Chain the history of a store that was written before there was a chain.

Called by migration 0005 only. It streams, so that a history of millions needs no memory.
"""

from rmdesk.store import chain
from rmdesk.store.chain import ChangeRow, Digests, Head, OperationRow
from rmdesk.store.driver import Connection, Value

_PAGE = 1_000
_HISTORY = {"deeds", "changes", "deed_customers"}


def chain_history(connection: Connection) -> None:
    """Give every operation and every change its digest, and every operation its chain."""
    connection.execute(
        "UPDATE deeds SET takes_back = (SELECT d.id FROM deeds d WHERE d.undone_by = deeds.id)"
        " WHERE act = 'undo'"
    )
    _note_customers(connection)
    head, after = Head(0, chain.START), -1
    while page := _operations_after(connection, after):
        for operation_id in page:
            head = _chain_operation(connection, operation_id, head)
        after = page[-1]
    chain.write_head(connection, head)


def _operations_after(connection: Connection, after: int) -> list[int]:
    sql = "SELECT id FROM deeds WHERE id > ? ORDER BY id LIMIT ?"
    return [int(row[0] or 0) for row in connection.execute(sql, (after, _PAGE)).fetchall()]


def _chain_operation(connection: Connection, operation_id: int, head: Head) -> Head:
    digests, count, rows, after = Digests(), 0, 0, -1
    sql = (
        f"SELECT {chain.CHANGE_COLUMNS} FROM changes WHERE deed_id = ? AND id > ?"
        " ORDER BY id LIMIT ?"
    )
    while page := connection.execute(sql, (operation_id, after, _PAGE)).fetchall():
        made: list[tuple[Value, ...]] = []
        for row in page:
            change = ChangeRow(*row)  # type: ignore[arg-type]
            digest = chain.digest_of(change)
            digests.add(digest)
            made.append((digest, change.id))
            rows += _rows_of(connection, change)
        connection.executemany("UPDATE changes SET digest = ? WHERE id = ?", made)
        count, after = count + len(page), int(page[-1][0] or 0)
    connection.execute(
        "UPDATE deeds SET change_count = ?, row_count = ? WHERE id = ?", (count, rows, operation_id)
    )
    found = connection.execute(
        f"SELECT {chain.OPERATION_COLUMNS} FROM deeds WHERE id = ?", (operation_id,)
    ).fetchone()
    digest = chain.digest_of(OperationRow(*found))  # type: ignore[misc]
    linked = chain.link(head.chain, digest, digests.whole())
    connection.execute(
        "UPDATE deeds SET digest = ?, chain = ? WHERE id = ?", (digest, linked, operation_id)
    )
    return Head(head.operations + 1, linked)


def _rows_of(connection: Connection, change: ChangeRow) -> int:
    """How many rows a change is; of a range, those that are still there."""
    if change.last_row_id is None:
        return 1
    if not _has_column(connection, change.table, "id"):
        return 0
    found = connection.execute(
        f'SELECT count(*) FROM "{change.table}" WHERE id BETWEEN ? AND ?',
        (change.row_id, change.last_row_id),
    ).fetchone()
    return int(found[0] or 0) if found else 0


def _note_customers(connection: Connection) -> None:
    """Note which operations touched which customers, as far as the rows are still there."""
    note = "INSERT OR IGNORE INTO deed_customers"
    connection.execute(f"{note} SELECT customer_id, id FROM deeds WHERE customer_id IS NOT NULL")
    tables = connection.execute('SELECT DISTINCT "table" FROM changes').fetchall()
    for (name,) in tables:
        within = (
            f'FROM changes c JOIN "{name}" t'
            " ON t.id BETWEEN c.row_id AND coalesce(c.last_row_id, c.row_id)"
        )
        where = 'WHERE c."table" = ?'
        if name == "customers":
            connection.execute(f"{note} SELECT t.id, c.deed_id {within} {where}", (name,))
        elif _has_column(connection, str(name), "customer_id"):
            connection.execute(
                f"{note} SELECT t.customer_id, c.deed_id {within} {where}"
                " AND t.customer_id IS NOT NULL",
                (name,),
            )
        if _has_column(connection, str(name), "account_id"):
            connection.execute(
                f"{note} SELECT DISTINCT a.customer_id, c.deed_id {within}"
                f" JOIN accounts a ON a.id = t.account_id {where}",
                (name,),
            )


def _has_column(connection: Connection, table: str, column: str) -> bool:
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    return table not in _HISTORY and column in {str(row[1]) for row in rows}
