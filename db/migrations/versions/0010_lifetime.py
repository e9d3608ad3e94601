"""Lifetime values by contracts and open-ended money; the estimates are made afresh."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0010_lifetime.sql"))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
