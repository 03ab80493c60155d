"""The tables of the observatory: what was known of each territory and when, figures, days, known openings."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ckanext.odlocale.cog.shared import Level

# The largest level first. Written out: PostgreSQL takes the index for an order that is written as it is.
_RANKS = " ".join(f"WHEN '{level}' THEN {level.rank}" for level in Level)
RANK = sa.literal_column(f"(CASE level {_RANKS} END)", sa.Integer)

observed_table = sa.Table(
    "odlocale_observed",
    metadata,
    # A row is what was known of a territory from this day on, until the day before `until`.
    sa.Column("territory", sa.Text, primary_key=True),
    sa.Column("date", sa.Date, primary_key=True),
    sa.Column("until", sa.Date),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("population", sa.Integer),
    sa.Column("containers", ARRAY(sa.Text), nullable=False),
    sa.Column("is_open", sa.Boolean, nullable=False),
    # Everything else of a Place, as `ledger` writes it.
    sa.Column("facts", JSONB, nullable=False),
    # What its figures said of it that day, so that the list behind a figure is a page of a query: the parts
    # that it is of, the indicators that counted it, and those that counted it among those they did not.
    sa.Column("parts", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("counted", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("missing", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Index("idx_odlocale_observed_until", "until"),
    # The départements of a country are a hundred rows among tens of thousands.
    sa.Index("idx_odlocale_observed_level", "level"),
    # A page of a list is its first fifty of tens of thousands.
    sa.Index("idx_odlocale_observed_largest", RANK, sa.text("population DESC NULLS LAST"), "territory"),
    sa.Index("idx_odlocale_observed_counted", "counted", postgresql_using="gin"),
    sa.Index("idx_odlocale_observed_containers", "containers", postgresql_using="gin"),
)

snapshot_table = sa.Table(
    "odlocale_snapshot",
    metadata,
    # Empty for the nightly figures: a row says the figure from its date on, until the day before `until`.
    # Else the name of a yearly edition, which is whole and never changes.
    sa.Column("edition", sa.Text, primary_key=True),
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("indicator", sa.Text, primary_key=True),
    # A level, a stratum, a group; empty for the whole.
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("date", sa.Date, primary_key=True),
    sa.Column("until", sa.Date),
    sa.Column("numerator", sa.BigInteger, nullable=False),
    sa.Column("denominator", sa.BigInteger, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Index("idx_odlocale_snapshot_until", "until"),
)

day_table = sa.Table(
    "odlocale_snapshot_day",
    metadata,
    sa.Column("date", sa.Date, primary_key=True),
    sa.Column("vintage", sa.Integer),
    sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
    # The edition that this day became.
    sa.Column("edition", sa.Text),
)

link_table = sa.Table(
    "odlocale_link",
    metadata,
    # A link of a resource, and what the last visit found.
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("visited", sa.DateTime(timezone=True), nullable=False),
)

digest_table = sa.Table(
    "odlocale_digest",
    metadata,
    # Who asked for the monthly letter of a territory or an animator, and the day of the last one.
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
    sa.Column("sent", sa.Date),
)

outline_table = sa.Table(
    "odlocale_outline",
    metadata,
    # The administrator's map: the path of a territory, the box that it lies in, and who made the map.
    sa.Column("territory", sa.Text, primary_key=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("box", ARRAY(sa.Float), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("imported", sa.DateTime(timezone=True), nullable=False),
)

opening_table = sa.Table(
    "odlocale_opening",
    metadata,
    # Somebody known to be open on another platform, by a list of a date.
    sa.Column("territory", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("opened", sa.Date, nullable=False),
    sa.Column("listed", sa.Date, nullable=False),
    sa.Column("url", sa.Text),
    # The line of the list, in its own columns.
    sa.Column("line", JSONB, nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("imported", sa.DateTime(timezone=True), nullable=False),
)
