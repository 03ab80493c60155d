"""Describing a dataset in a browser, with the ready schema: choices are explained, a territory is picked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.socle import scheming
from tests.socle.scheming import FREQUENCY, GEOSPATIAL
from tests.territory import places

pytestmark = [*scheming.marks, pytest.mark.browser]


@pytest.fixture(autouse=True)
def _small_france(clean_site: None) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def editor() -> dict[str, Any]:
    from ckan.tests.factories import Organization, User

    person = User()
    Organization(
        name="annecy", title="Ville d’Annecy", users=[{"name": person["name"], "capacity": "editor"}]
    )
    return person


def test_the_chosen_frequency_is_explained(visit: Any, editor: dict[str, Any]) -> None:
    page = visit("/dataset/new", user=editor, language="fr", width=360)
    page.locator("#field-frequency").select_option(FREQUENCY.replace("ANNUAL", "QUARTERLY"))
    assert page.locator("#field-frequency-told").inner_text().startswith("Délibérations")


def test_what_high_value_data_ask_for_is_told_when_there_are_some(visit: Any, editor: dict[str, Any]) -> None:
    page = visit("/dataset/new", user=editor, language="fr")
    told = page.locator(".odlocale-when-high-value")
    before = told.is_visible()
    page.get_by_label("Géospatiales").check()
    assert (before, told.is_visible()) == (False, True)


def test_a_dataset_is_described_by_picking(visit: Any, editor: dict[str, Any]) -> None:
    from ckan.tests.helpers import call_action

    page = visit("/dataset/new", user=editor, language="fr")
    page.locator("#field-title").fill("Adresses d’Annecy")
    page.locator("#field-notes").fill("Toutes les adresses.")
    page.locator("#field-spatial_coverage-0-territory-text").fill("annecy")
    page.locator("#field-spatial_coverage-0-territory-list [role=option]").first.click()
    page.get_by_label("Géospatiales").check()
    page.locator("#dataset-edit button[type=submit]").last.click()
    page.wait_for_url("**/resource/new")
    found = call_action("package_show", id=page.url.split("/dataset/")[1].split("/")[0])
    told = (found["spatial_coverage"][0]["territory"], found["hvd_category"], found["license_id"])
    assert told == ("com-74010", [GEOSPATIAL], "lov2")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_is_readable_by_everybody(visit: Any, editor: dict[str, Any], width: int) -> None:
    page = visit("/dataset/new", user=editor, language="fr", width=width)
    page.get_by_label("Géospatiales").check()
    assert serious(page, "#field-frequency-told") + serious(page, ".odlocale-high-value") == []


def test_the_form_fits_a_phone(visit: Any, editor: dict[str, Any]) -> None:
    page = visit("/dataset/new", user=editor, language="fr", width=360)
    assert page.locator("#dataset-edit").evaluate("shown => shown.scrollWidth") <= 360
