"""Sources that organizations made: who approved or refused them, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "004_approval"
down_revision = "003_review_routes_moves"
branch_labels = None
depends_on = None

TABLE = "odlocale_source_approval"


def upgrade() -> None:
    """Make the table. A source without a row needs no approval: those of before go on."""
    op.create_table(
        TABLE,
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided", sa.DateTime),
        sa.Column("reason", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Forget who waits: every source may be harvested."""
    op.drop_table(TABLE)
