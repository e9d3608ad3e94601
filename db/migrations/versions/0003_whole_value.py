"""Prices, risks, currencies and owners: what the whole value engine reckons with."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0003_whole_value.sql"))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
