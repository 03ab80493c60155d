"""The table of kits that animators use."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata

kit_reuse_table = sa.Table(
    "odlocale_kit_reuse",
    metadata,
    sa.Column(
        "package_id", sa.UnicodeText, sa.ForeignKey("package.id", ondelete="CASCADE"), primary_key=True
    ),
    # The animator that uses it.
    sa.Column("organization_id", sa.Text, primary_key=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
    sa.Index("idx_odlocale_kit_reuse_organization", "organization_id"),
)
