"""The store's schema: Alembic, imported only when a file is not at the newest version."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmdesk.errors import NewerStore, NotAStore
from rmdesk.paths import resource
from rmdesk.store.driver import Connection, connect

if TYPE_CHECKING:
    from rmdesk.store.backups import Keeping


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
    have, want = version(connection), newest()
    if have > want:
        raise NewerStore(path=path)
    if not have and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise NotAStore(path=path)
    return have == want


def upgrade(path: Path, key: bytes | None, keeping: "Keeping | None" = None) -> Path | None:
    """Bring the file to the newest version, whole or not at all.

    A backup is made and checked first, and its path returned; None for a new file. Raise what
    `backups.make_backup` raises, and then the file stays as it is.
    """
    backup: Path | None = None
    connection = connect(path, key)

    def copy() -> None:
        nonlocal backup
        backup = _back_up(path, key, keeping) if version(connection) else None

    try:
        _run(connection, copy)
    finally:
        connection.close()
    return backup


def run_script(path: Path) -> None:
    """Run the statements of an SQL file; to be called by a migration."""
    from alembic import op

    for statement in path.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.execute(statement)


def _back_up(path: Path, key: bytes | None, keeping: "Keeping | None") -> Path:
    """Make a backup over a connection of its own: the other one holds the store for writing."""
    from rmdesk.store.backups import KEEPING, Reason, backup_folder, make_backup, name_backup

    now = datetime.now(UTC)
    target = name_backup(path, Reason.MIGRATION, now, backup_folder(path, keeping or KEEPING))
    source = connect(path, key)
    try:
        return make_backup(path, source, key, Reason.MIGRATION, now, target).path
    finally:
        source.close()


def _run(connection: Connection, before: Callable[[], None]) -> None:
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
            before()
            command.upgrade(config, "head")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if connection.in_transaction:
            connection.execute("COMMIT")
