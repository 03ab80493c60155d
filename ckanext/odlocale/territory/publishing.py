"""Who publishes the data of a territory: its own organization, another one for it, or somebody to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.statements import HOLDERS, NEAREST_ABOVE
from ckanext.odlocale.territory.surroundings import Organization, rows_of


class Part(StrEnum):
    """What organizations are to a territory."""

    ITSELF = "itself"
    FOR_IT = "for_it"
    TO_ASK = "to_ask"


@dataclass(frozen=True, slots=True)
class Publisher:
    """An organization that publishes for a territory, or that could.

    :param territory: the one that it is of, None when it is of none
    :param datasets: how many public datasets of the territory it has, 0 where nobody counted
    """

    name: str
    title: str
    type: str
    territory: TerritoryId | None
    territory_name: str | None
    datasets: int


@dataclass(frozen=True, slots=True)
class Publishing:
    """What these organizations are to a territory; none when nobody around it is on the portal."""

    part: Part
    organizations: tuple[Publisher, ...]


def publishing(territory: TerritoryId, listed: Sequence[Organization]) -> Publishing:
    """Who publishes for a territory, in two queries at most.

    :param listed: the organizations of the territory, then of those below
    """
    own = tuple(_itself(one) for one in listed if one.territory == territory)
    if own:
        return Publishing(Part.ITSELF, own)
    held = tuple(map(_publisher, rows_of(HOLDERS, territory=territory)))
    if held:
        return Publishing(Part.FOR_IT, held)
    return Publishing(Part.TO_ASK, nearest_above(territory))


def nearest_above(territory: TerritoryId) -> tuple[Publisher, ...]:
    """The organization of the nearest territory around that has one; none when there is no such territory."""
    return tuple(map(_publisher, rows_of(NEAREST_ABOVE, territory=territory)))


def _itself(one: Organization) -> Publisher:
    return Publisher(one.name, one.title, one.type, one.territory, one.territory_name, 0)


def _publisher(row: Any) -> Publisher:
    territory = TerritoryId(row.id) if row.territory_name is not None else None
    return Publisher(row.name, row.title, row.type, territory, row.territory_name, row.datasets)
