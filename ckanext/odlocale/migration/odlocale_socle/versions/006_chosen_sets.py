"""The resources for which a set was chosen are found without reading all resources of the portal."""

from __future__ import annotations

from alembic import op

revision = "006_chosen_sets"
down_revision = "005_consolidation"
branch_labels = None
depends_on = None

# CKAN's own table: a portal of 100,000 datasets gets this index in a second.
INDEX = "idx_odlocale_resource_socle_schema"


def upgrade() -> None:
    """Make the index; its condition is what `socle/coverage/statements.py` asks for."""
    op.execute(
        f"CREATE INDEX IF NOT EXISTS {INDEX} ON resource (package_id) WHERE extras LIKE '%\"socle_schema\"%'"
    )


def downgrade() -> None:
    """Drop it."""
    op.execute(f"DROP INDEX IF EXISTS {INDEX}")
