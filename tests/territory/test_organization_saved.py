"""The identity of organizations, saved on a portal without and with our scheming fields."""

from __future__ import annotations

from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import organization

pytestmark = pytest.mark.ckan

PRESETS = "ckanext.scheming:presets.json ckanext.odlocale.territory:presets.yaml"
SCHEMA = "ckanext.odlocale.territory:organization_schema.yaml"


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


def extras_of(saved: dict[str, Any]) -> dict[str, str]:
    return {extra["key"]: extra["value"] for extra in saved["extras"]}


def site_user() -> str:
    import ckan.plugins.toolkit as tk

    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]


def refused(**fields: Any) -> dict[str, list[str]]:
    import ckan.plugins.toolkit as tk
    from ckan.tests.helpers import call_action

    with pytest.raises(tk.ValidationError) as refusal:
        call_action("organization_create", {"user": site_user()}, name="annecy", **fields)
    return refusal.value.error_dict


def test_without_schema_a_territory_is_recognised_from_the_siren() -> None:
    assert extras_of(organization("annecy", siren="200 063 402")) == {
        "siren": "200063402",
        "odlocale_territory": "com-74010",
    }


def test_without_schema_an_update_is_settled_too() -> None:
    from ckan.tests.helpers import call_action

    saved = organization("annecy")
    extras = [{"key": "odlocale_territory", "value": "74010"}]
    updated = call_action("organization_patch", {"user": site_user()}, id=saved["id"], extras=extras)
    assert extras_of(updated) == {"odlocale_territory": "com-74010"}


def test_without_schema_a_false_siren_is_refused_with_a_sentence() -> None:
    assert refused(extras=[{"key": "siren", "value": "200063403"}]) == {
        "siren": [
            "“200063403” is not a valid SIREN: nine digits, or fourteen for a SIRET. "
            "Check for a mistyped digit."
        ]
    }


def test_a_refused_organization_is_not_saved() -> None:
    from ckan import model

    refused(extras=[{"key": "siren", "value": "200063403"}])
    assert model.Group.by_name("annecy") is None


def test_without_schema_an_unknown_territory_is_refused() -> None:
    assert list(refused(extras=[{"key": "odlocale_territory", "value": "com-99999"}])) == [
        "odlocale_territory"
    ]


def test_two_territories_among_the_extras_are_refused() -> None:
    extras = [{"key": "odlocale_territory", "value": one} for one in ("com-74010", "dep-74")]
    assert refused(extras=extras) == {
        "odlocale_territory": ["An organization has one territory. Keep one of these: com-74010, dep-74."]
    }


def test_an_organization_without_territory_is_left_as_it_is() -> None:
    assert extras_of(organization("association", contact="x")) == {"contact": "x"}


def test_a_dataset_or_a_group_with_a_siren_is_nobodys_business() -> None:
    from ckan.tests.factories import Dataset, Group

    extras = [{"key": "siren", "value": "nothing"}]
    group = Group(extras=extras)
    owned = Dataset(owner_org=organization("annecy")["id"], extras=extras)
    assert (extras_of(group), extras_of(owned)) == ({"siren": "nothing"}, {"siren": "nothing"})


@pytest.mark.ckan_config("scheming.organization_schemas", SCHEMA)
@pytest.mark.ckan_config("scheming.presets", PRESETS)
class TestWithSchema:
    """A portal with the ready organization schema."""

    def test_a_territory_is_recognised_from_the_siren(self) -> None:
        from ckan.tests.factories import Organization

        saved = Organization(name="annecy", siren="200 063 402")
        assert (saved["siren"], saved["odlocale_territory"]) == ("200063402", "com-74010")

    def test_errors_are_told_at_their_fields_all_at_once(self) -> None:
        errors = refused(siren="123", odlocale_territory="nowhere", odlocale_kind="castle")
        assert sorted(errors) == ["odlocale_kind", "odlocale_territory", "siren"]

    def test_two_territories_are_refused(self) -> None:
        assert refused(odlocale_territory=["com-74010", "dep-74"]) == {
            "odlocale_territory": ["An organization has one territory. Keep one of these: com-74010, dep-74."]
        }

    def test_the_siren_of_another_territory_is_refused_by_its_name(self) -> None:
        assert refused(siren="227400017", odlocale_territory="com-74010") == {
            "odlocale_territory": [
                "The SIREN 227400017 is that of Haute-Savoie (dep-74). "
                "Correct the SIREN, or choose that territory."
            ]
        }

    def test_an_organization_needs_none_of_the_fields(self) -> None:
        from ckan.tests.factories import Organization

        assert "odlocale_territory" not in Organization(name="association")

    def test_its_form_is_in_french_and_explains_the_fields(self, app: Any) -> None:
        from ckan.tests.factories import SysadminWithToken

        headers = {"Authorization": SysadminWithToken()["token"]}
        form = app.get("/fr/organization/new", headers=headers).body
        for text in (
            "Territoire",
            "SIREN",
            "Nature de l’organisation",
            'data-module="odlocale-picker"',
        ):
            assert text in form

    def test_its_datasets_are_found_in_its_territory(self) -> None:
        from ckan.tests.factories import Dataset, Organization
        from ckan.tests.helpers import call_action

        Dataset(name="budget", owner_org=Organization(odlocale_territory="com-74010")["id"])
        assert call_action("package_search", territoire="dep-74")["count"] == 1

    def test_its_page_leads_to_its_territory(self, app: Any) -> None:
        from ckan.tests.factories import Organization

        Organization(name="annecy", odlocale_territory="com-74010")
        assert 'href="/territoire/com-74010"' in app.get("/organization/annecy").body
