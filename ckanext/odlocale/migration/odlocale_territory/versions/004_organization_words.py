"""The words of organizations' titles and names, for those who look for one while they type."""

from __future__ import annotations

from alembic import op

from ckanext.odlocale.territory.extras import create_indexes

revision = "004_organization_words"
down_revision = "003_vintages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index that 001 did not know of yet."""
    create_indexes(op.get_bind())


def downgrade() -> None:
    """Take it away."""
    op.drop_index("idx_odlocale_group_words", table_name="group", if_exists=True)
