"""Attachments of organizations to territories: who asked, who decided, and what to undo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "002_attachments"
down_revision = "001_territories"
branch_labels = None
depends_on = None

TABLE = "odlocale_attachment"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("organization_id", sa.Text, nullable=False),
        sa.Column("territory_id", sa.Text),
        sa.Column("previous_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text),
        sa.Column("batch", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
    )
    op.create_index("idx_odlocale_attachment_organization", TABLE, ["organization_id", "created"])
    op.create_index("idx_odlocale_attachment_batch", TABLE, ["batch"])
    op.create_index("idx_odlocale_attachment_created", TABLE, ["created"])
    op.create_index(
        "idx_odlocale_attachment_claim",
        TABLE,
        ["organization_id"],
        unique=True,
        postgresql_where=sa.text("state = 'claimed'"),
    )


def downgrade() -> None:
    """Drop it; organizations keep the territories that they have."""
    op.drop_table(TABLE)
