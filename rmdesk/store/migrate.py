"""The store's schema: Alembic, imported only when a file is not at the newest version."""

import shutil
from pathlib import Path

from rmdesk.errors import NewerStore, NotAStore
from rmdesk.paths import resource
from rmdesk.store.driver import Connection, connect


def newest() -> str:
    """The newest schema version: the number that begins the last migration's file name."""
    scripts = resource("db", "migrations", "versions").glob("[0-9]*.py")
    return max(script.stem.partition("_")[0] for script in scripts)


def version(connection: Connection) -> str:
    """The schema version of an open file, empty for a new one."""
    table = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    ).fetchone()
    if table is None:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def check(path: Path, connection: Connection) -> bool:
    """Whether the file is at the newest version.

    Raises NewerStore for a file from a newer rmdesk and NotAStore for somebody else's file.
    """
    have = version(connection)
    if have > newest():
        raise NewerStore(path=path)
    if not have and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise NotAStore(path=path)
    return have == newest()


def upgrade(path: Path, key: bytes | None) -> Path | None:
    """Bring the file to the newest version, whole or not at all.

    A copy is made first, beside the store, and its path given back; None for a new file.
    """
    connection = connect(path, key)
    try:
        backup = _copy(path, connection) if version(connection) else None
        _run(connection)
    finally:
        connection.close()
    return backup


def run_script(path: Path) -> None:
    """Run the statements of an SQL file; to be called by a migration."""
    from alembic import op

    for statement in path.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.execute(statement)


def _copy(path: Path, connection: Connection) -> Path:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup = path.with_name(f"{path.name}.before-{newest()}")
    shutil.copy2(path, backup)
    return backup


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    config = Config()
    folder = str(resource("db", "migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    engine = create_engine("sqlite+pysqlite://", creator=lambda: connection, poolclass=StaticPool)
    connection.execute("PRAGMA foreign_keys = OFF")
    with engine.connect() as bound:
        connection.execute("BEGIN IMMEDIATE")
        config.attributes["connection"] = bound
        try:
            command.upgrade(config, "head")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if connection.in_transaction:
            connection.execute("COMMIT")
