"""The desk: customers, accounts, log, follow-ups, proposals, history."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    for name in ("0001_kept.sql", "0001_derived.sql"):
        run_script(Path(__file__).with_name(name))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
