"""The table of verdicts: one row for each resource whose file was judged, or waits for it."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import JSONB

verdict_table = sa.Table(
    "odlocale_verdict",
    metadata,
    sa.Column(
        "resource_id", sa.UnicodeText, sa.ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True
    ),
    # What the resource was when it was last sent to be judged: its file and its chosen standard.
    sa.Column("asked_for", sa.Text),
    # Since when it waits; None once it was judged.
    sa.Column("waiting", sa.DateTime(timezone=True)),
    # A Verdict of `kept`; None while the first one is awaited.
    sa.Column("verdict", sa.Text),
    # The standard that the file was judged by, and whether nobody chose it: it was recognised.
    sa.Column("name", sa.Text),
    sa.Column("version", sa.Text),
    sa.Column("proposed", sa.Boolean, nullable=False, server_default=sa.false()),
    # What the verdict is about: these bytes, this standard asked for, these rules of ours.
    sa.Column("hash", sa.Text),
    sa.Column("asked_schema", sa.Text),
    sa.Column("rules", sa.Text),
    sa.Column("judged", sa.DateTime(timezone=True)),
    sa.Column("rows", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("form", sa.Text),
    sa.Column("encoding", sa.Text),
    sa.Column("separator", sa.Text),
    sa.Column("reason", JSONB),
    sa.Column("error_counts", JSONB, nullable=False, server_default="{}"),
    sa.Column("warning_counts", JSONB, nullable=False, server_default="{}"),
    sa.Column("errors", JSONB, nullable=False, server_default="[]"),
    sa.Column("warnings", JSONB, nullable=False, server_default="[]"),
    sa.Column("producers", JSONB, nullable=False, server_default="{}"),
    sa.Index("idx_odlocale_verdict_name", "name", "verdict"),
)
