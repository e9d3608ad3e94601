"""Complaints with a record of their own, the day of an assessment, the channel of a proposal."""

from datetime import date
from pathlib import Path

from alembic import op

from rmdesk.store.complaint_upgrade import record_past_complaints
from rmdesk.store.migrate import run_script

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0008_gates.sql"))
    record_past_complaints(op.get_bind().connection.driver_connection, date.today())


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
