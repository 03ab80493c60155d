"""The tables of the coverage: what authorities declare, and whose rows a file has."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata

declaration_table = sa.Table(
    "odlocale_declaration",
    metadata,
    sa.Column("territory_id", sa.Text, primary_key=True),
    # The name of the set, without its version.
    sa.Column("schema", sa.Text, primary_key=True),
    sa.Column("year", sa.SmallInteger, primary_key=True),
    # A Kind of `state`.
    sa.Column("kind", sa.Text, nullable=False),
    # The id of who declared it.
    sa.Column("author", sa.Text),
    sa.Column("written", sa.DateTime(timezone=True), nullable=False),
)

# Derived from the files, with their verdicts: one row for each SIREN or INSEE code that a file has rows of.
producer_table = sa.Table(
    "odlocale_verdict_producer",
    metadata,
    sa.Column(
        "resource_id",
        sa.UnicodeText,
        sa.ForeignKey("odlocale_verdict.resource_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("identifier", sa.Text, primary_key=True),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Index("idx_odlocale_verdict_producer_identifier", "identifier"),
)
