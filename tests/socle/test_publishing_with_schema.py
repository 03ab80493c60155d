"""Publishing a set in three steps on a portal that has a dataset schema: the ready one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from ckan.common import config
from ckan.tests import factories, helpers

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.publishing.declared import fields_for
from ckanext.odlocale.socle.publishing.template import Identity
from tests.socle import scheming
from tests.socle.portal import DELIBERATIONS, RIGHT
from tests.territory import places

pytestmark = scheming.marks

PAGE = f"/socle/{DELIBERATIONS}/publier"
QUARTERLY = scheming.FREQUENCY.replace("ANNUAL", "QUARTERLY")


@pytest.fixture(autouse=True)
def _portal(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))
    import_vintage(places.france())


def send(app: Any) -> Any:
    person = factories.UserWithToken()
    members = [{"name": person["name"], "capacity": "editor"}]
    factories.Organization(name="annecy", title="Ville d’Annecy", siren="200063402", users=members)
    form = {"organisation": "annecy", "upload": (io.BytesIO(RIGHT.encode()), "d.csv")}
    headers = {"Authorization": person["token"]}
    return app.post(PAGE, data=form, headers=headers, follow_redirects=False)


def test_the_dataset_says_its_frequency_and_its_territory(app: Any) -> None:
    send(app)
    dataset = helpers.call_action("package_show", id="deliberations-annecy")
    assert (dataset["frequency"], dataset["spatial_coverage"][0]["text"]) == (QUARTERLY, "Annecy")


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        ({}, {}),
        ({"frequency": {}}, {"frequency": QUARTERLY}),
        ({"spatial_coverage": {}}, {}),
        ({"spatial_coverage": {"repeating_subfields": [{"field_name": "uri"}]}}, {}),
        (
            {"spatial_coverage": {"repeating_subfields": [{"field_name": "territory"}]}},
            {"spatial_coverage": [{"territory": "com-74010"}]},
        ),
    ],
)
def test_only_what_a_schema_declares_is_said(declared: dict[str, Any], found: dict[str, Any]) -> None:
    identity = Identity("Annecy", territory="com-74010")
    assert fields_for(declared, find_schema(DELIBERATIONS), identity) == found
