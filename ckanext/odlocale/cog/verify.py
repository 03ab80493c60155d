"""What a vintage must not contain: orphans, cycles, memberships that do not go upwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ckanext.odlocale.cog.ids import Level, TerritoryId
from ckanext.odlocale.cog.vintage import Territory, VintageError

Territories = Mapping[TerritoryId, Territory]

# What no database takes as text: control characters and halves of characters.
_NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_MOST_PEOPLE = 2**31 - 1

_NEEDED = {Level.COM: Level.DEP, Level.DEP: Level.REG, Level.REG: Level.FR}


def verify(territories: Territories, where: Callable[[TerritoryId], str]) -> None:
    """Refuse a vintage that contradicts itself.

    :param where: tells the file and line a territory came from
    :raises VintageError: at the first contradiction, naming its place
    """
    for territory in territories.values():
        for problem in _problems(territory, territories):
            raise VintageError(f"{where(territory.id)}: {problem}")


def _problems(territory: Territory, territories: Territories) -> Iterator[str]:
    yield from _wrong_values(territory)
    for other in _leads_to(territory):
        if other not in territories:
            yield f"{territory.id} belongs to {other}, which is not in this vintage (orphan)."
        elif not _allowed(territory, territories[other]):
            yield _backwards(territory.id, other, territories)
    needed = None if territory.former else _NEEDED.get(territory.id.level)
    if needed and needed not in {parent.level for parent in territory.parents}:
        yield f"{territory.id} has no parent of level {needed} (orphan)."


def _wrong_values(territory: Territory) -> Iterator[str]:
    texts = (territory.name, territory.kind, territory.siren or "", *territory.postal_codes)
    if not all(isinstance(text, str) and not _NO_TEXT.search(text) for text in texts):
        yield f"the name, kind, SIREN and postal codes of {territory.id} must be texts of one line."
    people = territory.population
    if people is not None and (type(people) is not int or not 0 <= people <= _MOST_PEOPLE):
        yield f"the population of {territory.id} must be a number of people."


def _leads_to(territory: Territory) -> tuple[TerritoryId, ...]:
    above = (*territory.parents, *territory.heirs)
    return (*above, territory.successor) if territory.successor else above


def _allowed(territory: Territory, other: Territory) -> bool:
    """Parents go up one level at least, successors to a territory in force: no cycle survives both."""
    if other.id == territory.successor or other.id in territory.heirs:
        return not other.former
    return other.id.level.rank < territory.id.level.rank


def _backwards(start: TerritoryId, end: TerritoryId, territories: Territories) -> str:
    way = _way(end, start, territories)
    if way:
        return f"{' → '.join((start, *way))} is a cycle."
    return (
        f"{start} cannot belong to {end}: a membership goes to a wider level, "
        "a successor or heir is a territory in force."
    )


def _way(start: TerritoryId, goal: TerritoryId, territories: Territories) -> list[TerritoryId]:
    """The shortest way from one territory to another along memberships, empty when there is none."""
    came_from: dict[TerritoryId, TerritoryId | None] = {start: None}
    for reached in (queue := [start]):
        if reached == goal:
            return _unwound(reached, came_from)
        for other in _leads_to(territories[reached]):
            if other in territories and other not in came_from:
                came_from[other] = reached
                queue.append(other)
    return []


def _unwound(end: TerritoryId, came_from: Mapping[TerritoryId, TerritoryId | None]) -> list[TerritoryId]:
    way, at = [], end
    while at is not None:
        way.append(at)
        at = came_from[at]
    return way[::-1]
