"""Whether the index knows what a mandate opens: what is out of date is indexed before it is searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "011_labelled"
down_revision = "010_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing is labelled yet."""
    labelled = sa.Column("labelled", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("odlocale_mandate", labelled)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("odlocale_mandate", "labelled")
