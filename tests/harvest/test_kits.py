"""A kit of another portal stays a kit, and keeps where it is from."""

from __future__ import annotations

import pytest

from tests.harvest import portals
from tests.harvest.portals import harvest, of, remote_dataset

pytestmark = pytest.mark.ckan


def test_a_harvested_kit_keeps_its_fields_and_its_origin(portal, server) -> None:
    from ckan.tests.helpers import call_action

    fields = {
        "type": "kit",
        "kit_kind": "technique",
        "kit_stage": "first-dataset",
        "kit_rules": ["siret", "a-rule-of-theirs"],
        "kit_language": "fr",
        "author": "Syndicat voisin",
        "version": "2.1",
    }
    server.serves_ckan(remote_dataset("Le SIRET", organization=of("Syndicat voisin")) | fields)
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    [found] = call_action("package_search", fq="dataset_type:kit")["results"]
    extras = {one["key"]: one["value"] for one in found["extras"]}
    assert {key: found[key] for key in fields} == {**fields, "kit_rules": ["siret"]}
    assert extras["origin_url"].startswith(server.url)


def test_something_called_a_kit_that_is_none_is_a_dataset(portal, server) -> None:
    from ckan.tests.helpers import call_action

    strange = {"type": "kit", "kit_kind": "magique"}
    server.serves_ckan(remote_dataset("Budget", organization=of("Syndicat voisin")) | strange)
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert [one["type"] for one in call_action("package_search")["results"]] == ["dataset"]
