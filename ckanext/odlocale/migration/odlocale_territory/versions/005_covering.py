"""Thousands of territories at once, and the former ones that they succeed, are read from indexes alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "005_covering"
down_revision = "004_organization_words"
branch_labels = None
depends_on = None

TABLE, SUCCESSOR, PLACE = (
    "odlocale_territory",
    "idx_odlocale_territory_successor",
    "idx_odlocale_territory_place",
)


def upgrade() -> None:
    """Make the index of places, and have that of successors hold who is succeeded."""
    op.create_index(
        PLACE, TABLE, ["id"], postgresql_include=["level", "name", "siren", "population", "successor_id"]
    )
    _successors(postgresql_include=["id"])


def downgrade() -> None:
    """Go back to what 001 made."""
    op.drop_index(PLACE, table_name=TABLE)
    _successors()


def _successors(**held: list[str]) -> None:
    op.drop_index(SUCCESSOR, table_name=TABLE)
    condition = sa.text("successor_id IS NOT NULL")
    op.create_index(SUCCESSOR, TABLE, ["successor_id"], postgresql_where=condition, **held)
