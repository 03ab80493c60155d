"""The tables of the desk: messages to authorities, and who wants not to be named."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata

message_table = sa.Table(
    "odlocale_message",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("organization_id", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("idx_odlocale_message", "organization_id", "moment"),
)

delivery_table = sa.Table(
    "odlocale_message_delivery",
    metadata,
    sa.Column(
        "message_id", sa.Text, sa.ForeignKey("odlocale_message.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("territory", sa.Text, nullable=False),
    # A Delivery of `messages`.
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
)

discretion_table = sa.Table(
    "odlocale_discretion",
    metadata,
    # An authority that the page of good practices does not name, by its own wish.
    sa.Column("territory", sa.Text, primary_key=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
)
