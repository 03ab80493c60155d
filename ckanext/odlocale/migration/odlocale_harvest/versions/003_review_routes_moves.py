"""What people decide about producers, the routes by which a dataset arrives, and what was moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "003_review_routes_moves"
down_revision = "002_vanished"
branch_labels = None
depends_on = None

MATCH, ALIAS, ROUTE, MOVE = (
    "odlocale_publisher_match",
    "odlocale_alias",
    "odlocale_route",
    "odlocale_rehoming",
)
QUEUE = "idx_odlocale_publisher_match_queue"


def upgrade() -> None:
    """Complete the table of producers, and make the three others."""
    op.add_column(MATCH, sa.Column("candidates", JSONB, nullable=False, server_default="[]"))
    op.add_column(MATCH, sa.Column("datasets", sa.Integer, nullable=False, server_default="0"))
    op.add_column(MATCH, sa.Column("applied", sa.DateTime))
    op.create_index(QUEUE, MATCH, ["decision", sa.text("datasets DESC"), "source_id", "publisher_key"])
    op.create_table(
        ALIAS,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("territory", sa.Text, primary_key=True),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("created", sa.DateTime, nullable=False),
    )
    _create_routes()
    _create_moves()


def _create_routes() -> None:
    op.create_table(
        ROUTE,
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("guid", sa.Text, primary_key=True),
        sa.Column("package_id", sa.Text),
        sa.Column("object_id", sa.Text),
        sa.Column("keys", ARRAY(sa.Text), nullable=False),
        sa.Column("producer", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("modified", sa.DateTime),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("decided", sa.DateTime, nullable=False),
    )
    op.create_index("idx_odlocale_route_keys", ROUTE, ["keys"], postgresql_using="gin")
    op.create_index("idx_odlocale_route_package", ROUTE, ["package_id"])


def _create_moves() -> None:
    op.create_table(
        MOVE,
        sa.Column("batch", sa.Text, primary_key=True),
        sa.Column("package_id", sa.Text, primary_key=True),
        sa.Column("territory", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("before_kind", sa.Text, nullable=False),
        sa.Column("after", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("moved", sa.DateTime, nullable=False),
        sa.Column("undone", sa.DateTime),
    )
    op.create_index("idx_odlocale_rehoming_moved", MOVE, ["moved"])


def downgrade() -> None:
    """Forget aliases, routes and the journal of moves; decisions stay."""
    for table in (MOVE, ROUTE, ALIAS):
        op.drop_table(table)
    op.drop_index(QUEUE, MATCH)
    for column in ("applied", "datasets", "candidates"):
        op.drop_column(MATCH, column)
