"""Links of resources, and what the last visit found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "003_links"
down_revision = "002_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "odlocale_link",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("visited", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Forget what was found: the links can be visited again."""
    op.drop_table("odlocale_link")
