"""The tables of territories: reference data, and what is derived from it (closure and overlaps)."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import ARRAY

CURRENT = "current"
FORMER = "former"

territory_table = sa.Table(
    "odlocale_territory",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("siren", sa.Text),
    sa.Column("population", sa.Integer),
    sa.Column("vintage", sa.Integer, nullable=False),
    sa.Column("seat", sa.Text),
    sa.Column("successor_id", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("postal_codes", ARRAY(sa.Text), nullable=False),
    sa.Column("parents", ARRAY(sa.Text), nullable=False),
    sa.Column("heirs", ARRAY(sa.Text), nullable=False, server_default="{}"),
    # search_name is for equality (publishers), search_text for words being typed (autocomplete).
    sa.Column("search_name", sa.Text, nullable=False),
    sa.Column("search_text", sa.Text, nullable=False),
    sa.Index("idx_odlocale_territory_code", "code"),
    sa.Index("idx_odlocale_territory_level", "level", "state"),
    sa.Index("idx_odlocale_territory_siren", "siren", postgresql_where=sa.text("siren IS NOT NULL")),
    sa.Index(
        "idx_odlocale_territory_successor",
        "successor_id",
        postgresql_include=["id"],
        postgresql_where=sa.text("successor_id IS NOT NULL"),
    ),
    # What is needed of thousands of territories at once is read without their rows, five times as wide.
    sa.Index(
        "idx_odlocale_territory_place",
        "id",
        postgresql_include=["level", "name", "siren", "population", "successor_id"],
    ),
    sa.Index("idx_odlocale_territory_name", "search_name"),
    sa.Index(
        "idx_odlocale_territory_words",
        sa.text("to_tsvector('simple'::regconfig, search_text)"),
        postgresql_using="gin",
    ),
)

closure_table = sa.Table(
    "odlocale_territory_closure",
    metadata,
    sa.Column("ancestor", sa.Text, primary_key=True),
    sa.Column("descendant", sa.Text, primary_key=True),
    sa.Column("depth", sa.SmallInteger, nullable=False),
    sa.Index("idx_odlocale_territory_closure_descendant", "descendant", "depth"),
    sa.Index(
        "idx_odlocale_territory_closure_children",
        "ancestor",
        "descendant",
        postgresql_where=sa.text("depth = 1"),
    ),
)

overlap_table = sa.Table(
    "odlocale_overlap",
    metadata,
    # `territory` is the smaller of the two levels (an EPCI or EPT), `other` the one it straddles.
    sa.Column("territory", sa.Text, primary_key=True),
    sa.Column("other", sa.Text, primary_key=True),
    sa.Column("communes", sa.Integer, nullable=False),
    sa.Column("population", sa.Integer, nullable=False),
    sa.Index("idx_odlocale_overlap_other", "other"),
)
