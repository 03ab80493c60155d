"""Outlines of territories from GeoJSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.drawing.maps import projected
from ckanext.odlocale.observatory.map.outline import UnusableMapError
from ckanext.odlocale.observatory.map.shaping import outline, outlines, read
from tests.observatory.outlines import SIDE, feature, row, square

ANNECY, EPAGNY, EPCI = (TerritoryId(one) for one in ("com-74010", "com-74112", "epci-200066793"))
METRES = {
    "type": "Polygon",
    "coordinates": [[[940_000, 6_540_000], [941_000, 6_540_000], [940_000, 6_541_000]]],
}
BOW_TIE = [[6, 45.9], [6.1, 46], [6.1, 45.9], [6, 46], [6, 45.9]]


def as_file(features: Any) -> io.BytesIO:
    return io.BytesIO(json.dumps({"type": "FeatureCollection", "features": features}).encode())


def drawn(features: Any, containers: Any = ()) -> dict[TerritoryId, Any]:
    return dict(outlines(read(as_file(features), Level.COM), dict(containers)))


def test_a_territory_is_read_with_its_code_and_drawn_as_a_closed_path() -> None:
    one = drawn(row("74010"))[ANNECY]
    assert (one.path.count("M"), one.path.count("Z"), one.path.count(",")) == (1, 1, 4)


def test_a_box_goes_from_the_north_west_to_the_south_east() -> None:
    left, top, right, bottom = drawn(row("74010"))[ANNECY].box
    assert (left, right, bottom) == (600.0, 610.0, projected(6, 45.9)[1])
    assert top < bottom


@pytest.mark.parametrize("name", ["INSEE_COM", "code_insee", "code"])
def test_the_usual_names_of_the_code_are_known(name: str) -> None:
    assert list(drawn(row("74010", name=name))) == [ANNECY]


def test_what_contains_territories_is_their_union_without_the_border_between_them() -> None:
    found = drawn(row("74010", "74112"), {ANNECY: [EPCI], EPAGNY: [EPCI]})
    assert (found[EPCI].path.count("M"), found[EPCI].box[::2]) == (1, (600.0, 620.0))


def test_several_features_of_one_territory_are_one() -> None:
    found = drawn([feature("74010", square(0)), feature("74010", square(1))])
    assert found[ANNECY].box[::2] == (600.0, 620.0)


def test_a_hole_stays_a_hole() -> None:
    inner = square(0, SIDE / 2)["coordinates"][0]
    whole = {
        "type": "Polygon",
        "coordinates": [square(0)["coordinates"][0], [(x + 0.01, y + 0.01) for x, y in inner]],
    }
    assert drawn([feature("74010", whole)])[ANNECY].path.count("M") == 2


def test_a_geometry_that_crosses_itself_is_mended() -> None:
    found = drawn([feature("74010", {"type": "Polygon", "coordinates": [BOW_TIE]})])
    assert found[ANNECY].path.count("M") == 2


def test_nothing_is_drawn_of_an_empty_geometry() -> None:
    (empty,) = read(
        as_file([feature("74010", {"type": "MultiPolygon", "coordinates": []})]), Level.COM
    ).values()
    assert outline(empty) is None


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "unreadable"),
        (b"<html>", "unreadable"),
        (b'{"features": [{"properties": ', "unreadable"),
        (b'{"features": [3]}', "unreadable"),
        (as_file([feature("74010", {"type": "Point", "coordinates": [6, 45]})]).read(), "unreadable"),
        (
            as_file([feature("74010", {"type": "Polygon", "coordinates": [[["a", "b"]]]})]).read(),
            "unreadable",
        ),
        (as_file([feature("74010", {"type": "Polygon"})]).read(), "unreadable"),
        (as_file([feature("74010", METRES)]).read(), "metres"),
        (b"[]", "empty"),
        (b'{"features": []}', "empty"),
        (as_file(row("74010", name="insee")).read(), "empty"),
        (as_file([feature("74010", None)]).read(), "empty"),
    ],
)
def test_what_is_no_map_is_refused_with_its_reason(content: bytes, key: str) -> None:
    with pytest.raises(UnusableMapError) as refused:
        read(io.BytesIO(content), Level.COM)
    assert refused.value.key == key
