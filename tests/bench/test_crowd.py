"""Organizations that the bench loads by the thousand are organizations to CKAN."""

from __future__ import annotations

from typing import Any

import pytest

from bench.crowd import Row, load

pytestmark = pytest.mark.ckan

EXTRAS = {"department": "Service 1"}


@pytest.fixture(autouse=True)
def two() -> None:
    load([Row("region", "Région"), Row("commune", "Commune", "region", EXTRAS)])


def show() -> dict[str, Any]:
    from ckan.tests.helpers import call_action

    return call_action("organization_show", id="commune", include_extras=True, include_groups=True)


def test_its_names_and_fields_are_those_that_were_given() -> None:
    shown = show()
    assert (shown["name"], shown["title"], shown["state"], shown["type"]) == (
        "commune",
        "Commune",
        "active",
        "organization",
    )
    assert {extra["key"]: extra["value"] for extra in shown["extras"]} == EXTRAS


def test_its_parent_is_the_one_that_was_given() -> None:
    assert [parent["name"] for parent in show()["groups"]] == ["region"]


def test_it_can_be_saved() -> None:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    # With the plugin activity, saving is somebody's.
    author = {"user": Sysadmin()["name"]}
    call_action("organization_patch", author, id="commune", description="Some words")
    assert show()["description"] == "Some words"
