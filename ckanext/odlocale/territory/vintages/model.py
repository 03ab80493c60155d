"""The vintages that were applied on this portal, and what each changed."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

IMPORT = "import"
RESTORE = "restore"

vintage_table = sa.Table(
    "odlocale_vintage",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("year_before", sa.Integer),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("applied", sa.DateTime(timezone=True), nullable=False),
    sa.Column("counts", JSONB, nullable=False),
    # The later entry that went back to before this one.
    sa.Column("undone_by", sa.Integer),
    # The territories whose datasets still have to be queued for reindexing; null once they are.
    sa.Column("moved", ARRAY(sa.Text)),
    # Every territory as it was before, compressed: some 700 kB for the country.
    sa.Column("before", sa.LargeBinary, nullable=False),
)

# The changes a person looks for; populations, which all change every year, are only counted.
change_table = sa.Table(
    "odlocale_vintage_change",
    metadata,
    sa.Column(
        "vintage_id", sa.Integer, sa.ForeignKey(vintage_table.c.id, ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("sort", sa.Text, nullable=False),
    sa.Column("territory", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    # Identifiers separated by spaces, or names when it was renamed.
    sa.Column("old", sa.Text, nullable=False),
    sa.Column("new", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
)
