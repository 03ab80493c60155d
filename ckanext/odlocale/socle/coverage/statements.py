"""The public files that follow a set of the socle, and whose rows they have, as one query."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from ckan.model.resource import resource_table
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.odlocale.socle.coverage.model import producer_table
from ckanext.odlocale.socle.verdicts.choice import SCHEMA_FIELD
from ckanext.odlocale.socle.verdicts.kept import Outcome
from ckanext.odlocale.socle.verdicts.model import verdict_table
from ckanext.odlocale.territory.shared import Operand, identifiers, members, public_datasets

SIREN_LENGTH = 9
_producer = producer_table.c
# Not the column of CKAN's table: SQLAlchemy would compile a statement with its type anew each time.
_extras = sa.literal_column("resource.extras", sa.Text)


@cache
def files_of_listed() -> sa.sql.CompoundSelect:
    """The same as :func:`files_of`, for the ids in parameter ``territories``.

    Made once: making this statement takes longer than asking it about one territory.
    """
    return files_of(sa.bindparam("territories", expanding=True))


def files_of(territories: Operand) -> sa.sql.CompoundSelect:
    """The public files of these territories.

    A file counts for who publishes it, unless all its rows are of members of that territory; and for each of
    these members that it has rows of. It never counts for others: nobody publishes in a neighbour's place.

    Columns ``territory``, ``resource``, ``dataset`` (its name), ``schema``, ``verdict``, ``date``, ``owner``
    (the territory that publishes it) and ``rows`` (null for a file of its own).
    """
    files = _files()
    nothing = sa.cast(sa.null(), sa.BigInteger)
    own = sa.select(files.c.owner.label("territory"), files, nothing.label("rows")).where(
        files.c.owner.in_(territories), ~sa.and_(_has_members(files), ~_has_others(files))
    )
    named, below = identifiers(territories), members()
    shared = (
        sa.select(named.c.territory, files, sa.func.max(_producer.rows).label("rows"))
        .join_from(files, producer_table, _producer.resource_id == files.c.resource)
        .join(named, named.c.identifier == _producer.identifier)
        .join(below, sa.and_(below.c.territory == files.c.owner, below.c.member == named.c.territory))
        .where(named.c.territory.in_(territories))
        .group_by(named.c.territory, *files.c)
    )
    return sa.union_all(own, shared)


def _files() -> sa.sql.expression.CTE:
    resource, verdict, datasets = resource_table.c, verdict_table.c, public_datasets()
    has_one, schema = _has_schema(), _schema().label("schema")
    judged = sa.and_(verdict.proposed.is_(False), verdict.verdict.isnot(None), verdict.name == schema)
    outcome = sa.case((judged, verdict.verdict), else_=Outcome.UNCHECKED.value)
    date = sa.func.coalesce(resource.last_modified, resource.created)
    return (
        sa.select(resource.id.label("resource"), datasets.c.name.label("dataset"), schema)
        .add_columns(outcome.label("verdict"), date.label("date"), datasets.c.territory.label("owner"))
        .join_from(resource_table, datasets, datasets.c.id == resource.package_id)
        .outerjoin(verdict_table, verdict.resource_id == resource.id)
        .where(has_one, resource.state == "active", schema.isnot(None), schema != "")
        .cte("files")
    )


def _schema() -> sa.sql.ColumnElement[Any]:
    """The set that was chosen for a resource, without its version; CKAN keeps it in a text of JSON."""
    stored = sa.cast(_extras, JSONB)[SCHEMA_FIELD].astext
    # PostgreSQL may look at the value of a row before the condition that leaves it out.
    return sa.func.split_part(sa.case((_has_schema(), stored), else_=None), "@", 1)


def _has_schema() -> sa.sql.ColumnElement[bool]:
    """The condition of the index on resources, to the letter; what is found is looked at by ``_schema``."""
    return _extras.like(f'%"{SCHEMA_FIELD}"%')


def _has_members(files: sa.sql.expression.CTE) -> sa.sql.ColumnElement[bool]:
    return _authorities(files).where(_is_member(files)).exists()


def _has_others(files: sa.sql.expression.CTE) -> sa.sql.ColumnElement[bool]:
    return _authorities(files).where(~_is_member(files)).exists()


def _authorities(files: sa.sql.expression.CTE) -> sa.sql.Select:
    """The SIREN of a file. A commune's code says where rows are of, not who made them."""
    return sa.select(_producer.identifier).where(
        _producer.resource_id == files.c.resource, sa.func.length(_producer.identifier) == SIREN_LENGTH
    )


def _is_member(files: sa.sql.expression.CTE) -> sa.sql.ColumnElement[bool]:
    named, below = identifiers(), members()
    return (
        sa.select(named.c.territory)
        .join_from(named, below, below.c.member == named.c.territory)
        .where(named.c.identifier == _producer.identifier, below.c.territory == files.c.owner)
        .correlate(files, producer_table)
        .exists()
    )
