"""Verdicts on the files of resources against the standards of the socle commun."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "002_verdicts"
down_revision = "001_validation"
branch_labels = None
depends_on = None

TABLE = "odlocale_verdict"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("resource_id", sa.UnicodeText, sa.ForeignKey("resource.id", ondelete="CASCADE"),
                  primary_key=True),
        sa.Column("asked_for", sa.Text),
        sa.Column("waiting", sa.DateTime(timezone=True)),
        sa.Column("verdict", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("version", sa.Text),
        sa.Column("proposed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("hash", sa.Text),
        sa.Column("asked_schema", sa.Text),
        sa.Column("rules", sa.Text),
        sa.Column("judged", sa.DateTime(timezone=True)),
        sa.Column("rows", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("form", sa.Text),
        sa.Column("encoding", sa.Text),
        sa.Column("separator", sa.Text),
        sa.Column("reason", JSONB),
        sa.Column("error_counts", JSONB, nullable=False, server_default="{}"),
        sa.Column("warning_counts", JSONB, nullable=False, server_default="{}"),
        sa.Column("errors", JSONB, nullable=False, server_default="[]"),
        sa.Column("warnings", JSONB, nullable=False, server_default="[]"),
        sa.Column("producers", JSONB, nullable=False, server_default="{}"),
    )  # fmt: skip
    op.create_index("idx_odlocale_verdict_name", TABLE, ["name", "verdict"])


def downgrade() -> None:
    """Drop it: verdicts can be found again by judging the files."""
    op.drop_table(TABLE)
