"""Which datasets somebody looked at, by what CKAN counted itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.observatory.portal import counted, filled, taken

pytestmark = pytest.mark.ckan

with_tracking = pytest.mark.ckan_config(
    "ckan.plugins",
    "odlocale_territory odlocale_socle odlocale_observatory scheming_organizations validation tracking",
)
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 2)


@pytest.fixture
def visited(clean_site: None) -> None:
    """A page was opened last month, a file of another downloaded; the page of a third was opened since."""
    from ckan.tests.factories import Resource
    from ckanext.tracking.model import TrackingSummary

    filled()
    Resource(package_id="arbres", url="http://example.com/arbres.csv")
    url = "http://example.com/arbres.csv"
    for day, kind, address, name in (
        (OCTOBER, "page", "/dataset/budget", "budget"),
        (OCTOBER, "resource", url, None),
        (NOVEMBER, "page", "/dataset/menus", "menus"),
    ):
        told = {"package_id": _id(name), "tracking_type": kind, "tracking_date": day}
        TrackingSummary.create(url=address, count=2, running_total=2, recent_views=2, **told)


def _id(name: str | None) -> str | None:
    from ckan import model

    return name and model.Package.get(name).id


def told() -> dict[str, Any]:
    from ckan.tests.helpers import call_action

    found = call_action("odlocale_observatory_indicator_list", territory="fr")
    return next(one for one in found if one["id"] == "visited")


@with_tracking
def test_a_dataset_is_visited_when_its_page_was_opened_or_a_file_downloaded_last_month(
    visited: None,
) -> None:
    taken()
    assert counted("visited") == (2, 4)


@with_tracking
def test_a_month_of_which_nothing_is_known_is_not_measured(visited: None) -> None:
    taken(date(2027, 2, 1))
    assert (told()["numerator"], told()["unmeasured"][:16]) == (None, "Not measured yet")


def test_without_the_plugin_a_page_says_what_to_do_and_no_nought(app: Any) -> None:
    filled()
    taken()
    assert (told()["numerator"], "adds “tracking” to ckan.plugins" in told()["unmeasured"]) == (None, True)
    for address in ("/observatoire/reg-84", "/observatoire/reg-84/chiffre/visited"):
        assert "adds “tracking” to ckan.plugins" in app.get(address).body
