"""The map that shows most of some territories: the administrator's own, else the packaged one. PURE.

The room that keeps the administrator's outlines registers who reads them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from ckanext.odlocale.drawing.tiles import Outlines, shapes

SCALE, DIGITS = 100, 2
Reading = Callable[[Iterable[str]], Mapping[str, Mapping[str, Any]]]
"""Identifiers of territories to the outlines of those that have one: ``path``, ``box`` and ``source``."""

_reading: dict[str, Reading] = {}


def register(name: str, reading: Reading) -> None:
    """Have a function asked for outlines.

    :param name: of who registers; a second one of that name takes the place of the first
    """
    _reading[name] = reading


def showing(territories: Collection[str]) -> tuple[Outlines, str]:
    """The outlines of the map that shows most of these territories, and who made it.

    A map of one région is no map of the country: the one that shows most is taken, an own one before the
    packaged one of the départements. What is not on it is left to who draws.
    """
    wanted = set(territories)
    own = [_near(reading(wanted)) for reading in _reading.values()]
    maps = [(one, next((drawn["source"] for drawn in one.values()), "")) for one in own]
    return max([*maps, (shapes()["shapes"], shapes()["source"])], key=lambda one: len(wanted & one[0].keys()))


def _near(found: Outlines) -> Outlines:
    """Those of mainland France and Corse, if any: those overseas would leave them a corner of the sheet."""
    return {one: drawn for one, drawn in found.items() if is_near(drawn["box"])} or found


def is_near(box: Sequence[float]) -> bool:
    """Whether an outline lies in mainland France or Corse."""
    (west, south), (east, north) = projected(-6, 41), projected(10, 52)
    return west <= box[0] and box[2] <= east and north <= box[1] and box[3] <= south


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """A point of the globe, in degrees, on the drawing."""
    north = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))
    return round(longitude * SCALE, DIGITS), round(-north * SCALE, DIGITS)
