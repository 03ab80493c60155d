"""The journal of attachments: claims that wait, decisions, and what was written before."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from ckan.model.meta import metadata


class State(StrEnum):
    """What became of an entry of the journal.

    ``claimed`` waits; ``confirmed``, ``refused``, ``withdrawn`` and ``replaced`` (by a newer claim) are how a
    claim ends; ``written`` was never a claim; ``undone`` was written or confirmed, and taken back.
    """

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    WRITTEN = "written"
    UNDONE = "undone"


attachment_table = sa.Table(
    "odlocale_attachment",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("organization_id", sa.Text, nullable=False),
    # None where a territory is taken away.
    sa.Column("territory_id", sa.Text),
    sa.Column("previous_id", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text),
    # What was written in one go is undone in one go.
    sa.Column("batch", sa.Text),
    # Ids of users, like decided_by.
    sa.Column("author", sa.Text),
    sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text),
    sa.Index("idx_odlocale_attachment_organization", "organization_id", "created"),
    sa.Index("idx_odlocale_attachment_batch", "batch"),
    sa.Index("idx_odlocale_attachment_created", "created"),
    sa.Index(
        "idx_odlocale_attachment_claim",
        "organization_id",
        unique=True,
        postgresql_where=sa.text("state = 'claimed'"),
    ),
)
