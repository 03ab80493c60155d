"""Kits on portals that have ckanext-scheming's datasets, with our schema among theirs and without."""

from __future__ import annotations

from typing import Any

import pytest

from tests.territory.people import act, sysadmin

pytestmark = pytest.mark.ckan

PLUGINS = "odlocale_territory odlocale_socle odlocale_animator scheming_datasets dcat validation activity"
THEIRS = "ckanext.scheming:ckan_dataset.yaml"
WITH_OURS = f"{THEIRS} ckanext.odlocale.animator.kits:schema.yaml"


def configured(name: str, schemas: str) -> Any:
    settings = {"ckan.plugins": PLUGINS, "scheming.dataset_schemas": schemas}
    return pytest.param(name, marks=[pytest.mark.ckan_config(*one) for one in settings.items()])


@pytest.mark.parametrize("portal", [configured("theirs", THEIRS), configured("with ours", WITH_OURS)])
def test_kits_are_made_shown_and_found(app: Any, portal: str) -> None:
    from ckan.tests.factories import Organization

    owner, user = Organization(), sysadmin()
    fields = {"kit_kind": "technique", "kit_rules": ["siret"], "kit_levels": "com epci", "title": "Kit"}
    made = act("package_create", user, type="kit", name="kit-siret", owner_org=owner["id"], **fields)
    shown = act("package_show", user, id=made["id"])
    kept = {key: shown[key] for key in ("type", "kit_kind", "kit_rules", "kit_levels", "kit_language")}
    assert kept == {
        "type": "kit",
        "kit_kind": "technique",
        "kit_rules": ["siret"],
        "kit_levels": ["com", "epci"],
        "kit_language": "fr",
    }
    assert [one["name"] for one in act("odlocale_kit_list", None, rule="siret")] == ["kit-siret"]
    assert "/kit/kit-siret" in app.get("/kits").body
    app.get("/kit/kit-siret", status=200)
