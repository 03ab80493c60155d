"""What was found out about who must publish."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "003_obligations"
down_revision = "002_verdicts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "odlocale_obligation",
        sa.Column("territory_id", sa.Text, primary_key=True),
        sa.Column("obliged", sa.Boolean),
        sa.Column("agents", sa.Numeric(9, 2)),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop it, with what people found out."""
    op.drop_table("odlocale_obligation")
