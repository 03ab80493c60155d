"""What harvests bring to territories, for the rooms that count and advise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table

from ckanext.odlocale.harvest import seen
from ckanext.odlocale.harvest.health import Health
from ckanext.odlocale.territory import shared as territory

IN_ERROR = (Health.FAILED, Health.PARTLY, Health.HELD)


@dataclass(frozen=True, slots=True)
class TerritoryHarvest:
    """Of one territory.

    :param sources: titles of the sources of its organization
    :param in_error: titles of those whose last run failed, wholly or in part, or waits for a person
    :param rolled_up: datasets of it that another organization publishes
    """

    sources: tuple[str, ...] = ()
    in_error: tuple[str, ...] = ()
    rolled_up: int = 0


def harvests_of(territory_ids: Iterable[str]) -> dict[str, TerritoryHarvest]:
    """What harvests bring to each of these territories; a constant number of queries."""
    wanted = list(map(str, territory_ids))
    homes = {home: str(one) for one, home in territory.organizations_of(wanted).items()}
    titles: dict[str, list[str]] = {one: [] for one in wanted}
    failed: dict[str, list[str]] = {one: [] for one in wanted}
    named = sa.select(model.Group.name, model.Group.id).where(model.Group.id.in_(list(homes)))
    names = {row.name: row.id for row in model.Session.execute(named)}
    for source in seen.sources(seen.Scope(organizations=list(homes))):
        owner = homes[names[source["organization"]]]
        titles[owner].append(source["title"])
        if source["health"] in IN_ERROR:
            failed[owner].append(source["title"])
    rolled = _rolled_up(wanted)
    return {
        one: TerritoryHarvest(tuple(titles[one]), tuple(failed[one]), rolled.get(one, 0)) for one in wanted
    }


def _rolled_up(territory_ids: list[str]) -> dict[str, int]:
    field = territory.dataset_field(territory.ROLLED_UP_FIELD)
    query = (
        sa.select(field.c.value, sa.func.count().label("number"))
        .join(package_table, package_table.c.id == field.c.id)
        .where(field.c.value.in_(territory_ids), package_table.c.state == "active")
        .group_by(field.c.value)
    )
    return {row.value: row.number for row in model.Session.execute(query)}
