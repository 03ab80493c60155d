"""Whom a change of vintage concerns on this portal, before anything is applied."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.reindex import datasets_of_territories, is_anything_declared, named_by
from ckanext.odlocale.territory.vintages.planning import Plan


@dataclass(frozen=True, slots=True)
class Concerned:
    """An organization that a change concerns.

    :param territory: the one it is attached to
    :param today: the territory that it would count for; None when there is no single one
    :param heirs: those that its territory was shared out to
    """

    name: str
    title: str
    territory: TerritoryId
    today: TerritoryId | None
    heirs: tuple[TerritoryId, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to this portal, with the first organizations and datasets by name.

    :param organizations: how many organizations count for another territory, or under other ancestors
    :param datasets: how many datasets will be reindexed
    """

    organizations: int
    datasets: int
    first_organizations: list[Concerned]
    first_datasets: list[str]


def effect_of(plan: Plan, limit: int, offset: int = 0) -> Effect:
    """What a plan would do, in five queries.

    :param limit: how many organizations and how many datasets to name
    :param offset: how many of each to pass over
    """
    if not plan.moved or not is_anything_declared():
        return Effect(0, 0, [], [])
    datasets = datasets_of_territories(plan.moved)
    count, rows = _organizations(plan, limit, offset)
    return Effect(
        count,
        len(datasets),
        [_concerned(row, plan) for row in rows],
        _names(datasets, limit, offset),
    )


def _organizations(plan: Plan, limit: int, offset: int) -> tuple[int, list[sa.Row]]:
    field, group = organization_field(TERRITORY_FIELD), group_table.c
    query = (
        sa.select(group.name, group.title, field.c.value.label("territory"))
        .join_from(group_table, field, field.c.id == group.id)
        .where(field.c.value.in_(named_by(plan.moved)))
    )
    count = sa.select(sa.func.count()).select_from(query.subquery())
    page = query.order_by(group.title, group.name).limit(limit).offset(offset)
    return model.Session.execute(count).scalar_one(), list(model.Session.execute(page))


def _concerned(row: sa.Row, plan: Plan) -> Concerned:
    held = plan.held.territories.get(TerritoryId(row.territory))
    today = (held.successor or (None if held.former else held.id)) if held else None
    heirs = held.heirs if held else ()
    return Concerned(row.name, row.title or row.name, TerritoryId(row.territory), today, heirs)


def _names(dataset_ids: list[str], limit: int, offset: int) -> list[str]:
    package, wanted = package_table.c, sa.any_(sa.literal(dataset_ids, ARRAY(sa.Text)))
    query = sa.select(package.name).where(package.id == wanted).order_by(package.name)
    return list(model.Session.execute(query.limit(limit).offset(offset)).scalars())
