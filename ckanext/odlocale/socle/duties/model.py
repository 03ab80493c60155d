"""The table of obligations: what somebody found out about an authority, beside the rule."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata

# No reference to the table of territories: what was found out outlives a vintage that lacks one of them.
obligation_table = sa.Table(
    "odlocale_obligation",
    metadata,
    sa.Column("territory_id", sa.Text, primary_key=True),
    # Whether it must publish; None when only its agents are told.
    sa.Column("obliged", sa.Boolean),
    # Agents in full-time equivalents.
    sa.Column("agents", sa.Numeric(9, 2, asdecimal=False)),
    sa.Column("source", sa.Text, nullable=False),
    # The id of who wrote it down.
    sa.Column("author", sa.Text),
    # Of the source.
    sa.Column("date", sa.Date, nullable=False),
    sa.Column("written", sa.DateTime(timezone=True), nullable=False),
)
