"""What was known of each territory and when, figures, days, known openings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "001_observatory"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("odlocale_observed", "odlocale_snapshot", "odlocale_snapshot_day", "odlocale_opening")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "odlocale_observed",
        sa.Column("territory", sa.Text, primary_key=True),
        sa.Column("date", sa.Date, primary_key=True),
        sa.Column("until", sa.Date),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("containers", ARRAY(sa.Text), nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
    )
    op.create_index("idx_odlocale_observed_until", "odlocale_observed", ["until"])
    op.create_index(
        "idx_odlocale_observed_containers", "odlocale_observed", ["containers"], postgresql_using="gin"
    )
    op.create_table(
        "odlocale_snapshot",
        sa.Column("edition", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("indicator", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("date", sa.Date, primary_key=True),
        sa.Column("until", sa.Date),
        sa.Column("numerator", sa.BigInteger, nullable=False),
        sa.Column("denominator", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
    )
    op.create_index("idx_odlocale_snapshot_until", "odlocale_snapshot", ["until"])
    op.create_table(
        "odlocale_snapshot_day",
        sa.Column("date", sa.Date, primary_key=True),
        sa.Column("vintage", sa.Integer),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Text),
    )
    op.create_table(
        "odlocale_opening",
        sa.Column("territory", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("opened", sa.Date, nullable=False),
        sa.Column("listed", sa.Date, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("line", JSONB, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("imported", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Forget the whole history: export it before."""
    for table in TABLES:
        op.drop_table(table)
