"""A GeoJSON map of the small France: squares of a tenth of a degree in a row, from the west to the east."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WEST, SOUTH, SIDE = 6.0, 45.9, 0.1


def square(number: int, side: float = SIDE) -> dict[str, Any]:
    """The square at a place of the row."""
    west, south = WEST + number * SIDE, SOUTH
    ring = [
        (west, south),
        (west + side, south),
        (west + side, south + side),
        (west, south + side),
        (west, south),
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(code: Any, geometry: Any, name: str = "INSEE_COM") -> dict[str, Any]:
    """A territory of a map."""
    return {"type": "Feature", "properties": {"NOM": "<b>", name: code}, "geometry": geometry}


def row(*codes: str, name: str = "INSEE_COM") -> list[dict[str, Any]]:
    """A square for each code."""
    return [feature(code, square(number), name) for number, code in enumerate(codes)]


def written(path: Path, features: Any) -> Path:
    """A file of these features."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path
