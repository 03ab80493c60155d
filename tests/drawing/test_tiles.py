"""Territories as a map or as tiles, and the shades of their colours."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from ckanext.odlocale.drawing.scale import BOUNDS, SHADES, legend, shade, ticks
from ckanext.odlocale.drawing.tiles import Box, Tile, map_svg, shapes, squarified, tiles_svg

HOSTILE = '<b>"Annecy" & l’autre</b>' * 8


def tile(name: str, size: int, rate: float | None = 0.5) -> Tile:
    return Tile(name, HOSTILE, size, rate, HOSTILE, f"/observatoire/{name}?a=1&b=2")


def links(text: str) -> int:
    return len(ET.fromstring(text).findall("{http://www.w3.org/2000/svg}a"))


@given(
    st.lists(st.integers(1, 10_000_000), min_size=1, max_size=40).map(
        lambda sizes: sorted(sizes, reverse=True)
    )
)
def test_tiles_fill_their_box_in_proportion(sizes: list[int]) -> None:
    boxes = squarified(sizes, Box(0, 0, 400, 300))
    whole = sum(sizes)
    assert all(
        abs(box.width * box.height - 120_000 * size / whole) < 1e-3
        for box, size in zip(boxes, sizes, strict=True)
    )


def test_tiles_with_hostile_names_are_a_well_formed_drawing_without_the_empty_ones() -> None:
    assert links(tiles_svg([tile("com-1", 100), tile("com-2", 0), tile("com-3", 5, None)], HOSTILE)) == 2


def test_the_map_has_the_departements_of_the_mainland_and_corse() -> None:
    assert (len(shapes()["shapes"]), "CC BY 4.0" in shapes()["source"]) == (96, True)


def test_a_map_draws_only_what_is_on_it() -> None:
    drawn = [tile("dep-74", 1), tile("dep-2A", 1), tile("dep-974", 1)]
    assert links(map_svg(drawn, "Carte", shapes()["shapes"])) == 2


def test_every_shade_is_used_from_its_bound_on() -> None:
    assert [shade(bound) for bound in BOUNDS] == list(SHADES)


def test_a_legend_names_every_shade_up_to_the_whole() -> None:
    assert ([colour for colour, _, _ in legend()], legend()[-1][2]) == (list(SHADES), 1.0)


@given(st.integers(1, 10_000_000))
def test_an_axis_reaches_the_most_in_few_steps(most: int) -> None:
    found = ticks(most)
    assert (found[0], found[-1] >= most, len(found) <= 7) == (0, True, True)
