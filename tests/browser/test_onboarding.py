"""From a commune to the source that harvests what it publishes elsewhere, in a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.harvest import portals
from tests.harvest.portals import SILLINGY, SIREN, organization
from tests.harvest.servers import Answer, Remote, remote

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

HOSTILE = f'Régie "du lac" <b>d\'ici</b> {"très longue " * 14}'


@pytest.fixture
def admin() -> dict[str, Any]:
    from ckan.tests.factories import Sysadmin

    return Sysadmin()


@pytest.fixture(autouse=True)
def server(monkeypatch: Any) -> Any:
    """Two known portals: one has the commune and a hostile name, the other is nobody's."""
    import ckan.plugins.toolkit as tk

    portals.load_territories()
    organization("departement-74", portals.DEP)
    with remote() as site:
        known = [f"udata:{site.url}", "opendatasoft:http://127.0.0.1:1"]
        monkeypatch.setitem(tk.config, "ckanext.odlocale.harvest.known_portals", known)
        serve(site)
        yield site


def serve(site: Remote) -> None:
    said = {"slug": "mairie", "business_number_id": f"{SIREN[SILLINGY]}00012", "metrics": {"datasets": 3}}
    named = [{**said, "name": "Mairie de Sillingy"}, {**said, "name": HOSTILE, "slug": "x" * 200}]
    for path, answer in (("organizations", {"data": named}), ("datasets", {"data": [], "total": 4})):
        site.on(f"/api/1/{path}/", Answer(json.dumps(answer).encode()))
    site.serves(portals.turtle("Budget"), path="/api/1/organizations/mairie/catalog.ttl")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_commune_is_typed_tried_and_becomes_a_source(
    visit: Any, admin: dict[str, Any], javascript: bool
) -> None:
    from playwright.sync_api import expect

    page = visit("/moissonnage/territoire", user=admin, language="fr", width=360, javascript=javascript)
    page.locator(f"#field-territoire{'-text' * javascript}").fill("Sillingy")
    if javascript:
        page.get_by_role("option").first.click()
    else:
        page.get_by_role("button", name="Interroger les portails").click()
    page.get_by_role("link", name="Essayer, puis créer la source Mairie de Sillingy").click()
    expect(page.get_by_text("serait ajouté")).to_be_visible()
    page.get_by_role("button", name="Créer la source").click()
    expect(page.get_by_text("La source est créée.")).to_be_visible()


@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (1280, "en")])
def test_what_portals_said_is_readable_by_everybody_and_not_too_wide(
    visit: Any, admin: dict[str, Any], width: int, language: str
) -> None:
    page = visit(f"/moissonnage/territoire?territoire={SILLINGY}", user=admin, language=language, width=width)
    assert serious(page) == []
    assert page.locator(".main").evaluate("main => main.scrollWidth") <= width
