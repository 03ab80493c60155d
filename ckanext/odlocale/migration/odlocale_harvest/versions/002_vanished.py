"""Datasets that their source no longer has: since when, and whether a person has to confirm deletion."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "002_vanished"
down_revision = "001_publisher_match"
branch_labels = None
depends_on = None

TABLE = "odlocale_vanished"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("guid", sa.Text, primary_key=True),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("confirmed", sa.DateTime),
        sa.Column("confirmed_by", sa.Text),
    )


def downgrade() -> None:
    """Forget what vanished: the next harvest of each source marks it anew."""
    op.drop_table(TABLE)
