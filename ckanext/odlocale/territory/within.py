"""What territories contain, as queries that other rooms put into theirs."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.directory import TerritoryRecord, record_of
from ckanext.odlocale.territory.model import CURRENT, closure_table, territory_table

_territory, _closure = territory_table.c, closure_table.c


def below(territory_id: str) -> sa.sql.Select:
    """The ids of a territory and of all that it wholly contains, those that merged into them since too."""
    inside = sa.select(_closure.descendant).where(_closure.ancestor == territory_id)
    return sa.select(_territory.id).where(
        sa.or_(_territory.id == territory_id, _territory.id.in_(inside), _territory.successor_id.in_(inside))
    )


def contents_of(
    source: sa.sql.FromClause, key: sa.sql.ColumnElement, named: sa.sql.ColumnElement
) -> sa.sql.Select:
    """For each row that names a territory, all that it contains today.

    :param source: a subquery
    :param key: its column that says whose row it is
    :param named: its column that names a territory; a former one stands for its successor
    :returns: columns ``key`` and ``descendant``
    """
    meant = sa.func.coalesce(_territory.successor_id, _territory.id)
    return (
        sa.select(key.label("key"), _closure.descendant)
        .select_from(source.join(territory_table, _territory.id == named))
        .join(closure_table, _closure.ancestor == meant)
    )


@dataclass(frozen=True, slots=True)
class Share:
    """How many communes of a département are left out of something, of how many."""

    id: TerritoryId
    name: str
    left_out: int
    communes: int

    @property
    def reached(self) -> int:
        """How many are not left out."""
        return self.communes - self.left_out


def communes_outside(
    inside: sa.sql.Select, within: str | None, limit: int | None, offset: int = 0
) -> tuple[list[TerritoryRecord], int]:
    """A page of the communes that are not among some territories, most people first, and how many they are.

    :param inside: a query of ids
    :param within: only what this territory wholly contains
    """
    query = _communes(within).where(_territory.id.not_in(inside))
    total = model.Session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    order = (sa.func.coalesce(_territory.population, 0).desc(), _territory.id)
    rows = model.Session.execute(query.order_by(*order).limit(limit).offset(offset))
    return [record_of(row) for row in rows], total


def shares_outside(inside: sa.sql.Select, within: str | None) -> list[Share]:
    """The départements with their communes that are not among some territories. One query."""
    communes, departement = _communes(within).subquery("communes"), territory_table.alias("departement")
    left_out = sa.func.count().filter(communes.c.id.not_in(inside))
    query = (
        sa.select(departement.c.id, departement.c.name, left_out, sa.func.count())
        .join_from(communes, closure_table, _closure.descendant == communes.c.id)
        .join(departement, sa.and_(departement.c.id == _closure.ancestor, departement.c.level == Level.DEP))
        .group_by(departement.c.id, departement.c.name)
        .order_by(departement.c.id)
    )
    return [Share(TerritoryId(row[0]), *row[1:]) for row in model.Session.execute(query)]


def _communes(within: str | None) -> sa.sql.Select:
    query = sa.select(territory_table).where(_territory.level == Level.COM, _territory.state == CURRENT)
    if within is None:
        return query
    inside = sa.select(_closure.descendant).where(_closure.ancestor == within)
    return query.where(_territory.id.in_(inside))
