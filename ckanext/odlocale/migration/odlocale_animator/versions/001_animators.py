"""Animators, what they offer, whom they support by which agreement, how far each collectivité is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "001_animators"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def texts(name: str) -> sa.Column:
    return sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")


def upgrade() -> None:
    """Make the tables."""
    animators()
    offers()
    mandates()
    follow_up()


def animators() -> None:
    op.create_table(
        "odlocale_animator",
        sa.Column("organization_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("presentation", sa.Text, nullable=False, server_default=""),
        sa.Column("contact_name", sa.Text, nullable=False, server_default=""),
        sa.Column("contact_email", sa.Text, nullable=False, server_default=""),
        sa.Column("contact_phone", sa.Text, nullable=False, server_default=""),
        sa.Column("url", sa.Text, nullable=False, server_default=""),
        sa.Column("charter_signed", sa.Date),
        texts("perimeter"),
        texts("perimeter_except"),
        sa.Column("author", sa.Text),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
    )
    op.create_table(
        "odlocale_animator_support",
        sa.Column("supporter", sa.Text, primary_key=True),
        sa.Column("supported", sa.Text, primary_key=True),
        sa.Column("author", sa.Text),
        sa.Column("created", MOMENT, nullable=False),
    )
    op.create_table(
        "odlocale_animator_closure",
        sa.Column("ancestor", sa.Text, primary_key=True),
        sa.Column("descendant", sa.Text, primary_key=True),
        sa.Column("depth", sa.SmallInteger, nullable=False),
    )
    op.create_index("idx_odlocale_animator_closure", "odlocale_animator_closure", ["descendant", "depth"])


def offers() -> None:
    op.create_table(
        "odlocale_offer",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("organization_id", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        texts("perimeter"),
        texts("perimeter_except"),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("conditions", sa.Text, nullable=False, server_default=""),
        sa.Column("cost", sa.Text, nullable=False, server_default=""),
        sa.Column("contact", sa.Text, nullable=False, server_default=""),
        sa.Column("url", sa.Text, nullable=False, server_default=""),
        sa.Column("author", sa.Text),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
    )
    op.create_index("idx_odlocale_offer_organization", "odlocale_offer", ["organization_id"])
    op.create_index("idx_odlocale_offer_perimeter", "odlocale_offer", ["perimeter"], postgresql_using="gin")


def mandates() -> None:
    op.create_table(
        "odlocale_mandate",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("organization_id", sa.Text, nullable=False),
        sa.Column("territory", sa.Text, nullable=False),
        texts("services"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_by_side", sa.Text, nullable=False),
        sa.Column("asked", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Text),
        sa.Column("decided", MOMENT),
        sa.Column("decided_by", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("reference", sa.Text, nullable=False, server_default=""),
        sa.Column("document_url", sa.Text, nullable=False, server_default=""),
        sa.Column("signed", sa.Date),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("ended", MOMENT),
        sa.Column("ended_by", sa.Text),
        sa.Column("reminded", sa.Date),
        sa.Column("delegation", sa.Text, nullable=False, server_default="none"),
        texts("delegated_schemas"),
        texts("delegated_members"),
        sa.Column("delegated_since", sa.Date),
        sa.Column("delegated_until", sa.Date),
        sa.Column("granted", MOMENT),
        sa.Column("granted_by", sa.Text),
        sa.Column("revoked", MOMENT),
        sa.Column("revoked_by", sa.Text),
    )
    op.create_index("idx_odlocale_mandate_organization", "odlocale_mandate", ["organization_id", "state"])
    op.create_index("idx_odlocale_mandate_territory", "odlocale_mandate", ["territory", "state"])
    op.create_table(
        "odlocale_mandate_journal",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("mandate_id", sa.Text, nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False, server_default="{}"),
    )
    op.create_index("idx_odlocale_mandate_journal", "odlocale_mandate_journal", ["mandate_id", "moment"])


def follow_up() -> None:
    op.create_table(
        "odlocale_follow_up",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("organization_id", sa.Text, nullable=False),
        sa.Column("territory", sa.Text, nullable=False),
        sa.Column("step", sa.Text),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("author", sa.Text),
        sa.Column("moment", MOMENT, nullable=False),
    )
    op.create_index(
        "idx_odlocale_follow_up", "odlocale_follow_up", ["organization_id", "territory", "moment"]
    )


def downgrade() -> None:
    """Forget animators, offers, mandates and follow-up; organizations and datasets stay."""
    for name in ("follow_up", "mandate_journal", "mandate", "offer", "animator_closure", "animator_support"):
        op.drop_table(f"odlocale_{name}")
    op.drop_table("odlocale_animator")
