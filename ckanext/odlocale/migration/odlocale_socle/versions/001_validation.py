"""The table of ckanext-validation, which brings no migration of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSON

revision = "001_validation"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table where `ckan validation init-db` of an earlier CKAN has not made it already."""
    if sa.inspect(op.get_bind()).has_table("validation"):
        return
    op.create_table(
        "validation",
        sa.Column("id", sa.Unicode, primary_key=True),
        sa.Column("resource_id", sa.Unicode),
        sa.Column("status", sa.Unicode),
        sa.Column("created", sa.DateTime),
        sa.Column("finished", sa.DateTime),
        sa.Column("report", JSON),
        sa.Column("error", JSON),
    )


def downgrade() -> None:
    """Leaves the table: its reports are ckanext-validation's, and may be older than this migration."""
