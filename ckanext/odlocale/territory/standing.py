"""Every territory in force with what contains it, and the public datasets of the portal with their producer.

For whoever counts them all: one query for the first, a selectable to build queries on for the second.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import array_agg
from sqlalchemy.sql.selectable import Subquery

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, dataset_field, organization_field
from ckanext.odlocale.territory.model import CURRENT, FORMER, closure_table, territory_table
from ckanext.odlocale.territory.vintages.model import vintage_table

_territory, _closure = territory_table.c, closure_table.c


@dataclass(frozen=True, slots=True)
class Standing:
    """A territory in force.

    :param population: municipal, in inhabitants; None when it is not known
    :param containers: what wholly contains it, in no order, without itself
    """

    id: TerritoryId
    kind: str
    siren: str | None
    population: int | None
    containers: tuple[TerritoryId, ...]


def standing() -> list[Standing]:
    """All territories in force. One query."""
    containers = array_agg(_closure.ancestor).filter(_closure.depth > 0)
    query = (
        sa.select(
            _territory.id, _territory.kind, _territory.siren, _territory.population, containers.label("above")
        )
        .outerjoin_from(territory_table, closure_table, _closure.descendant == _territory.id)
        .where(_territory.state == CURRENT)
        .group_by(_territory.id)
    )
    known: dict[str, TerritoryId] = {}
    return [
        Standing(
            TerritoryId(row.id),
            row.kind,
            row.siren,
            row.population,
            # One object for each of the few containers, whatever the number of what they contain.
            tuple(known.setdefault(one, TerritoryId(one)) for one in row.above or ()),
        )
        for row in model.Session.execute(query)
    ]


def vintage_in_place() -> int | None:
    """The year of the vintage that the territories are of; None without territories. One query."""
    latest = sa.select(vintage_table.c.year).order_by(vintage_table.c.id.desc()).limit(1)
    return model.Session.execute(latest).scalar()


def produced_datasets() -> Subquery:
    """The public, active datasets of active organizations whose producer is known.

    Columns ``id``; ``organization`` (the id of the one that holds it); ``territory``, its producer's as of
    today: a former territory counts as its successor; ``at_home``: whether the organization that holds it
    is the producer's own.
    """
    package, group = package_table.c, group_table.c
    declared, inherited = dataset_field(TERRITORY_FIELD), organization_field(TERRITORY_FIELD)
    holder, producer = territory_table.alias("holder"), territory_table.alias("producer")
    held_by = sa.func.coalesce(holder.c.successor_id, holder.c.id)
    produced_by = sa.func.coalesce(producer.c.successor_id, producer.c.id)
    return (
        sa.select(
            package.id,
            package.owner_org.label("organization"),
            produced_by.label("territory"),
            sa.func.coalesce(held_by == produced_by, sa.false()).label("at_home"),
        )
        .select_from(
            package_table.join(group_table, group.id == package.owner_org)
            .outerjoin(declared, declared.c.id == package.id)
            .outerjoin(inherited, inherited.c.id == package.owner_org)
            .outerjoin(holder, holder.c.id == inherited.c.value)
            .join(producer, producer.c.id == sa.func.coalesce(declared.c.value, inherited.c.value))
        )
        .where(package.state == "active", package.private.is_(False), package.type == "dataset")
        .where(group.state == "active")
        .subquery("produced_datasets")
    )


def former_sirens() -> dict[str, TerritoryId]:
    """The territory that took over from each authority that is no more, by the SIREN it had. One query."""
    query = sa.select(_territory.siren, _territory.successor_id).where(
        _territory.state == FORMER, _territory.siren.isnot(None), _territory.successor_id.isnot(None)
    )
    return {row.siren: TerritoryId(row.successor_id) for row in model.Session.execute(query)}
