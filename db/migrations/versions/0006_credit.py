"""Asset classes apart from ratings, and how each loan is paid back."""

from pathlib import Path

from rmdesk.store.migrate import run_script

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_script(Path(__file__).with_name("0006_credit.sql"))


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
