"""Outlines from GeoJSON: simplified together, dissolved to what contains the territories, as SVG. PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

import ijson
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.drawing.maps import projected
from ckanext.odlocale.observatory.map.outline import CODES, FURTHEST_NORTH, Outline, UnusableMapError

# In degrees: about a point of a drawing of what a level is shown in (communes in their EPCI, EPCI in their
# département, départements and régions in the country). A thousandth is some hundred metres.
TOLERANCES: Mapping[Level, float] = {
    Level.COM: 0.001,
    Level.EPT: 0.001,
    Level.EPCI: 0.003,
    Level.DEP: 0.01,
    Level.REG: 0.015,
}
_UNREADABLE = (ijson.JSONError, AttributeError, TypeError, KeyError, ValueError, shapely.errors.ShapelyError)


def read(file: IO[bytes], level: Level, code: str | None = None) -> dict[TerritoryId, BaseGeometry]:
    """The outlines of a GeoJSON file, several features of one territory joined. Read piece by piece.

    :param level: of its territories
    :param code: the property with the code; None to take the usual ones
    :raises UnusableMapError: it is no GeoJSON in degrees with such a property
    """
    names = (code,) if code else CODES[level]
    found: dict[TerritoryId, list[BaseGeometry]] = defaultdict(list)
    try:
        for feature in ijson.items(file, "features.item", use_float=True):
            told = _code(feature.get("properties") or {}, names)
            if told and feature.get("geometry"):
                found[TerritoryId(f"{level}-{told}")].append(_geometry(feature["geometry"]))
    except _UNREADABLE as error:
        raise UnusableMapError("unreadable") from error
    if not found:
        raise UnusableMapError("empty", columns=", ".join(names))
    return {one: joined(pieces) for one, pieces in found.items()}


def _code(properties: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((str(properties[name]).strip() for name in names if properties.get(name)), None)


def _geometry(told: dict[str, Any]) -> BaseGeometry:
    geometry = shape(told)
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise UnusableMapError("unreadable")
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -FURTHEST_NORTH or north > FURTHEST_NORTH:
        raise UnusableMapError("metres")
    return geometry if geometry.is_valid else shapely.make_valid(geometry)


def outlines(
    found: Mapping[TerritoryId, BaseGeometry], containers: Mapping[TerritoryId, Iterable[TerritoryId]]
) -> Iterator[tuple[TerritoryId, Outline]]:
    """The territories and everything that contains them, each as a path; neighbours share their border.

    :param found: of one level
    :param containers: of each territory, what wholly contains it
    """
    simple = _simplified(found)
    pieces: dict[TerritoryId, list[BaseGeometry]] = defaultdict(list)
    for one, geometry in simple.items():
        for container in containers.get(one, ()):
            pieces[container].append(geometry)
    levels: dict[Level, dict[TerritoryId, BaseGeometry]] = defaultdict(dict)
    for container, parts in pieces.items():
        levels[container.level][container] = joined(parts)
    for drawn in (simple, *map(_simplified, levels.values())):
        for one, geometry in drawn.items():
            told = outline(geometry)
            if told:
                yield one, told


def _simplified(found: Mapping[TerritoryId, BaseGeometry]) -> dict[TerritoryId, BaseGeometry]:
    """Territories of one level with fewer points, the same ones on both sides of a border."""
    tolerance = TOLERANCES[next(iter(found)).level]
    return dict(zip(found, shapely.coverage_simplify(list(found.values()), tolerance), strict=True))


def joined(pieces: list[BaseGeometry]) -> BaseGeometry:
    """One outline of several; the only one as it is."""
    return shapely.union_all(pieces) if len(pieces) > 1 else pieces[0]


def outline(geometry: BaseGeometry) -> Outline | None:
    """A geometry in degrees as a path; None when nothing of it is left."""
    rings = [[projected(*point[:2]) for point in ring.coords[:-1]] for ring in _rings(geometry)]
    points = [point for ring in rings for point in ring]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    path = "".join(f"M{' '.join(f'{x:.8g},{y:.8g}' for x, y in ring)}Z" for ring in rings)
    return Outline(path, (min(xs), min(ys), max(xs), max(ys)))


def _rings(geometry: BaseGeometry) -> Iterator[Any]:
    for part in getattr(geometry, "geoms", [geometry]):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield part.exterior
            yield from part.interiors
