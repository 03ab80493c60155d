"""The administrator's map: how each territory is drawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "005_outlines"
down_revision = "004_digest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "odlocale_outline",
        sa.Column("territory", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("box", ARRAY(sa.Float), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("imported", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Forget the map: it can be imported again."""
    op.drop_table("odlocale_outline")
