"""Consolidated files that were published, and the last valid version of each file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "005_consolidation"
down_revision = "004_coverage"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "odlocale_consolidation",
        sa.Column("territory_id", sa.Text, primary_key=True),
        sa.Column("schema", sa.Text, primary_key=True),
        sa.Column("dataset_id", sa.Text, nullable=False, unique=True),
        sa.Column("fingerprint", sa.Text),
        sa.Column("made", sa.DateTime(timezone=True)),
        sa.Column("rows", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("rejected", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("sources", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "odlocale_valid_version",
        sa.Column("resource_id", sa.UnicodeText, sa.ForeignKey("resource.id", ondelete="CASCADE"),
                  primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
    )  # fmt: skip


def downgrade() -> None:
    """Drop them; the datasets that were published stay."""
    op.drop_table("odlocale_valid_version")
    op.drop_table("odlocale_consolidation")
