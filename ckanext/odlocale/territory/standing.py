"""Every territory in force with what contains it, for whoever counts them all: one query."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import array_agg

from ckanext.odlocale.cog.shared import TerritoryId
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


def former_sirens() -> dict[str, TerritoryId]:
    """The territory that took over from each authority that is no more, by the SIREN it had. One query."""
    query = sa.select(_territory.siren, _territory.successor_id).where(
        _territory.state == FORMER, _territory.siren.isnot(None), _territory.successor_id.isnot(None)
    )
    return {row.siren: TerritoryId(row.successor_id) for row in model.Session.execute(query)}
