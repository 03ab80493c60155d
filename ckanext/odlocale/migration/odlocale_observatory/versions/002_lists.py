"""Which figures count a territory, beside what was known of it: lists are read page by page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "002_lists"
down_revision = "001_observatory"
branch_labels = None
depends_on = None

COLUMNS = ("parts", "counted", "missing")


def upgrade() -> None:
    """Add the columns; the next snapshot fills them."""
    for name in COLUMNS:
        op.add_column(
            "odlocale_observed", sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")
        )


def downgrade() -> None:
    """Take them away: everything in them can be worked out again."""
    for name in COLUMNS:
        op.drop_column("odlocale_observed", name)
