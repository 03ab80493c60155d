"""What changed between two vintages. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

from ckanext.odlocale.cog.closure import GROUPS
from ckanext.odlocale.cog.ids import TerritoryId
from ckanext.odlocale.cog.succession import continued, groups_today
from ckanext.odlocale.cog.vintage import Territory, Vintage

Territories = Mapping[TerritoryId, Territory]


class Renamed(NamedTuple):
    """A territory with another official name."""

    id: TerritoryId
    old: str
    new: str


class Merged(NamedTuple):
    """A territory that is now part of another."""

    id: TerritoryId
    successor: TerritoryId


class Recoded(NamedTuple):
    """A territory that goes on under the same name and another code: a commune whose seat moved."""

    id: TerritoryId
    successor: TerritoryId


class Split(NamedTuple):
    """A territory made of a part of another: a commune re-established, an EPCI cut in two."""

    id: TerritoryId
    origin: TerritoryId


class Removed(NamedTuple):
    """A territory that is gone and has no single successor, and those that it was shared out to."""

    id: TerritoryId
    heirs: tuple[TerritoryId, ...]


class Moved(NamedTuple):
    """A territory that left parents for others: a commune that changed EPCI, for example."""

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

    :param added: in force now and not before, and made of no single one
    :param moved: to another EPCI or EPT
    :param moved_above: to another département or région
    :param other: another SIREN, seat, kind or other postal codes
    """

    added: list[TerritoryId]
    split: list[Split]
    merged: list[Merged]
    recoded: list[Recoded]
    removed: list[Removed]
    renamed: list[Renamed]
    moved: list[Moved]
    moved_above: list[Moved]
    population_changed: list[PopulationChanged]
    other: list[TerritoryId]

    def counts(self) -> dict[str, int]:
        """How many changes of each sort."""
        return {field.name: len(getattr(self, field.name)) for field in fields(self)}


def no_change() -> VintageDiff:
    """The difference of two vintages that are the same."""
    return VintageDiff(*([] for _ in fields(VintageDiff)))


def diff(old: Vintage, new: Vintage) -> VintageDiff:
    """Compare two vintages, or what a portal holds and a vintage."""
    before = {territory.id: territory for territory in old.current()}
    after = {territory.id: territory for territory in new.current()}
    held = continued(old, new).territories
    gone = [held[known] for known in sorted(before.keys() - after.keys())]
    pairs = [(before[known], after[known]) for known in sorted(before.keys() & after.keys())]
    merged = [Merged(one.id, one.successor) for one in gone if one.successor]
    recoded = {one.id for one in merged if _goes_on(one, before, after)}
    split = list(_splits(old, new, held, {one.successor for one in merged if one.id in recoded}))
    explained = {*(one.id for one in split), *(one.successor for one in merged if one.id in recoded)}
    return VintageDiff(
        added=sorted(after.keys() - before.keys() - explained),
        split=split,
        merged=[one for one in merged if one.id not in recoded],
        recoded=[Recoded(*one) for one in merged if one.id in recoded],
        removed=[Removed(one.id, one.heirs) for one in gone if one.successor is None],
        renamed=[Renamed(a.id, a.name, b.name) for a, b in pairs if a.name != b.name],
        moved=list(_moves(pairs, groups=True)),
        moved_above=list(_moves(pairs, groups=False)),
        population_changed=[
            PopulationChanged(a.id, a.population, b.population)
            for a, b in pairs
            if a.population != b.population
        ],
        other=[a.id for a, b in pairs if _details(a) != _details(b)],
    )


def _details(territory: Territory) -> tuple[object, ...]:
    return territory.siren, territory.seat, territory.kind, territory.postal_codes


def _goes_on(merged: Merged, before: Territories, after: Territories) -> bool:
    is_new = merged.successor not in before
    return is_new and before[merged.id].name == after[merged.successor].name


def _splits(old: Vintage, new: Vintage, held: Territories, taken: set[TerritoryId]) -> Iterator[Split]:
    """What is in force now and came out of one territory, which lost it or was cut up."""
    origins = {one.id: one.successor for one in old.territories.values() if one.former and one.successor}
    origins |= _origins_of_groups(old, new)
    others = {one.id for one in old.current()} | taken
    for known in sorted(one.id for one in new.current() if one.id not in others):
        origin = origins.get(known)
        if origin and held[origin].successor is None:
            yield Split(known, origin)


def _origins_of_groups(old: Vintage, new: Vintage) -> dict[TerritoryId, TerritoryId]:
    """For each group all of whose communes were in one and the same group, that one."""
    sources: dict[TerritoryId, set[TerritoryId | None]] = {}
    for group, shares in groups_today(old, new).items():
        for today in shares:
            if today:
                sources.setdefault(today, set()).add(group)
    return {today: group for today, (group, *others) in sources.items() if group and not others}


def _moves(pairs: Iterable[tuple[Territory, Territory]], groups: bool) -> Iterator[Moved]:
    """Those with other parents among the groups, or among what is above groups."""
    for a, b in pairs:
        if a.parents != b.parents:
            old, new = (
                tuple(parent for parent in one.parents if (parent.level in GROUPS) is groups)
                for one in (a, b)
            )
            left, joined = _without(old, new), _without(new, old)
            if left or joined:
                yield Moved(a.id, left, joined)


def _without(parents: tuple[TerritoryId, ...], others: tuple[TerritoryId, ...]) -> tuple[TerritoryId, ...]:
    return tuple(parent for parent in parents if parent not in others)
