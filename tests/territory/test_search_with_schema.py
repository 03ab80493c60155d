"""Datasets of a portal whose own scheming schema has our dataset fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import organization

SCHEMA = Path(__file__).with_name("dataset_schema.yaml").as_uri()

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.ckan_config("ckan.plugins", "odlocale_territory odlocale_harvest harvest scheming_datasets"),
    pytest.mark.ckan_config("scheming.dataset_schemas", SCHEMA),
    pytest.mark.ckan_config(
        "scheming.presets", "ckanext.scheming:presets.json ckanext.odlocale.territory:presets.yaml"
    ),
]


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


def dataset(**fields: Any) -> dict[str, Any]:
    from ckan.tests.factories import Dataset

    owner = organization("ain", odlocale_territory="dep-01")
    return Dataset(name="budget", owner_org=owner["id"], **fields)


def test_the_producer_in_a_schema_field_is_the_one_that_counts() -> None:
    from ckan.tests.helpers import call_action

    dataset(odlocale_territory="com-74010")
    counts = [call_action("package_search", territoire=one)["count"] for one in ("com-74010", "dep-01")]
    assert counts == [1, 0]


def test_a_malformed_producer_is_refused_at_its_field() -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError) as refusal:
        dataset(odlocale_territory="somewhere")
    assert list(refusal.value.error_dict) == ["odlocale_territory"]


def test_a_dataset_needs_none_of_the_fields() -> None:
    assert "odlocale_territory" not in dataset()


def test_its_page_leads_to_the_producers_territory(app: Any) -> None:
    dataset(odlocale_territory="com-74010", producer_name="Mairie d’Annecy")
    page = app.get("/dataset/budget")
    assert 'href="/territoire/com-74010">Annecy</a>' in page.body


def test_its_form_shows_what_the_harvest_filled_and_keeps_it(app: Any) -> None:
    from ckan.tests.factories import SysadminWithToken

    dataset(odlocale_territory="com-74010", producer_name="Mairie <d’Annecy>")
    headers = {"Authorization": SysadminWithToken()["token"]}
    form = app.get("/dataset/edit/budget", headers=headers).body
    assert 'name="odlocale_territory" value="com-74010"' in form
    assert '<p class="form-control-plaintext">Mairie &lt;d’Annecy&gt;</p>' in form
    assert 'name="origin_url"' not in form
