"""What surrounds a territory, read for its page: a fixed number of queries, whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.territory.directory import TerritoryRecord, record_of
from ckanext.odlocale.territory.extras import TERRITORY_FIELD
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.page import trail
from ckanext.odlocale.territory.statements import (
    CHILDREN,
    ORGANIZATIONS,
    OVERLAPPING,
    PRODUCERS,
    SITUATION,
)

# What PostgreSQL counts rows with; a page further on is empty all the same.
MOST_PASSED_OVER = 2**31 - 1


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
class Producer:
    """The territory of who produced a dataset."""

    id: TerritoryId
    name: str


@dataclass(frozen=True, slots=True)
class Organizations:
    """Some of a territory's organizations, and how many there are in all."""

    listed: tuple[Organization, ...]
    total: int


def situation(territory: TerritoryId) -> tuple[TerritoryRecord | None, Ancestry]:
    """What a territory is today, None when it is unknown, and the territories that wholly contain it.

    :param territory: an identifier; that of a former commune gives its successor
    """
    rows = rows_of(SITUATION, territory=territory)
    if not rows:
        return None, Ancestry((), ())
    itself, *above = sorted(rows, key=lambda row: (row.depth, -Level(row.level).rank))
    known = {one.id for one in above}
    pairs = {(TerritoryId(one), TerritoryId(row.id)) for row in above for one in row.containers or ()}
    records = {TerritoryId(row.id): record_of(row) for row in above}
    line = trail(records, {pair for pair in pairs if pair[0] in known})
    return record_of(itself), Ancestry(tuple(records.values()), tuple(records[one] for one in line))


def situation_of(text: str) -> tuple[TerritoryRecord | None, Ancestry]:
    """The situation of a territory whose identifier comes from outside; None also for what is none."""
    try:
        return situation(TerritoryId.parse(text))
    except TerritoryIdError:
        return None, Ancestry((), ())


def children(territory: TerritoryId) -> list[TerritoryRecord]:
    """The territories directly below, in no order."""
    return [record_of(row) for row in rows_of(CHILDREN, territory=territory)]


def overlapping(territory: TerritoryId) -> list[Overlap]:
    """The territories that this one straddles, or that straddle it; most people in common first."""
    return [
        Overlap(record_of(row), row.communes, row.shared) for row in rows_of(OVERLAPPING, territory=territory)
    ]


def organizations(
    territory: TerritoryId, limit: int, start: int = 0, below_only: bool = False
) -> Organizations:
    """The organizations of a territory, then those of the territories below it, by title.

    :param limit: how many to list
    :param start: how many to pass over
    :param below_only: leave out its own
    """
    start = min(start, MOST_PASSED_OVER)
    rows = rows_of(ORGANIZATIONS, territory=territory, limit=limit, start=start, least=int(below_only))
    listed = tuple(
        Organization(row.name, row.title, row.type, TerritoryId(row.id), row.territory_name) for row in rows
    )
    return Organizations(listed, rows[0].total if rows else 0)


def producers(datasets: Iterable[Mapping[str, Any]]) -> dict[str, Producer]:
    """The producer's territory of each dataset that has one, by the dataset's id, in one query.

    :param datasets: as ``package_search`` gives them
    """
    holders = {one["id"]: field_of(one, TERRITORY_FIELD) or one.get("owner_org") for one in datasets}
    keys = sorted({holder for holder in holders.values() if holder})
    rows = rows_of(PRODUCERS, keys=keys) if keys else ()
    found = {row.key: Producer(TerritoryId(row.id), row.name) for row in rows}
    return {dataset: found[holder] for dataset, holder in holders.items() if holder in found}


def rows_of(statement: sa.sql.Select, **parameters: Any) -> Sequence[Any]:
    """What a statement finds with these parameters."""
    return model.Session.execute(statement, parameters).all()


def levels_of(territories: Collection[TerritoryRecord]) -> list[Level]:
    """The levels that these territories are of, largest first."""
    return [level for level in Level if any(one.level is level for one in territories)]
