"""What changed between two vintages, and what becomes of the territories that vanished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ckanext.odlocale.cog.closure import GROUPS
from ckanext.odlocale.cog.ids import TerritoryId
from ckanext.odlocale.cog.vintage import Territory, Vintage


class Renamed(NamedTuple):
    """A territory with another official name."""

    id: TerritoryId
    old: str
    new: str


class Merged(NamedTuple):
    """A territory that is now part of another."""

    id: TerritoryId
    successor: TerritoryId


class Moved(NamedTuple):
    """A territory with other parents: a commune that changed EPCI, for example."""

    id: TerritoryId
    old: tuple[TerritoryId, ...]
    new: tuple[TerritoryId, ...]


class PopulationChanged(NamedTuple):
    """A territory with another municipal population, in inhabitants."""

    id: TerritoryId
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class VintageDiff:
    """The changes between territories in force, each list in the order of identifiers.

    :param added: in force now and not before, re-established communes included
    :param removed: gone, and nothing tells what they are part of now
    :param other: another SIREN, seat, kind or other postal codes
    """

    added: list[TerritoryId]
    removed: list[TerritoryId]
    renamed: list[Renamed]
    merged: list[Merged]
    moved: list[Moved]
    population_changed: list[PopulationChanged]
    other: list[TerritoryId]

    def counts(self) -> dict[str, int]:
        """How many changes of each sort."""
        return {name: len(getattr(self, name)) for name in self.__slots__}


def no_change() -> VintageDiff:
    """The difference of two vintages that are the same."""
    return VintageDiff([], [], [], [], [], [], [])


def diff(old: Vintage, new: Vintage) -> VintageDiff:
    """Compare two vintages, or what a portal holds and a vintage."""
    before = {territory.id: territory for territory in old.current()}
    after = {territory.id: territory for territory in new.current()}
    gone = [former for former in carried_over(old, new).values() if former.id in before]
    gone.extend(new.territories[known] for known in before if known in new.territories and known not in after)
    both = sorted(before.keys() & after.keys())
    pairs = [(before[known], after[known]) for known in both]
    return VintageDiff(
        added=sorted(after.keys() - before.keys()),
        removed=sorted(former.id for former in gone if former.successor is None),
        renamed=[Renamed(a.id, a.name, b.name) for a, b in pairs if a.name != b.name],
        merged=sorted(Merged(former.id, former.successor) for former in gone if former.successor),
        moved=[Moved(a.id, a.parents, b.parents) for a, b in pairs if a.parents != b.parents],
        population_changed=[
            PopulationChanged(a.id, a.population, b.population)
            for a, b in pairs
            if a.population != b.population
        ],
        other=[a.id for a, b in pairs if _details(a) != _details(b)],
    )


def _details(territory: Territory) -> tuple[object, ...]:
    return territory.siren, territory.seat, territory.kind, territory.postal_codes


def carried_over(old: Vintage, new: Vintage) -> dict[TerritoryId, Territory]:
    """The territories that only the old vintage has, as former ones that lead to a successor if one is known.

    An EPCI or EPT whose communes are all in one and the same group today is succeeded by it.
    """
    missing = {
        known: territory for known, territory in old.territories.items() if known not in new.territories
    }
    groups = _new_groups(old, new)
    return {
        known: replace(
            territory,
            former=True,
            parents=(),
            successor=_successor(territory, missing, groups, new.territories),
        )
        for known, territory in missing.items()
    }


def _new_groups(old: Vintage, new: Vintage) -> dict[TerritoryId, set[TerritoryId | None]]:
    """For every old group, the groups of its level that its communes are in today."""
    found: dict[TerritoryId, set[TerritoryId | None]] = {}
    for territory in old.current():
        for group in territory.parents:
            if group.level in GROUPS:
                today = _in_force(territory.id, new.territories)
                parents = today.parents if today else ()
                same = next((parent for parent in parents if parent.level is group.level), None)
                found.setdefault(group, set()).add(same)
    return found


def _in_force(known: TerritoryId, territories: Mapping[TerritoryId, Territory]) -> Territory | None:
    territory = territories.get(known)
    return territories.get(territory.successor) if territory and territory.successor else territory


def _successor(
    territory: Territory,
    missing: Mapping[TerritoryId, Territory],
    groups: Mapping[TerritoryId, set[TerritoryId | None]],
    territories: Mapping[TerritoryId, Territory],
) -> TerritoryId | None:
    """Follow successors, of which several may have vanished at once, to one that is in force."""
    seen = {territory.id}
    heir = _heir(territory, groups)
    while heir is not None and heir in missing and heir not in seen:
        seen.add(heir)
        heir = _heir(missing[heir], groups)
    today = _in_force(heir, territories) if heir else None
    return today.id if today and not today.former else None


def _heir(territory: Territory, groups: Mapping[TerritoryId, set[TerritoryId | None]]) -> TerritoryId | None:
    today = groups.get(territory.id, set())
    if territory.former or len(today) != 1:
        return territory.successor
    return next(iter(today))
