"""A history that can be checked, drafts of forms, and when each account was last imported."""

from pathlib import Path

from alembic import op

from rmdesk.store.chain_upgrade import chain_history
from rmdesk.store.migrate import run_script

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0005_safety.sql"))
    chain_history(op.get_bind().connection.driver_connection)


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
