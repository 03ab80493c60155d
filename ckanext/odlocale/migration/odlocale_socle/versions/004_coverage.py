"""What authorities declare about the sets of the socle, and whose rows the judged files have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "004_coverage"
down_revision = "003_obligations"
branch_labels = None
depends_on = None

# The verdicts that are there already say whose rows their files have.
FILL = """
INSERT INTO odlocale_verdict_producer (resource_id, identifier, rows)
SELECT verdict.resource_id, counted.key, max(counted.value::bigint)
FROM odlocale_verdict AS verdict, jsonb_each(verdict.producers) AS columns,
     jsonb_each_text(columns.value) AS counted
GROUP BY verdict.resource_id, counted.key
"""


def upgrade() -> None:
    """Make the tables, and fill the derived one."""
    op.create_table(
        "odlocale_declaration",
        sa.Column("territory_id", sa.Text, primary_key=True),
        sa.Column("schema", sa.Text, primary_key=True),
        sa.Column("year", sa.SmallInteger, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "odlocale_verdict_producer",
        sa.Column("resource_id", sa.UnicodeText,
                  sa.ForeignKey("odlocale_verdict.resource_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("identifier", sa.Text, primary_key=True),
        sa.Column("rows", sa.BigInteger, nullable=False),
    )  # fmt: skip
    op.create_index("idx_odlocale_verdict_producer_identifier", "odlocale_verdict_producer", ["identifier"])
    op.execute(FILL)


def downgrade() -> None:
    """Drop them, with what authorities declared."""
    op.drop_table("odlocale_verdict_producer")
    op.drop_table("odlocale_declaration")
