"""Which map shows some territories: the administrator's own, or the packaged one of the départements."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ckanext.odlocale.drawing import maps
from ckanext.odlocale.drawing.tiles import shapes

OWN, PACKAGED = "IGN", shapes()["source"]
FAR = (55.2, -21.4)


def outline(longitude: float = 6, latitude: float = 45.9) -> dict[str, object]:
    x, y = maps.projected(longitude, latitude)
    return {"path": "M0,0Z", "box": [x, y, x + 1, y + 1], "source": OWN}


@pytest.mark.parametrize(
    ("own", "territories", "found"),
    [
        ({}, {"dep-74", "dep-01"}, PACKAGED),
        ({"dep-74": outline(), "dep-01": outline()}, {"dep-74", "dep-01"}, OWN),
        ({"dep-74": outline()}, {"dep-74", "dep-01"}, PACKAGED),
        ({"dep-74": outline(), "dep-01": outline(*FAR)}, {"dep-74", "dep-01"}, PACKAGED),
        ({"dep-74": outline(), "dep-974": outline(*FAR)}, {"dep-974"}, OWN),
        ({"com-74010": outline()}, {"com-74010"}, OWN),
    ],
    ids=["none", "own", "one of two", "one of two is overseas", "overseas alone", "communes"],
)
def test_the_map_that_shows_most_is_taken_the_own_one_first(
    own: Mapping[str, Mapping[str, object]],
    territories: set[str],
    found: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def reading(asked: set[str]) -> dict[str, Mapping[str, object]]:
        return {one: own[one] for one in asked & own.keys()}

    monkeypatch.setattr(maps, "_reading", {"test": reading})
    assert maps.showing(territories)[1] == found


@pytest.mark.parametrize(
    ("longitude", "latitude", "near"), [(6, 45.9, True), (55.5, -21.1, False), (9, 42, True)]
)
def test_what_is_overseas_is_told_from_the_mainland(longitude: float, latitude: float, near: bool) -> None:
    x, y = maps.projected(longitude, latitude)
    assert maps.is_near((x, y, x + 1, y + 1)) is near
