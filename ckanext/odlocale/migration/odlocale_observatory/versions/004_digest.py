"""Who asked for the monthly letter of a territory or an animator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "004_digest"
down_revision = "003_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "odlocale_digest",
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Date),
    )


def downgrade() -> None:
    """Forget who asked."""
    op.drop_table("odlocale_digest")
