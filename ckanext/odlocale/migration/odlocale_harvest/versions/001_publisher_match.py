"""The decisions of people about the producers of a source, and the producers that wait for one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "001_publisher_match"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of publisher matches."""
    op.create_table(
        "odlocale_publisher_match",
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("publisher_key", sa.Text, primary_key=True),
        sa.Column("publisher_name", sa.Text, nullable=False),
        sa.Column("evidence", JSONB, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("territory", sa.Text),
        sa.Column("organization", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("decided", sa.DateTime),
    )


def downgrade() -> None:
    """Forgets every decision; datasets stay where they are."""
    op.drop_table("odlocale_publisher_match")
