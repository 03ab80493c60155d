"""What choosing a standard fills in: tags, licence, the name of the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ckan.common import config
from ckan.tests import factories, helpers

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.publishing.filling import JUST_CHOSEN, filled, just_chosen, mark
from tests.socle.made import SIRET
from tests.socle.portal import DELIBERATIONS, RIGHT, publish, upload

pytestmark = pytest.mark.ckan

ENTRY = find_schema(DELIBERATIONS)


@pytest.fixture(autouse=True)
def _folder_of_uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def dataset() -> dict[str, Any]:
    siren = {"key": "siren", "value": SIRET[:9]}
    owner = factories.Organization(title="Commune de Plouzané", extras=[siren])
    return factories.Dataset(owner_org=owner["id"], tags=[{"name": "scdl"}, {"name": "vie locale"}])


def change(action: str, **fields: Any) -> Any:
    """An action of somebody: the activity stream asks who did it."""
    return helpers.call_action(action, {"user": factories.Sysadmin()["name"]}, **fields)


def tags(dataset: dict[str, Any]) -> list[str]:
    return sorted(tag["name"] for tag in helpers.call_action("package_show", id=dataset["id"])["tags"])


def test_a_chosen_standard_gives_its_tags(dataset: dict[str, Any]) -> None:
    publish(RIGHT, dataset=dataset, socle_schema=DELIBERATIONS)
    assert tags(dataset) == ["deliberations", "scdl", "vie locale"]


def test_one_chosen_later_does_too(dataset: dict[str, Any]) -> None:
    resource = publish(RIGHT, dataset=dataset)
    change("resource_patch", id=resource["id"], socle_schema=DELIBERATIONS)
    assert tags(dataset) == ["deliberations", "scdl", "vie locale"]


def test_a_tag_that_somebody_took_away_does_not_come_back(dataset: dict[str, Any]) -> None:
    resource = publish(RIGHT, dataset=dataset, socle_schema=DELIBERATIONS)
    change("package_patch", id=dataset["id"], tags=[])
    change("resource_patch", id=resource["id"], description="Séance du 26 mars", upload=upload(RIGHT))
    assert tags(dataset) == []


def test_a_dataset_made_with_its_files_has_them(dataset: dict[str, Any]) -> None:
    link = {"url": "http://example.com/d.csv", "socle_schema": DELIBERATIONS}
    made = factories.Dataset(owner_org=dataset["owner_org"], resources=[link])
    assert tags(made) == ["SCDL", "deliberations"]


def test_the_note_of_a_choice_is_not_kept(dataset: dict[str, Any]) -> None:
    resource = publish(RIGHT, dataset=dataset, socle_schema=DELIBERATIONS)
    assert JUST_CHOSEN not in helpers.call_action("resource_show", id=resource["id"])


def test_a_file_that_nobody_named_is_named_by_the_rule(dataset: dict[str, Any]) -> None:
    resource = publish(RIGHT, "Export (3).csv", dataset=dataset, socle_schema=DELIBERATIONS)
    assert resource["name"] == f"{datetime.now(UTC):%Y%m%d}_{SIRET[:9]}_deliberations.csv"


def test_a_file_keeps_the_name_that_somebody_gave(dataset: dict[str, Any]) -> None:
    link = {"package_id": dataset["id"], "url": "http://example.com/d.csv", "socle_schema": DELIBERATIONS}
    assert change("resource_create", **link, name="Mars")["name"] == "Mars"


def test_a_file_without_a_standard_is_not_named(dataset: dict[str, Any]) -> None:
    assert not publish(RIGHT, dataset=dataset).get("name")


@pytest.mark.parametrize(
    ("has", "portal", "licence"),
    [
        ("", ["cc-by", "lov2"], "lov2"),
        ("notspecified", ["fr-lo"], "fr-lo"),
        ("cc-by", ["cc-by", "lov2"], "cc-by"),
        ("", ["cc-by"], ""),
    ],
)
def test_a_dataset_without_a_licence_takes_that_of_the_standard(
    has: str, portal: list[str], licence: str
) -> None:
    assert filled({"license_id": has}, [ENTRY], portal)["license_id"] == licence


@pytest.mark.parametrize(
    ("before", "now", "is_new"),
    [
        (None, DELIBERATIONS, True),
        ("", DELIBERATIONS, True),
        ("scdl/budget", DELIBERATIONS, True),
        (DELIBERATIONS, DELIBERATIONS, False),
        (DELIBERATIONS, "", False),
    ],
)
def test_only_a_new_choice_counts(before: str | None, now: str, is_new: bool) -> None:
    resource = {"socle_schema": now}
    mark(resource, None if before is None else {"socle_schema": before})
    assert just_chosen({"resources": [resource]}) == ([ENTRY] if is_new else [])
