"""A territory as a map of départements, or as tiles of the size of their populations. PURE."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any, NamedTuple

from ckanext.odlocale.drawing.scale import ink, shade

Outlines = Mapping[str, Mapping[str, Any]]
WIDTH, HEIGHT = 420, 340
# Of a map, as a share of its size.
MARGIN = 0.01
# A name in a tile that is smaller would be cut.
LETTER, LINE = 6.2, 14


@dataclass(frozen=True, slots=True)
class Tile:
    """A territory of the drawing.

    :param size: its population
    :param rate: what its colour tells; None for nothing to count
    :param told: a sentence with its name and its figures
    """

    id: str
    name: str
    size: int
    rate: float | None
    told: str
    address: str


class Box(NamedTuple):
    """A rectangle: its left upper corner, its width and height."""

    x: float
    y: float
    width: float
    height: float


@cache
def shapes() -> dict[str, Any]:
    """The packaged map of the départements of mainland France and Corse, with its source and licence."""
    file = resources.files("ckanext.odlocale.drawing").joinpath("departements.json")
    return json.loads(file.read_text("utf-8"))


def map_svg(tiles: Sequence[Tile], title: str, outlines: Outlines) -> str:
    """The territories that have an outline, on a map; the others are in the table beside it.

    :param outlines: ``path`` and ``box`` by territory, in units of one drawing; of one of the tiles at least
    """
    drawn = [(tile, outlines[tile.id]) for tile in tiles if tile.id in outlines]
    left, top = (min(shape["box"][side] for _, shape in drawn) for side in (0, 1))
    right, bottom = (max(shape["box"][side] for _, shape in drawn) for side in (2, 3))
    margin = MARGIN * max(right - left, bottom - top)
    parts = [
        f'<a href="{escape(tile.address)}"><title>{escape(tile.told)}</title><path d="{shape["path"]}" '
        f'fill="{shade(tile.rate)}" fill-rule="evenodd" stroke="#333333" stroke-width="0.8" '
        f'vector-effect="non-scaling-stroke"/></a>'
        for tile, shape in drawn
    ]
    size = f"{right - left + 2 * margin:.2f} {bottom - top + 2 * margin:.2f}"
    view = f"{left - margin:.2f} {top - margin:.2f} {size}"
    return _document(view, title, parts)


def tiles_svg(tiles: Sequence[Tile], title: str) -> str:
    """A tile for each territory, as large as its population."""
    sized = sorted((tile for tile in tiles if tile.size > 0), key=lambda tile: -tile.size)
    boxes = squarified([tile.size for tile in sized], Box(0, 0, WIDTH, HEIGHT))
    parts = [part for tile, box in zip(sized, boxes, strict=True) for part in _tile(tile, box)]
    return _document(f"0 0 {WIDTH} {HEIGHT}", title, parts)


def _document(view: str, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" class="odlocale-map" role="group" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _tile(tile: Tile, box: Box) -> Iterator[str]:
    yield f'<a href="{escape(tile.address)}"><title>{escape(tile.told)}</title>'
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'fill="{shade(tile.rate)}" stroke="#333333" stroke-width="0.6"/>'
    )
    letters = int((box.width - 6) / LETTER)
    if letters >= 4 and box.height > LINE + 4:
        name = tile.name if len(tile.name) <= letters else f"{tile.name[: letters - 1]}…"
        yield (
            f'<text x="{box.x + 4:.1f}" y="{box.y + LINE:.1f}" font-family="sans-serif" font-size="11" '
            f'fill="{ink(tile.rate)}">{escape(name)}</text>'
        )
    yield "</a>"


def squarified(sizes: Sequence[int], box: Box) -> list[Box]:
    """Rectangles with these areas that fill a box, each as square as can be (Bruls, Huizing, van Wijk, 2000).

    :param sizes: positive, the largest first
    """
    found: list[Box] = []
    rest = list(sizes)
    while rest:
        share = box.width * box.height / sum(rest)
        row = _row([size * share for size in rest], min(box.width, box.height))
        placed, box = _placed([size * share for size in rest[:row]], box)
        found += placed
        rest = rest[row:]
    return found


def _row(areas: Sequence[float], side: float) -> int:
    """How many of the areas make the squarest row along a side."""
    best, count = _worst(areas[:1], side), 1
    while count < len(areas) and _worst(areas[: count + 1], side) <= best:
        count += 1
        best = _worst(areas[:count], side)
    return count


def _worst(row: Sequence[float], side: float) -> float:
    total = sum(row)
    return max(side * side * max(row) / total**2, total**2 / (side * side * min(row)))


def _placed(row: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    """A row laid along the shorter side, and the box that is left."""
    total = sum(row)
    is_upright = box.width >= box.height
    thickness = total / (box.height if is_upright else box.width)
    boxes, at = [], 0.0
    for area in row:
        length = area / thickness
        if is_upright:
            boxes.append(Box(box.x, box.y + at, thickness, length))
        else:
            boxes.append(Box(box.x + at, box.y, length, thickness))
        at += length
    if is_upright:
        return boxes, Box(box.x + thickness, box.y, box.width - thickness, box.height)
    return boxes, Box(box.x, box.y + thickness, box.width, box.height - thickness)
