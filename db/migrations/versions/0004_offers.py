"""The catalogue in the book, what customers think, and what was shown and learnt of offers."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0004_offers.sql"))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
