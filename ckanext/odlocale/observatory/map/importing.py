"""Importing the administrator's map: read, checked against the territories, simplified, dissolved, kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.map import store
from ckanext.odlocale.observatory.map.outline import UnusableMapError
from ckanext.odlocale.observatory.map.shaping import joined, outlines, read
from ckanext.odlocale.territory.shared import records, standing


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    :param outlines: how many territories have an outline now, by level
    :param unknown: territories of the file that the portal does not know
    """

    outlines: dict[str, int]
    unknown: list[TerritoryId]


def import_map(file: Path, level: Level, source: str, code: str | None = None) -> Imported:
    """Take a GeoJSON file in place of the map that was imported before.

    :param level: of the territories of the file; those that were merged since are drawn with their successor
    :param source: who made it, and under which licence: it stands below the map
    :param code: the property with the code; None to take the usual ones
    :raises UnusableMapError: nothing was written; the error says why
    """
    with file.open("rb") as opened:
        found = read(opened, level, code)
    containers = {one.id: one.containers for one in standing()}
    meant = _meant(found, containers)
    if not meant:
        raise UnusableMapError("unknown", codes=", ".join(sorted(found)[:5]))
    pieces: dict[TerritoryId, list[BaseGeometry]] = defaultdict(list)
    for one, today in meant.items():
        pieces[today].append(found[one])
    around = {one: [above for above in containers[one] if above.level is not Level.FR] for one in pieces}
    drawn = dict(outlines({one: joined(parts) for one, parts in pieces.items()}, around))
    store.keep(drawn, source)
    levels = Counter(one.level for one in drawn)
    return Imported({str(one): levels[one] for one in Level if levels[one]}, sorted(found.keys() - meant))


def _meant(
    found: Iterable[TerritoryId], containers: Collection[TerritoryId]
) -> dict[TerritoryId, TerritoryId]:
    """Each territory of the file that the portal knows, with the one that it is today. One query."""
    former = records(one for one in found if one not in containers)
    today = {one: former[one].successor if one in former else one for one in found}
    return {one: meant for one, meant in today.items() if meant and meant in containers}
