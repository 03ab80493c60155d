"""The first page of a list without reading the country."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "006_largest"
down_revision = "005_outlines"
branch_labels = None
depends_on = None

INDEX, TABLE = "idx_odlocale_observed_largest", "odlocale_observed"
RANK = (
    "(CASE level WHEN 'fr' THEN 0 WHEN 'reg' THEN 1 WHEN 'dep' THEN 2 "
    "WHEN 'epci' THEN 3 WHEN 'ept' THEN 4 WHEN 'com' THEN 5 END)"
)


def upgrade() -> None:
    """Keep the order of lists: the largest level first, then most people."""
    order = [sa.text(RANK), sa.text("population DESC NULLS LAST"), "territory"]
    op.create_index(INDEX, TABLE, order)


def downgrade() -> None:
    """Sort again for each page."""
    op.drop_index(INDEX, TABLE)
