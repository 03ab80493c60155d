"""What surrounds a territory, read for its page: a fixed number of queries, whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.directory import TerritoryRecord, record_of
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.model import CURRENT, closure_table, overlap_table, territory_table
from ckanext.odlocale.territory.page import trail

_territory = territory_table.c
_closure = closure_table.c


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The territories that contain one.

    :param nearest_first: all of them
    :param trail: those of the breadcrumb, largest first
    """

    nearest_first: tuple[TerritoryRecord, ...]
    trail: tuple[TerritoryRecord, ...]

    @property
    def ids(self) -> list[TerritoryId]:
        """Their identifiers, nearest first."""
        return [record.id for record in self.nearest_first]

    @property
    def beside_trail(self) -> list[TerritoryRecord]:
        """Those that the breadcrumb leaves out: the EPCI of a commune, when it straddles two départements."""
        return [record for record in self.nearest_first if record not in self.trail]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A territory that is partly the same as another, with the communes and people that they share."""

    territory: TerritoryRecord
    communes: int
    population: int


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization of a territory or of one below it."""

    name: str
    title: str
    type: str
    territory: TerritoryId
    territory_name: str


@dataclass(frozen=True, slots=True)
class Organizations:
    """Some of a territory's organizations, and how many there are in all."""

    listed: tuple[Organization, ...]
    total: int


def ancestry(territory: TerritoryId) -> Ancestry:
    """The territories that wholly contain this one."""
    above = closure_table.alias("above")
    containers = sa.select(sa.func.array_agg(above.c.ancestor)).where(
        above.c.descendant == _territory.id, above.c.depth > 0
    )
    query = (
        sa.select(territory_table, _closure.depth, containers.scalar_subquery().label("containers"))
        .join_from(closure_table, territory_table, _territory.id == _closure.ancestor)
        .where(_closure.descendant == territory, _closure.depth > 0)
    )
    rows = model.Session.execute(query).all()
    pairs = {(TerritoryId(one), TerritoryId(row.id)) for row in rows for one in row.containers or ()}
    found = {TerritoryId(row.id): record_of(row) for row in rows}
    nearest = sorted(rows, key=lambda row: (row.depth, -Level(row.level).rank))
    return Ancestry(
        tuple(found[TerritoryId(row.id)] for row in nearest),
        tuple(found[one] for one in trail(found, pairs)),
    )


def children(territory: TerritoryId) -> list[TerritoryRecord]:
    """The territories directly below, in no order."""
    query = sa.select(territory_table).join_from(
        closure_table, territory_table, _territory.id == _closure.descendant
    )
    return [
        record_of(row)
        for row in model.Session.execute(query.where(_closure.ancestor == territory, _closure.depth == 1))
    ]


def of_level(level: Level) -> list[TerritoryRecord]:
    """All current territories of a level, in no order: for levels with few of them."""
    query = sa.select(territory_table).where(_territory.level == level, _territory.state == CURRENT)
    return [record_of(row) for row in model.Session.execute(query)]


def overlapping(territory: TerritoryId) -> list[Overlap]:
    """The territories that this one straddles, or that straddle it; most people in common first."""
    overlap = overlap_table.c
    other = sa.case((overlap.territory == territory, overlap.other), else_=overlap.territory)
    query = (
        sa.select(territory_table, overlap.communes, overlap.population.label("shared"))
        .join_from(overlap_table, territory_table, _territory.id == other)
        .where(sa.or_(overlap.territory == territory, overlap.other == territory))
        .order_by(overlap.population.desc(), _territory.id)
    )
    return [Overlap(record_of(row), row.communes, row.shared) for row in model.Session.execute(query)]


def organizations(territory: TerritoryId, limit: int, start: int = 0) -> Organizations:
    """The organizations of a territory, then those of the territories below it, by title.

    :param limit: how many to list
    :param start: how many to pass over
    """
    field, group = organization_field(TERRITORY_FIELD), group_table.c
    holder = territory_table.alias("holder")
    meant = sa.func.coalesce(holder.c.successor_id, holder.c.id)
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name)
    query = (
        sa.select(
            group.name,
            title.label("title"),
            group.type,
            _territory.id,
            _territory.name.label("territory_name"),
        )
        .add_columns(sa.func.count().over().label("total"))
        .join_from(holder, field, field.c.value == holder.c.id)
        .join(group_table, group.id == field.c.id)
        .join(closure_table, _closure.descendant == meant)
        .join(territory_table, _territory.id == meant)
        .where(_closure.ancestor == territory)
        .order_by(_territory.id != territory, sa.func.lower(title), group.name)
    )
    rows = model.Session.execute(query.limit(limit).offset(start)).all()
    listed = tuple(
        Organization(row.name, row.title, row.type, TerritoryId(row.id), row.territory_name) for row in rows
    )
    return Organizations(listed, rows[0].total if rows else 0)


@dataclass(frozen=True, slots=True)
class Producer:
    """The territory of who produced a dataset."""

    id: TerritoryId
    name: str


def producers(datasets: Iterable[Mapping[str, Any]]) -> dict[str, Producer]:
    """The producer's territory of each dataset that has one, by the dataset's id, in one query.

    :param datasets: as ``package_search`` gives them
    """
    holders = {one["id"]: field_of(one, TERRITORY_FIELD) or one.get("owner_org") for one in datasets}
    keys = sorted({holder for holder in holders.values() if holder})
    found = {row.key: Producer(TerritoryId(row.id), row.name) for row in _holding(keys)} if keys else {}
    return {dataset: found[holder] for dataset, holder in holders.items() if holder in found}


def _holding(keys: list[str]) -> Sequence[Any]:
    # A key is a territory's id or an organization's: the two are never alike.
    field, holder = organization_field(TERRITORY_FIELD), territory_table.alias("holder")
    said = sa.select(holder.c.id.label("key"), holder).where(holder.c.id.in_(keys))
    attached = (
        sa.select(field.c.id.label("key"), holder)
        .join_from(field, holder, holder.c.id == field.c.value)
        .where(field.c.id.in_(keys))
    )
    either = sa.union_all(said, attached).subquery("either")
    query = sa.select(either.c.key, _territory.id, _territory.name).join_from(
        either, territory_table, _territory.id == sa.func.coalesce(either.c.successor_id, either.c.id)
    )
    return model.Session.execute(query).all()


def levels_of(territories: Collection[TerritoryRecord]) -> list[Level]:
    """The levels that these territories are of, largest first."""
    return [level for level in Level if any(one.level is level for one in territories)]
