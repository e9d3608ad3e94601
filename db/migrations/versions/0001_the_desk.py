"""The desk: customers, accounts, log, follow-ups, proposals, history."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    for name in ("0001_kept.sql", "0001_derived.sql"):
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        for statement in text.split(";\n"):
            if statement.strip():
                op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("a store goes forward only; the copy made before it is the way back")
