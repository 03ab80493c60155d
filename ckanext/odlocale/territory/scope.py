"""Many territories at once, for those who say something about each: one query, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from ckan import model
from sqlalchemy.sql.elements import BindParameter

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.model import CURRENT, closure_table, territory_table

Scope = Collection[str] | sa.sql.Select
"""Territories: their identifiers, or a query that selects them."""
Operand = list[str] | sa.sql.Select | BindParameter[Any]
"""What stands in ``column.in_()``: the same, or the parameter of a statement that is made once."""


class Place(NamedTuple):
    """What is needed of a territory where there are thousands of them."""

    id: TerritoryId
    level: Level
    name: str
    siren: str | None
    population: int | None


def within(territory_id: str, levels: Collection[Level] = ()) -> sa.sql.Select:
    """A query of the ids of a territory in force and of everything that it wholly contains.

    :param territory_id: an identifier; that of a former territory gives nothing
    :param levels: only these levels; all of them when there are none
    """
    closure, territory = closure_table.c, territory_table.c
    below = sa.select(closure.descendant).where(closure.ancestor == territory_id)
    query = sa.select(territory.id).where(
        sa.or_(territory.id == territory_id, territory.id.in_(below)), territory.state == CURRENT
    )
    return query.where(territory.level.in_([level.value for level in levels])) if levels else query


def chosen(scope: Scope) -> list[str] | sa.sql.Select:
    """The same, as the operand of ``column.in_()``."""
    return scope if isinstance(scope, sa.sql.Select) else list(scope)


def every_place() -> sa.sql.Subquery:
    """All territories with the columns of :class:`Place`, for those who join them to tables of their own."""
    territory = territory_table.c
    columns = (territory.id, territory.level, territory.name, territory.siren, territory.population)
    return sa.select(*columns).subquery("place")


def places(scope: Scope) -> list[Place]:
    """These territories by level, from the widest, then by code; unknown ones are left out."""
    every = every_place()
    found = model.Session.execute(sa.select(every).where(every.c.id.in_(chosen(scope))))
    listed = (
        Place(TerritoryId(row.id), Level(row.level), row.name, row.siren, row.population) for row in found
    )
    return sorted(listed, key=lambda one: (one.level.rank, one.id))
