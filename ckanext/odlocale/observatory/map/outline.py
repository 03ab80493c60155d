"""How a territory is drawn on the administrator's map. PURE, and without the library that makes outlines.

Pages only read outlines: what shapes them is loaded by the command that imports a map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.odlocale.cog.shared import Level

# What the usual files call the code: IGN Admin Express before and since 2025, Etalab's contours.
CODES: Mapping[Level, tuple[str, ...]] = {
    Level.COM: ("INSEE_COM", "code_insee", "code"),
    Level.EPCI: ("CODE_SIREN", "SIREN_EPCI", "code_siren", "code"),
    Level.DEP: ("INSEE_DEP", "code_insee", "code"),
    Level.REG: ("INSEE_REG", "code_insee", "code"),
}
FURTHEST_NORTH = 85.0


class UnusableMapError(Exception):
    """The file is no map of territories; ``key`` says why, ``values`` are what the sentence names."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Outline:
    """A territory as it is drawn.

    :param path: of SVG, 100 units to a degree of longitude, in Mercator's projection, which keeps forms
    :param box: the least x and y, then the greatest
    """

    path: str
    box: tuple[float, float, float, float]
