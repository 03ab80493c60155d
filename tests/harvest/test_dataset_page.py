"""The block “Producer and origin” on a dataset's page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.harvest.portals import SILLINGY

pytestmark = pytest.mark.ckan


def page(app, owner: str, **extras: str):
    """The block of a dataset with these extras."""
    from ckan.tests.factories import Dataset

    Dataset(
        name="budget", owner_org=owner, extras=[{"key": key, "value": value} for key, value in extras.items()]
    )
    return BeautifulSoup(app.get("/dataset/budget").body, "html.parser").select_one(".odlocale-origin")


def text(block) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in block.select("tr")]


def test_a_dataset_made_here_has_no_block(app, portal) -> None:
    assert page(app, portal) is None


def test_a_rolled_up_dataset_says_by_whom_and_on_whose_behalf(app, portal) -> None:
    block = page(
        app,
        portal,
        odlocale_territory=SILLINGY,
        rolled_up_from=SILLINGY,
        producer_name="Mairie de Sillingy",
        producer_evidence="certain; organization siren: 217402726",
        origin_url="http://x.org/dataset/budget",
        origin_catalogue="http://x.org",
    )
    assert text(block) == [
        "Producer Sillingy (Mairie de Sillingy)",
        "Published by Departement-74, on behalf of Sillingy",
        "Recognised by SIREN of the organization in its catalogue 217402726 certain",
        "Origin http://x.org/dataset/budget",
        "Source catalogue http://x.org",
    ]


def test_the_producer_links_to_its_territory(app, portal) -> None:
    block = page(app, portal, odlocale_territory=SILLINGY, producer_name="Sillingy")
    assert [link["href"] for link in block.select("a")] == [f"/territoire/{SILLINGY}"]


def test_an_unproved_producer_is_to_be_confirmed(app, portal) -> None:
    block = page(app, portal, producer_name="Régie", producer_evidence="doubtful; spatial: fr:commune:74272")
    assert text(block)[1] == "Recognised by area covered fr:commune:74272 to be confirmed"


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "x" * 5000, "\u202eabc"]
)
def test_hostile_text_is_shown_as_text(app, portal, hostile) -> None:
    block = page(
        app, portal, producer_name=hostile, producer_evidence=f"certain; name: {hostile}", origin_url=hostile
    )
    assert (block.select("script, img"), block.select("a")) == ([], [])


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.org", "file:///etc/passwd", "http://["]
)
def test_only_http_addresses_become_links(app, portal, address) -> None:
    block = page(app, portal, producer_name="Sillingy", origin_url=address)
    assert block.select("a") == []


def test_the_fields_are_shown_in_words_only(app, portal) -> None:
    block = page(app, portal, odlocale_territory=SILLINGY, producer_name="Sillingy", other="shown")
    table = block.find_parent().get_text(" ")
    assert ("producer_name" in table, "other" in table) == (False, True)
