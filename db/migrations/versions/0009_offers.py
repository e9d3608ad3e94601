"""Offers say what a yes does, and what may hold them back; proposals, what was assumed."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0009_offers.sql"))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
