"""What a territory's page asks the database. Made once: making a statement takes longer than running it."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.group import group_table
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.territory.directory import nearest
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, dataset_field, organization_field
from ckanext.odlocale.territory.model import closure_table, overlap_table, territory_table

_territory, _closure, _overlap, _group = territory_table.c, closure_table.c, overlap_table.c, group_table.c
_asked = sa.bindparam("territory", type_=sa.Text)
_title = sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name)


def _situation() -> sa.sql.Select:
    asked, above = territory_table.alias("asked"), closure_table.alias("above")
    meant = sa.select(sa.func.coalesce(asked.c.successor_id, asked.c.id)).where(asked.c.id == _asked)
    itself = meant.scalar_subquery()
    # A territory that left the COG without a successor is in no closure: it stands alone.
    listed = sa.union(sa.select(_closure.ancestor).where(_closure.descendant == itself), meant)
    containers = sa.select(sa.func.array_agg(above.c.ancestor)).where(
        above.c.descendant == _territory.id, above.c.depth > 0
    )
    joined = territory_table.outerjoin(
        closure_table, sa.and_(_closure.ancestor == _territory.id, _closure.descendant == itself)
    )
    depth = sa.func.coalesce(_closure.depth, 0).label("depth")
    return (
        sa.select(territory_table, depth, containers.scalar_subquery().label("containers"))
        .select_from(joined)
        .where(_territory.id.in_(listed))
        .order_by(depth)
    )


def _overlapping() -> sa.sql.Select:
    other = sa.case((_overlap.territory == _asked, _overlap.other), else_=_overlap.territory)
    return (
        sa.select(territory_table, _overlap.communes, _overlap.population.label("shared"))
        .join_from(overlap_table, territory_table, _territory.id == other)
        .where(sa.or_(_overlap.territory == _asked, _overlap.other == _asked))
        .order_by(_overlap.population.desc(), _territory.id)
    )


def _organizations() -> sa.sql.Select:
    field, holder = organization_field(TERRITORY_FIELD), territory_table.alias("holder")
    meant = sa.func.coalesce(holder.c.successor_id, holder.c.id)
    return (
        sa.select(_group.name, _title.label("title"), _group.type, _territory.id)
        .add_columns(_territory.name.label("territory_name"), sa.func.count().over().label("total"))
        .join_from(holder, field, field.c.value == holder.c.id)
        .join(group_table, _group.id == field.c.id)
        .join(closure_table, _closure.descendant == meant)
        .join(territory_table, _territory.id == meant)
        .where(_closure.ancestor == _asked, _closure.depth >= sa.bindparam("least", type_=sa.Integer))
        .order_by(_territory.id != _asked, sa.func.lower(_title), _group.name)
        .limit(sa.bindparam("limit", type_=sa.Integer))
        .offset(sa.bindparam("start", type_=sa.Integer))
    )


def _producers() -> sa.sql.Select:
    field, holder = organization_field(TERRITORY_FIELD), territory_table.alias("holder")
    keys = sa.bindparam("keys", expanding=True, type_=sa.Text)
    columns = (holder.c.id, holder.c.successor_id)
    # A key is a territory's id or an organization's: the two are never alike.
    said = sa.select(holder.c.id.label("key"), *columns).where(holder.c.id.in_(keys))
    attached = (
        sa.select(field.c.id.label("key"), *columns)
        .join_from(field, holder, holder.c.id == field.c.value)
        .where(field.c.id.in_(keys))
    )
    either = sa.union_all(said, attached).subquery("either")
    return sa.select(either.c.key, _territory.id, _territory.name).join_from(
        either, territory_table, _territory.id == sa.func.coalesce(either.c.successor_id, either.c.id)
    )


def _holders() -> sa.sql.Select:
    produced, field = dataset_field(TERRITORY_FIELD), organization_field(TERRITORY_FIELD)
    former = sa.select(_territory.id).where(
        sa.or_(_territory.id == _asked, _territory.successor_id == _asked)
    )
    holder, package, number = territory_table.alias("holder"), package_table.c, sa.func.count()
    return (
        sa.select(_group.name, _title.label("title"), _group.type, field.c.value.label("id"))
        .add_columns(holder.c.name.label("territory_name"), number.label("datasets"))
        .select_from(
            produced.join(package_table, package.id == produced.c.id)
            .join(group_table, _group.id == package.owner_org)
            .outerjoin(field, field.c.id == _group.id)
            .outerjoin(holder, holder.c.id == field.c.value)
        )
        .where(produced.c.value.in_(former), package.state == "active", package.private.is_(False))
        .where(_group.state == "active")
        .group_by(_group.name, _title, _group.type, field.c.value, holder.c.name)
        .order_by(number.desc(), _group.name)
        .limit(3)
    )


def _nearest_above() -> sa.sql.Select:
    field = organization_field(TERRITORY_FIELD)
    return (
        sa.select(_group.name, _title.label("title"), _group.type, _territory.id)
        .add_columns(_territory.name.label("territory_name"), sa.literal(0).label("datasets"))
        .join_from(closure_table, territory_table, _territory.id == _closure.ancestor)
        .join(field, field.c.value == _territory.id)
        .join(group_table, _group.id == field.c.id)
        .where(_closure.descendant == _asked, _closure.depth > 0)
        .order_by(*nearest(), _group.created, _group.id)
        .limit(1)
    )


SITUATION = _situation()
"""``territory``: the record of what it means today and of all that contain it, nearest first."""

_below = sa.select(_closure.descendant).where(_closure.ancestor == _asked, _closure.depth == 1)
# As an array, because PostgreSQL takes what is below a région for thousands, and would read all territories.
CHILDREN = sa.select(territory_table).where(
    _territory.id == sa.any_(sa.func.array(_below.scalar_subquery(), type_=ARRAY(sa.Text)))
)
"""``territory``: the records directly below."""

OVERLAPPING = _overlapping()
"""``territory``: the records that straddle it or that it straddles, most people in common first."""

ORGANIZATIONS = _organizations()
"""``territory``, ``least`` (depth, 1 without its own), ``limit``, ``start``: its organizations, then those
below, by title, with their total."""

PRODUCERS = _producers()
"""``keys``, ids of territories and of organizations: id and name of the territory that each means."""

HOLDERS = _holders()
"""``territory``: the organizations with most public datasets that name it as their producer."""

NEAREST_ABOVE = _nearest_above()
"""``territory``: the organization of the nearest territory around it that has one."""
