"""The queue of producers and the page of a source, in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.harvest import portals
from tests.harvest.portals import LOVAGNY, SILLINGY, harvest, of, organization, remote_dataset
from tests.harvest.servers import remote
from tests.territory.people import act, member

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

QUEUE, SOURCE = "/moissonnage/producteurs", "/moissonnage/source/source"
HOSTILE = f'Régie "du lac" <b>d\'ici</b> {"très longue " * 14}'


@pytest.fixture
def admin() -> dict[str, Any]:
    from ckan.tests.factories import Sysadmin

    return Sysadmin()


@pytest.fixture(autouse=True)
def portal() -> Any:
    """A source with a producer in doubt, one unknown, a rolled-up dataset and an error."""
    from ckan import model

    from ckanext.odlocale.harvest.model import Doubt, wait_for_decision

    portals.load_territories()
    owner = organization("departement-74", portals.DEP)
    with remote() as server:
        server.serves_ckan(
            remote_dataset("A", organization=of("Commune de Sillingy")),
            remote_dataset("B", organization=of(HOSTILE)),
            {**remote_dataset("C"), "title": "", "name": ""},
        )
        made = portals.source(server.url, "odlocale_ckan", owner)
        harvest(made)
        doubt = Doubt("Lovagny-Sillingy", ["name: Lovagny-Sillingy"], LOVAGNY, [LOVAGNY, SILLINGY])
        wait_for_decision(made.id, "name:lovagny-sillingy", doubt)
        model.Session.commit()
        yield made


@pytest.fixture
def asked(portal: Any) -> str:
    """The address of the page of a source that waits for approval."""
    owner = organization("lovagny", LOVAGNY)
    fields = {"title": HOSTILE, "url": f"http://127.0.0.1:1/{'x' * 200}", "source_type": "odlocale_ckan"}
    act("harvest_source_create", member({"id": owner}, "editor"), name="asked", owner_org=owner, **fields)
    return "/moissonnage/source/asked"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_source_that_waits_is_seen_and_approved(
    visit: Any, admin: dict[str, Any], asked: str, javascript: bool
) -> None:
    from playwright.sync_api import expect

    page = visit("/moissonnage", user=admin, language="fr", width=360, javascript=javascript)
    assert page.locator(".main").evaluate("main => main.scrollWidth") <= 360
    # It is among those that wait, and in the list of all.
    page.locator(f"section a[href$='{asked}']").first.click()
    page.get_by_role("button", name="Approuver la source").click()
    expect(page.get_by_text("La source est approuvée")).to_be_visible()


def test_a_source_that_waits_is_readable_by_everybody(visit: Any, admin: dict[str, Any], asked: str) -> None:
    assert serious(visit(asked, user=admin, language="fr", width=360)) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_candidate_is_accepted_and_the_decision_undone(
    visit: Any, admin: dict[str, Any], javascript: bool
) -> None:
    from playwright.sync_api import expect

    page = visit(QUEUE, user=admin, width=360, javascript=javascript)
    page.get_by_role("button", name="It is Lovagny").click()
    expect(page.get_by_text("The producer is Lovagny.")).to_be_visible()
    page.get_by_role("link", name="Decided", exact=True).click()
    page.get_by_role("button", name="Undo the decision").click()
    expect(page.get_by_text("The decision is undone")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "width", "language"),
    [
        (QUEUE, 360, "fr"),
        (QUEUE, 1280, "en"),
        (SOURCE, 360, "fr"),
        (f"{SOURCE}/essai", 1280, "fr"),
        ("/moissonnage", 360, "fr"),
        ("/moissonnage/demenagements", 1280, "fr"),
    ],
)
def test_axe_finds_nothing_serious_and_nothing_is_too_wide(
    visit: Any, admin: dict[str, Any], path: str, width: int, language: str
) -> None:
    page = visit(path, user=admin, language=language, width=width)
    assert serious(page) == []
    # CKAN's own header is a little wider than a phone.
    assert page.locator(".main").evaluate("main => main.scrollWidth") <= width
