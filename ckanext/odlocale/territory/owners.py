"""Whose data are whose, as queries that other rooms join their own tables to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.package import package_table
from sqlalchemy.sql.selectable import Subquery

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.derived import is_original
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, dataset_field, organization_field
from ckanext.odlocale.territory.model import CURRENT, closure_table, territory_table
from ckanext.odlocale.territory.scope import Operand

_territory = territory_table.c
_today = sa.func.coalesce(_territory.successor_id, _territory.id)


def public_datasets() -> Subquery:
    """The public datasets that a territory produced: its own word wins over that of its organization.

    Columns ``id``, ``name``, ``type``, ``organization`` (the id of the one that holds it), ``territory`` (as
    it is called today) and ``at_home``: whether the organization that holds it is the producer's own.
    Private and deleted datasets, those of deleted organizations, and those that are made of others are not
    there.
    """
    own, inherited = dataset_field(TERRITORY_FIELD), organization_field(TERRITORY_FIELD)
    package, holder = package_table.c, territory_table.alias("holder")
    declared = sa.func.coalesce(own.c.value, inherited.c.value)
    held_by = sa.func.coalesce(holder.c.successor_id, holder.c.id)
    return (
        sa.select(package.id, package.name, package.type, package.owner_org.label("organization"))
        .add_columns(
            _today.label("territory"), sa.func.coalesce(held_by == _today, sa.false()).label("at_home")
        )
        .select_from(
            package_table.join(group_table, group_table.c.id == package.owner_org)
            .outerjoin(own, own.c.id == package.id)
            .outerjoin(inherited, inherited.c.id == package.owner_org)
            .outerjoin(holder, holder.c.id == inherited.c.value)
            .join(territory_table, _territory.id == declared)
        )
        .where(package.state == "active", package.private.is_(False), group_table.c.state == "active")
        .where(is_original(package.id))
        .subquery("public_datasets")
    )


def identifiers(of: Operand | None = None) -> Subquery:
    """What territories are called in files.

    Columns ``identifier`` (a SIREN, or the INSEE code of a commune) and ``territory`` (as it is called now).

    :param of: only of these, under their names of today and former ones
    """
    asked = sa.true() if of is None else sa.or_(_territory.id.in_(of), _territory.successor_id.in_(of))
    of_authority = sa.select(_territory.siren.label("identifier"), _today.label("territory")).where(
        _territory.siren.isnot(None), asked
    )
    of_commune = sa.select(_territory.code, _today).where(_territory.level == Level.COM.value, asked)
    return sa.union(of_authority, of_commune).subquery("identifiers")


def members() -> Subquery:
    """Columns ``territory`` and ``member``: what each wholly contains, without itself."""
    closure = closure_table.c
    return (
        sa.select(closure.ancestor.label("territory"), closure.descendant.label("member"))
        .where(closure.depth > 0)
        .subquery("members")
    )


def territories_here(ids: list[str]) -> set[TerritoryId]:
    """Those of these territories that have an organization here. One query."""
    field = organization_field(TERRITORY_FIELD)
    query = sa.select(_today).join_from(territory_table, field, field.c.value == _territory.id).distinct()
    wanted = set(ids)
    return {TerritoryId(one) for one in model.Session.execute(query).scalars() if one in wanted}


def containers(levels: Collection[str]) -> Subquery:
    """Columns ``territory`` and ``container``: for each, itself and what contains it, at these levels."""
    closure = closure_table.c
    return (
        sa.select(closure.descendant.label("territory"), closure.ancestor.label("container"))
        .join_from(closure_table, territory_table, _territory.id == closure.ancestor)
        .where(_territory.level.in_(list(levels)), _territory.state == CURRENT)
        .subquery("containers")
    )


def contained(ids: Collection[str]) -> dict[str, frozenset[str]]:
    """What each of these territories wholly contains, without itself. One query."""
    closure = closure_table.c
    found: dict[str, set[str]] = defaultdict(set)
    query = sa.select(closure.ancestor, closure.descendant).where(
        closure.ancestor.in_(sorted(ids)), closure.depth > 0
    )
    for row in model.Session.execute(query):
        found[row.ancestor].add(row.descendant)
    return {key: frozenset(below) for key, below in found.items()}
