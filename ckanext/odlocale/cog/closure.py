"""What contains what, wholly, and what straddles what. Derived from declared memberships by counting communes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ckanext.odlocale.cog.ids import Level, TerritoryId
from ckanext.odlocale.cog.vintage import Territory, Vintage

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
    for group, members in _members(vintage).items():
        common = _uppers(group, members)
        for other in sorted(other for other, count in common.items() if count < len(members)):
            shared = [member for member in members if other in _above(member)]
            people = sum(member.territory.population or 0 for member in shared)
            rows.append(OverlapRow(group, other, len(shared), people))
    return rows


def ancestors_in(rows: Iterable[ClosureRow]) -> dict[TerritoryId, list[TerritoryId]]:
    """The ancestors of each territory, nearest first; on one depth the smallest level comes first."""
    found: dict[TerritoryId, list[ClosureRow]] = defaultdict(list)
    for row in rows:
        if row.depth:
            found[row.descendant].append(row)
    return {
        descendant: [row.ancestor for row in sorted(above, key=_nearness)] for descendant, above in found.items()
    }


def _nearness(row: ClosureRow) -> tuple[int, int]:
    return row.depth, -row.ancestor.level.rank


class _Member(NamedTuple):
    territory: Territory
    region: TerritoryId


def _above(member: _Member) -> tuple[TerritoryId, ...]:
    return (*member.territory.parents, member.region)


def _members(vintage: Vintage) -> dict[TerritoryId, list[_Member]]:
    """The communes of every EPCI and EPT."""
    members: dict[TerritoryId, list[_Member]] = {
        territory.id: [] for territory in vintage.current() if territory.id.level in GROUPS
    }
    for territory in vintage.current():
        if territory.id.level is Level.COM:
            departement = vintage.territories[territory.parents[-1]]
            for group in territory.parents[:-1]:
                members[group].append(_Member(territory, departement.parents[0]))
    return members


def _uppers(group: TerritoryId, members: Iterable[_Member]) -> Counter[TerritoryId]:
    """The wider territories that communes of a group are in, with how many of them."""
    return Counter(
        upper for member in members for upper in _above(member) if upper.level.rank < group.level.rank
    )


def _containers(vintage: Vintage) -> Mapping[TerritoryId, tuple[TerritoryId, ...]]:
    """What directly contains a territory: declared for all but EPCI and EPT, counted for these."""
    containers = {
        territory.id: territory.parents
        for territory in vintage.current()
        if territory.id.level not in (*GROUPS, Level.COM)
    }
    france = tuple(territory_id for territory_id in containers if territory_id.level is Level.FR)
    for group, members in _members(vintage).items():
        whole = (upper for upper, count in _uppers(group, members).items() if count == len(members))
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
