"""Reading the tree: a fixed number of queries, however many branches are open and however much is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.page import by_name
from ckanext.odlocale.territory.tree.places import (
    ROOT,
    Place,
    hanging,
    is_elsewhere,
    numbers_by_level,
    place_of,
    way_to,
)
from ckanext.odlocale.territory.tree.statements import LINEAGE, LISTED, NUMBERS, ORGANIZATIONS


@dataclass(frozen=True, slots=True)
class Node:
    """What hangs below a place.

    :param elsewhere: it only points at ``place``, where it hangs; id and name are then its département's
    :param communes: how many communes a part has; None for what is whole
    :param population: in inhabitants; of a part, those of its communes
    :param children: how much hangs directly below, by level
    :param organizations: how many it has with all below it
    :param datasets: the same; None when the search does not answer
    """

    place: Place
    elsewhere: bool
    id: TerritoryId
    level: Level
    code: str
    name: str
    siren: str | None
    population: int | None
    kind: str
    communes: int | None
    children: Mapping[str, int] = field(default_factory=dict)
    organizations: int = 0
    datasets: int | None = None

    @property
    def opens(self) -> bool:
        """Whether something may hang below it."""
        return not self.elsewhere and self.level is not Level.COM

    @property
    def straddles(self) -> bool:
        """Whether it is the whole of what straddles départements, which has its parts elsewhere."""
        return self.place.within is None and self.level in (Level.EPCI, Level.EPT) and "dep" in self.children


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    id: TerritoryId
    straddles: bool
    containers: frozenset[str]
    row: Any


def way(place: Place) -> list[Place]:
    """The places that lead to one, largest first, with itself at the end. One query; none for the country.

    A part that its territory has not (any more, after a change of vintage) leads to the whole.
    """
    if place == ROOT:
        return []
    asked = [place.territory, *([place.within] if place.within else ())]
    rows = model.Session.execute(LINEAGE, {"territories": asked}).all()
    straddled = {TerritoryId(row.id): row.straddled for row in rows if row.straddled}
    if place.within and place.within not in straddled.get(place.territory, ()):
        return way(Place(place.territory))
    return way_to(place, [TerritoryId(row.id) for row in rows], straddled)


def branches(places: Sequence[Place]) -> dict[Place, list[Node]]:
    """What hangs directly below each of these places: the largest level first, then by name. One query."""
    found = _candidates(LISTED, places)
    return {place: _ordered(place, hanging(found[number])) for number, place in enumerate(places, 1)}


def _ordered(above: Place, rows: Iterable[_Row]) -> list[Node]:
    return sorted(by_name(_node(above, one) for one in rows), key=lambda node: node.level.rank)


def _node(above: Place, one: _Row) -> Node:
    place, row = place_of(above, one), one.row
    return Node(
        place=place,
        elsewhere=is_elsewhere(above, place),
        id=one.id,
        level=Level(row.level),
        code=row.code,
        name=row.name or row.code,
        siren=row.siren,
        population=row.population,
        kind=row.kind,
        communes=row.communes,
    )


def numbers_below(places: Sequence[Place]) -> dict[Place, dict[str, int]]:
    """How much hangs directly below each of these places, by level. One query."""
    found = _candidates(NUMBERS, places)
    return {
        place: numbers_by_level((Level(one.row.level), one.row.alike) for one in hanging(found[number]))
        for number, place in enumerate(places, 1)
    }


def organizations_in(places: Sequence[Place]) -> dict[Place, int]:
    """How many organizations each of these places has with all below it. One query."""
    rows = _rows(ORGANIZATIONS, places)
    return {places[row.number - 1]: row.organizations for row in rows}


def _candidates(statement: sa.sql.Select, places: Sequence[Place]) -> Mapping[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in _rows(statement, places):
        candidate = _Row(row[0], TerritoryId(row.id), row.straddles, frozenset(row.containers), row)
        found[candidate.number].append(candidate)
    return found


def _rows(statement: sa.sql.Select, places: Sequence[Place]) -> Sequence[Any]:
    parameters = {
        "territories": [one.territory for one in places],
        "withins": [one.within or "" for one in places],
    }
    return model.Session.execute(statement, parameters).all() if places else ()
