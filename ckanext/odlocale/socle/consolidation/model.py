"""The tables of the consolidation: what was published of what, and the last valid version of each file."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata

# A row is there before its dataset is, so that the dataset is never taken for somebody's own.
consolidation_table = sa.Table(
    "odlocale_consolidation",
    metadata,
    sa.Column("territory_id", sa.Text, primary_key=True),
    # The name of the set, without its version.
    sa.Column("schema", sa.Text, primary_key=True),
    sa.Column("dataset_id", sa.Text, nullable=False, unique=True),
    # What it was made of; None until it is published whole.
    sa.Column("fingerprint", sa.Text),
    sa.Column("made", sa.DateTime(timezone=True)),
    sa.Column("rows", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("rejected", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("sources", sa.Integer, nullable=False, server_default="0"),
)

valid_version_table = sa.Table(
    "odlocale_valid_version",
    metadata,
    sa.Column(
        "resource_id", sa.UnicodeText, sa.ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("hash", sa.Text, nullable=False),
    # The standard that it follows.
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    # Its name in the folder of kept versions.
    sa.Column("file", sa.Text, nullable=False),
)
