"""The tables of animators. Organizations are named by id, territories as they were when written."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import ARRAY, JSONB


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _texts(name: str) -> sa.Column:
    return sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


animator_table = sa.Table(
    "odlocale_animator",
    metadata,
    sa.Column("organization_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    _text("presentation"),
    _text("contact_name"),
    _text("contact_email"),
    _text("contact_phone"),
    _text("url"),
    sa.Column("charter_signed", sa.Date),
    _texts("perimeter"),
    _texts("perimeter_except"),
    sa.Column("author", sa.Text),
    _moment("created", nullable=False),
    _moment("changed", nullable=False),
)

support_table = sa.Table(
    "odlocale_animator_support",
    metadata,
    sa.Column("supporter", sa.Text, primary_key=True),
    sa.Column("supported", sa.Text, primary_key=True),
    sa.Column("author", sa.Text),
    _moment("created", nullable=False),
)

closure_table = sa.Table(
    "odlocale_animator_closure",
    metadata,
    # Rebuilt from the supports with each change, never edited. Depth is the longest way, 0 for itself.
    sa.Column("ancestor", sa.Text, primary_key=True),
    sa.Column("descendant", sa.Text, primary_key=True),
    sa.Column("depth", sa.SmallInteger, nullable=False),
    sa.Index("idx_odlocale_animator_closure", "descendant", "depth"),
)

offer_table = sa.Table(
    "odlocale_offer",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("organization_id", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    _texts("perimeter"),
    _texts("perimeter_except"),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    _text("conditions"),
    _text("cost"),
    _text("contact"),
    _text("url"),
    sa.Column("author", sa.Text),
    _moment("created", nullable=False),
    _moment("changed", nullable=False),
    sa.Index("idx_odlocale_offer_organization", "organization_id"),
    sa.Index("idx_odlocale_offer_perimeter", "perimeter", postgresql_using="gin"),
)

mandate_table = sa.Table(
    "odlocale_mandate",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    # The animator; whom it supports is a territory, since most collectivités have no organization here.
    sa.Column("organization_id", sa.Text, nullable=False),
    sa.Column("territory", sa.Text, nullable=False),
    _texts("services"),
    # What somebody decided (mandate.State); what that means on a day is computed (mandate.status).
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("asked_by_side", sa.Text, nullable=False),
    _moment("asked", nullable=False),
    sa.Column("asked_by", sa.Text),
    _moment("decided"),
    sa.Column("decided_by", sa.Text),
    sa.Column("reason", sa.Text),
    _text("reference"),
    _text("document_url"),
    sa.Column("signed", sa.Date),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    _moment("ended"),
    sa.Column("ended_by", sa.Text),
    sa.Column("reminded", sa.Date),
    # `none` or `publish`; no schema means all datasets, no member means all editors of the animator.
    sa.Column("delegation", sa.Text, nullable=False, server_default="none"),
    _texts("delegated_schemas"),
    _texts("delegated_members"),
    sa.Column("delegated_since", sa.Date),
    sa.Column("delegated_until", sa.Date),
    _moment("granted"),
    sa.Column("granted_by", sa.Text),
    _moment("revoked"),
    sa.Column("revoked_by", sa.Text),
    # Whether the index knows what the mandate opens; see labels.py.
    sa.Column("labelled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("idx_odlocale_mandate_organization", "organization_id", "state"),
    sa.Index("idx_odlocale_mandate_territory", "territory", "state"),
)

journal_table = sa.Table(
    "odlocale_mandate_journal",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("mandate_id", sa.Text, nullable=False),
    _moment("moment", nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("detail", JSONB, nullable=False, server_default="{}"),
    sa.Index("idx_odlocale_mandate_journal", "mandate_id", "moment"),
)

follow_up_table = sa.Table(
    "odlocale_follow_up",
    metadata,
    # One row for each thing said; the latest step counts, notes add up.
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("organization_id", sa.Text, nullable=False),
    sa.Column("territory", sa.Text, nullable=False),
    sa.Column("step", sa.Text),
    _text("note"),
    sa.Column("author", sa.Text),
    _moment("moment", nullable=False),
    sa.Index("idx_odlocale_follow_up", "organization_id", "territory", "moment"),
)
