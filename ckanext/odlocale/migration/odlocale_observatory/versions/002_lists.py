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
    """Add the columns, which the next snapshot fills, and indexes for what few rows are or have."""
    for name in COLUMNS:
        op.add_column(
            "odlocale_observed", sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")
        )
    op.create_index("idx_odlocale_observed_level", "odlocale_observed", ["level"])
    op.create_index("idx_odlocale_observed_counted", "odlocale_observed", ["counted"], postgresql_using="gin")


def downgrade() -> None:
    """Take them away: everything in them can be worked out again."""
    op.drop_index("idx_odlocale_observed_counted", "odlocale_observed")
    op.drop_index("idx_odlocale_observed_level", "odlocale_observed")
    for name in COLUMNS:
        op.drop_column("odlocale_observed", name)
