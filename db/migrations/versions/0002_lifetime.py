"""Lifetime values, what they were estimated with, and indexes for what activities brought."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0002_lifetime.sql"))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
