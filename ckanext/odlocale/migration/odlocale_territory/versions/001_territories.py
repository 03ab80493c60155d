"""Territories, their closure and overlaps, and indexes on CKAN's extra fields."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.territory.extras import create_indexes, drop_indexes

revision = "001_territories"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and their indexes."""
    _territory()
    _closure()
    _overlap()
    create_indexes(op.get_bind())


def _territory() -> None:
    table = "odlocale_territory"
    op.create_table(
        table,
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
        sa.Column("search_name", sa.Text, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
    )
    op.create_index("idx_odlocale_territory_code", table, ["code"])
    op.create_index("idx_odlocale_territory_level", table, ["level", "state"])
    op.create_index("idx_odlocale_territory_name", table, ["search_name"])
    _partial_index("idx_odlocale_territory_siren", table, "siren")
    _partial_index("idx_odlocale_territory_successor", table, "successor_id")
    words = sa.text("to_tsvector('simple'::regconfig, search_text)")
    op.create_index("idx_odlocale_territory_words", table, [words], postgresql_using="gin")


def _partial_index(name: str, table: str, column: str) -> None:
    op.create_index(name, table, [column], postgresql_where=sa.text(f"{column} IS NOT NULL"))


def _closure() -> None:
    table = "odlocale_territory_closure"
    op.create_table(
        table,
        sa.Column("ancestor", sa.Text, primary_key=True),
        sa.Column("descendant", sa.Text, primary_key=True),
        sa.Column("depth", sa.SmallInteger, nullable=False),
    )
    op.create_index("idx_odlocale_territory_closure_descendant", table, ["descendant", "depth"])
    op.create_index(
        "idx_odlocale_territory_closure_children",
        table,
        ["ancestor", "descendant"],
        postgresql_where=sa.text("depth = 1"),
    )


def _overlap() -> None:
    table = "odlocale_overlap"
    op.create_table(
        table,
        sa.Column("territory", sa.Text, primary_key=True),
        sa.Column("other", sa.Text, primary_key=True),
        sa.Column("communes", sa.Integer, nullable=False),
        sa.Column("population", sa.Integer, nullable=False),
    )
    op.create_index("idx_odlocale_overlap_other", table, ["other"])


def downgrade() -> None:
    """Drop everything; an import makes it again."""
    drop_indexes(op.get_bind())
    for table in ("odlocale_overlap", "odlocale_territory_closure", "odlocale_territory"):
        op.drop_table(table)
