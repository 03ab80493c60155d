"""The desk: messages to authorities, kits that animators use, and who does not want to be named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "010_desk"
down_revision = "001_animators"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    kits()
    messages()
    op.create_table(
        "odlocale_discretion",
        sa.Column("territory", sa.Text, primary_key=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
    )


def kits() -> None:
    package = sa.ForeignKey("package.id", ondelete="CASCADE")
    op.create_table(
        "odlocale_kit_reuse",
        sa.Column("package_id", sa.UnicodeText, package, primary_key=True),
        sa.Column("organization_id", sa.Text, primary_key=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
    )
    op.create_index("idx_odlocale_kit_reuse_organization", "odlocale_kit_reuse", ["organization_id"])


def messages() -> None:
    op.create_table(
        "odlocale_message",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("organization_id", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("idx_odlocale_message", "odlocale_message", ["organization_id", "moment"])
    message = sa.ForeignKey("odlocale_message.id", ondelete="CASCADE")
    op.create_table(
        "odlocale_message_delivery",
        sa.Column("message_id", sa.Text, message, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("territory", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
    )


def downgrade() -> None:
    """Remove the tables; the datasets that are kits stay."""
    for table in ("message_delivery", "message", "kit_reuse", "discretion"):
        op.drop_table(f"odlocale_{table}")
