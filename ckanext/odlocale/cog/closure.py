"""What wholly contains what, and what straddles what, derived from memberships by counting communes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ckanext.odlocale.cog.ids import Level, TerritoryId
from ckanext.odlocale.cog.vintage import Vintage

GROUPS = (Level.EPCI, Level.EPT)


class ClosureRow(NamedTuple):
    """``ancestor`` wholly contains ``descendant``.

    ``depth`` is the length of the longest way between them: 0 for itself, 1 exactly for its parents.
    """

    ancestor: TerritoryId
    descendant: TerritoryId
    depth: int


class OverlapRow(NamedTuple):
    """``territory``, an EPCI or EPT, lies partly in ``other``; with the communes and people in common."""

    territory: TerritoryId
    other: TerritoryId
    communes: int
    population: int


def closure(vintage: Vintage) -> list[ClosureRow]:
    """Every pair of a territory in force and one that wholly contains it, itself included."""
    containers = _containers(vintage)
    depths: dict[tuple[TerritoryId, ...], dict[TerritoryId, int]] = {}
    rows = []
    for territory in vintage.current():
        rows.append(ClosureRow(territory.id, territory.id, 0))
        above = _depths(containers.get(territory.id, territory.parents), containers, depths)
        rows.extend(ClosureRow(ancestor, territory.id, depth) for ancestor, depth in above.items())
    return rows


def overlaps(vintage: Vintage) -> list[OverlapRow]:
    """Every EPCI or EPT and each wider territory that holds some of its communes but not all."""
    rows = []
    for group, parts in _parts(vintage).items():
        common = _common(group, parts)
        size = sum(part.communes for part in parts)
        partly = sorted(other for other, shared in common.items() if shared.communes < size)
        rows.extend(OverlapRow(group, other, *common[other]) for other in partly)
    return rows


def ancestors_in(rows: Iterable[ClosureRow]) -> dict[TerritoryId, list[TerritoryId]]:
    """The ancestors of each territory, nearest first; on one depth the smallest level comes first."""
    found: dict[TerritoryId, list[ClosureRow]] = defaultdict(list)
    for row in rows:
        if row.depth:
            found[row.descendant].append(row)
    return {
        descendant: [row.ancestor for row in sorted(above, key=_nearness)]
        for descendant, above in found.items()
    }


def _nearness(row: ClosureRow) -> tuple[int, int]:
    return row.depth, -row.ancestor.level.rank


class _Part(NamedTuple):
    """The communes of a group that have the same parents: ten times fewer than there are communes."""

    above: tuple[TerritoryId, ...]
    communes: int
    population: int


class _Shared(NamedTuple):
    communes: int = 0
    population: int = 0


def _parts(vintage: Vintage) -> dict[TerritoryId, list[_Part]]:
    """What every EPCI and EPT is made of."""
    parts: dict[TerritoryId, list[_Part]] = {
        territory.id: [] for territory in vintage.current() if territory.id.level in GROUPS
    }
    for parents, (communes, population) in _communes(vintage).items():
        region = vintage.territories[parents[-1]].parents[0]
        for group in parents[:-1]:
            parts[group].append(_Part((*parents, region), communes, population))
    return parts


def _communes(vintage: Vintage) -> dict[tuple[TerritoryId, ...], _Shared]:
    """Communes and people for each set of parents."""
    counted: dict[tuple[TerritoryId, ...], _Shared] = {}
    for territory in vintage.current():
        if territory.id.level is Level.COM:
            communes, population = counted.get(territory.parents, _Shared())
            counted[territory.parents] = _Shared(communes + 1, population + (territory.population or 0))
    return counted


def _common(group: TerritoryId, parts: Iterable[_Part]) -> dict[TerritoryId, _Shared]:
    """The wider territories that communes of a group are in, with how many of them and how many people."""
    common: dict[TerritoryId, _Shared] = {}
    for part in parts:
        for upper in part.above:
            if upper.level.rank < group.level.rank:
                communes, population = common.get(upper, _Shared())
                common[upper] = _Shared(communes + part.communes, population + part.population)
    return common


def _containers(vintage: Vintage) -> Mapping[TerritoryId, tuple[TerritoryId, ...]]:
    """What directly contains a territory: declared for all but EPCI and EPT, counted for these."""
    containers = {
        territory.id: territory.parents
        for territory in vintage.current()
        if territory.id.level not in (*GROUPS, Level.COM)
    }
    france = tuple(territory_id for territory_id in containers if territory_id.level is Level.FR)
    for group, parts in _parts(vintage).items():
        size = sum(part.communes for part in parts)
        whole = (upper for upper, shared in _common(group, parts).items() if shared.communes == size)
        containers[group] = (*whole, *france)
    return containers


def _depths(
    direct: tuple[TerritoryId, ...],
    containers: Mapping[TerritoryId, tuple[TerritoryId, ...]],
    known: dict[tuple[TerritoryId, ...], dict[TerritoryId, int]],
) -> dict[TerritoryId, int]:
    """The longest way to everything above; the 36,000 communes share some 2,000 sets of parents."""
    if direct not in known:
        depths: dict[TerritoryId, int] = {}
        for ancestor, depth in _steps(direct, containers, known):
            depths[ancestor] = max(depth, depths.get(ancestor, 0))
        known[direct] = depths
    return known[direct]


def _steps(
    direct: tuple[TerritoryId, ...],
    containers: Mapping[TerritoryId, tuple[TerritoryId, ...]],
    known: dict[tuple[TerritoryId, ...], dict[TerritoryId, int]],
) -> Iterator[tuple[TerritoryId, int]]:
    for container in direct:
        yield container, 1
        for ancestor, depth in _depths(containers[container], containers, known).items():
            yield ancestor, depth + 1
