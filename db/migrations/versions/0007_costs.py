"""Costs of accounts, overhead, tax, capital for operational risk, and the discount rate."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0007_costs.sql"))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
