"""Vintages that were applied on this portal, with what it held before, so that each can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "003_vintages"
down_revision = "002_attachments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.add_column(
        "odlocale_territory", sa.Column("heirs", ARRAY(sa.Text), nullable=False, server_default="{}")
    )
    op.create_table(
        "odlocale_vintage",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("year_before", sa.Integer),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("applied", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("undone_by", sa.Integer),
        sa.Column("moved", ARRAY(sa.Text)),
        sa.Column("before", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "odlocale_vintage_change",
        sa.Column(
            "vintage_id",
            sa.Integer,
            sa.ForeignKey("odlocale_vintage.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("territory", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("old", sa.Text, nullable=False),
        sa.Column("new", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them; the territories stay as the last vintage made them."""
    op.drop_table("odlocale_vintage_change")
    op.drop_table("odlocale_vintage")
    op.drop_column("odlocale_territory", "heirs")
