"""Journey: `./run demo` on a machine that has nothing yet, and again when everything is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ckanext.odlocale.animator.kits.starter import starter_kits
from ckanext.odlocale.stack import control, postgres, services
from ckanext.odlocale.stack.portal import PORTAL
from tests.journeys.direct import counted_and_kept

pytestmark = pytest.mark.ckan

DEMO = (sys.executable, "-m", "ckanext.odlocale.stack.cli", "demo", "--no-serve", "--json")


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    yield folder
    control.down(folder)


def demo(var: Path) -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CKAN_")}
    done = subprocess.run(
        DEMO, env=kept | {"ODLOCALE_VAR": str(var)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def first(var: Path) -> dict[str, Any]:
    return demo(var)


@pytest.fixture(scope="module")
def second(first: dict[str, Any], var: Path) -> dict[str, Any]:
    return demo(var)


def test_all_territories_of_france_are_there(first: dict[str, Any]) -> None:
    expected = {"fr": 1, "reg": 26, "dep": 109, "epci": 1255, "ept": 11, "com": 34969, "total": 36371}
    assert first["territories"] == expected


def test_every_dataset_goes_to_its_producer_above_it_or_stays(first: dict[str, Any]) -> None:
    assert first["placements"] == {"home": 24, "rolled-up": 52, "source": 7}


def test_producers_that_nobody_can_recognise_wait_for_a_person(first: dict[str, Any]) -> None:
    assert first["review"] == {"producers": 7, "datasets": 7}


def test_the_page_of_the_region_shows_what_was_harvested(first: dict[str, Any]) -> None:
    assert (first["territory"]["id"], first["territory"]["datasets"]) == ("reg-84", 83)


def test_five_animators_are_at_work(first: dict[str, Any]) -> None:
    mandates = {"asked": 2, "ended": 1, "expiring": 1, "refused": 1, "signed": 5}
    kits = first["animation"].pop("kits")
    assert first["animation"] == {"animators": 5, "offers": 11, "mandates": mandates}
    assert kits == len(starter_kits())


def test_the_observatory_counts_who_has_opened(first: dict[str, Any]) -> None:
    assert (first["observatory"]["open"], first["observatory"]["all"]) == (49, 36_347)


def test_no_source_reports_an_error(first: dict[str, Any]) -> None:
    assert [source["errors"] for source in first["sources"]] == [[], [], []]


def test_run_again_it_finds_everything_unchanged(first: dict[str, Any], second: dict[str, Any]) -> None:
    kept = ("territories", "organizations", "placements", "review", "observatory")
    assert {key: second[key] for key in kept} == {key: first[key] for key in kept}


def test_it_leaves_nothing_running(second: dict[str, Any], var: Path) -> None:
    assert services.recorded(var) == {}


@pytest.fixture(scope="module")
def database(second: dict[str, Any], var: Path) -> Iterator[str]:
    """Its database alone, until the tests are done with it."""
    with control.locked(var):
        control.run(var, [postgres.service(var)])
    address = postgres.url(var, PORTAL.key)
    postgres.wait_until_open(address)
    yield address
    control.down(var)


@pytest.mark.parametrize("scope", ["fr", "reg-84", "dep-74"])
def test_its_figures_are_those_that_sql_counts_directly(database: str, scope: str) -> None:
    counted, kept = counted_and_kept(database, scope)
    assert counted == kept
