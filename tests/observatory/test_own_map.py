"""The administrator's map, from the command to the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.observatory.outlines import feature, row, square, written
from tests.observatory.portal import filled, taken
from tests.territory import places

pytestmark = pytest.mark.ckan

SOURCE = "IGN <b>Admin Express</b>, Licence Ouverte 2.0"
COMMUNES = ("74010", "74112", "74269", "01407")


def imported(path: Path, level: str = "com") -> Any:
    from ckanext.odlocale.cog.shared import Level
    from ckanext.odlocale.observatory.map.importing import import_map

    return import_map(path, Level(level), SOURCE)


def run(cli: Any, path: Path, *more: str) -> Any:
    from ckan.cli.cli import ckan

    return cli.invoke(ckan, ["odlocale", "observatory", "map", str(path), "--source", SOURCE, *more])


def links(page: str) -> set[str]:
    return {part.partition('"')[0] for part in page.partition("<svg")[2].split("/observatoire/")[1:]}


def test_every_level_above_the_communes_gets_its_outline(tmp_path: Path) -> None:
    filled()
    done = imported(written(tmp_path / "map.json", row(*COMMUNES)))
    assert (done.outlines, done.unknown) == ({"reg": 1, "dep": 2, "epci": 2, "com": 4}, [])


def test_a_territory_that_was_merged_is_drawn_with_its_successor(tmp_path: Path) -> None:
    from ckanext.odlocale.observatory.map import store

    filled()
    done = imported(written(tmp_path / "map.json", row("74010", "74093", "99999")))
    assert (done.outlines["com"], done.unknown) == (1, ["com-99999"])
    assert store.of([places.ANNECY])["com-74010"]["box"][::2] == [600.0, 620.0]


def test_a_new_map_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    filled()
    imported(written(tmp_path / "map.json", row(*COMMUNES)))
    done = imported(written(tmp_path / "map.json", row("74", "01", name="INSEE_DEP")), "dep")
    assert done.outlines == {"reg": 1, "dep": 2}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (places.EPCI, {"com-74010", "com-74112"}),
        ("dep-74", {"epci-200066793"}),
        ("reg-84", {"dep-74", "dep-01"}),
    ],
)
def test_a_page_draws_what_is_below_on_the_map_and_names_its_source(
    app: Any, tmp_path: Path, address: str, shown: set[str]
) -> None:
    filled()
    imported(written(tmp_path / "map.json", row(*COMMUNES)))
    taken()
    drawing = app.get(f"/observatoire/{address}/carte.svg").body
    page = app.get(f"/observatoire/{address}").body
    assert (links(drawing), "<path" in drawing) == (shown, True)
    assert ("Admin Express" in page, "<b>Admin" in page) == (True, False)


def test_a_map_of_one_region_is_not_taken_for_the_country(app: Any, tmp_path: Path) -> None:
    filled()
    imported(written(tmp_path / "map.json", row("74010")))
    taken()
    assert "svg-maps" in app.get("/observatoire/fr").body


def test_what_is_overseas_leaves_the_country_its_map(app: Any, tmp_path: Path) -> None:
    filled()
    far = {"type": "Polygon", "coordinates": [[[55.2, -21.4], [55.8, -21.4], [55.8, -20.8], [55.2, -21.4]]]}
    features = [*row("74", name="INSEE_DEP"), feature("01", far, "INSEE_DEP")]
    imported(written(tmp_path / "map.json", features), "dep")
    taken()
    assert "svg-maps" in app.get("/observatoire/fr").body


@pytest.mark.parametrize(
    ("features", "more", "told"),
    [
        (row("99999"), (), "The portal knows none of these territories: com-99999"),
        (row("74010", name="insee"), (), "INSEE_COM, code_insee, code"),
        (row("74010"), ("--code", "numero"), "No feature has one of these properties: numero"),
        ({}, (), "No feature"),
        ([1], (), "ogr2ogr"),
    ],
)
def test_a_file_that_is_no_map_leaves_the_one_before(
    cli: Any, tmp_path: Path, features: Any, more: tuple[str, ...], told: str
) -> None:
    from ckanext.odlocale.observatory.map import store

    filled()
    imported(written(tmp_path / "map.json", row(*COMMUNES)))
    done = run(cli, written(tmp_path / "other.json", features), *more)
    assert (done.exit_code, told in done.stderr) == (2, True), done.stderr
    assert len(store.of(["com-74010", "dep-74", "reg-84"])) == 3


def test_the_command_tells_what_has_an_outline_and_what_is_unknown(cli: Any, tmp_path: Path) -> None:
    filled()
    done = run(cli, written(tmp_path / "map.json", [*row("74010"), feature("99999", square(5))]))
    assert (done.stdout, "com-99999" in done.stderr) == ("reg 1, dep 1, epci 1, com 1\n", True)
