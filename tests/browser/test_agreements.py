"""Who can help, and an agreement from asking to revoking, as people do it in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.territory import places
from tests.territory.people import act, sysadmin
from tests.territory.portal import organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

HOSTILE = """<b>"Syndicat" & d'eau</b> """ + "très-long" * 20


@pytest.fixture
def people(clean_site: None) -> dict[str, Any]:
    """A commune and an animator with a hostile name, and who runs each of them."""
    from ckan.tests.factories import User
    from ckan.tests.helpers import call_action

    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    root = sysadmin()
    organization("annecy", "Ville d'Annecy", odlocale_territory=places.ANNECY)
    for name, title, kind in (("departement", HOSTILE, "departement"), ("region", "Région", "region")):
        organization(name, title)
        act(
            "odlocale_animator_create", root, id=name, kind=kind, perimeter=[places.DEP], presentation=HOSTILE
        )
    act("odlocale_animator_support_create", root, supporter="region", supported="departement")
    act("odlocale_offer_create", root, animator="departement", service="formation", conditions=HOSTILE)
    found = {}
    for home, role in (("annecy", "admin"), ("departement", "admin"), ("departement", "editor")):
        user = User()
        call_action("organization_member_create", id=home, username=user["name"], role=role)
        found[f"{home} {role}"] = user
    return found


def asked(people: dict[str, Any]) -> str:
    """The id of an agreement that the animator asks the commune for."""
    wanted = {"territory": places.ANNECY, "services": ["formation"], "reference": HOSTILE[:200]}
    user = people["departement admin"]["name"]
    return act("odlocale_mandate_create", user, animator="departement", **wanted)["id"]


def test_a_commune_finds_who_helps_by_typing_its_name(visit: Any, people: dict[str, Any]) -> None:
    page = visit("/animateurs/qui-peut-aider", language="fr", width=360)
    page.get_by_role("combobox", name="Votre commune, EPCI ou département").press_sequentially("anne")
    page.locator(".odlocale-picker [role=option]").first.click()
    page.get_by_role("heading", name="Formation").wait_for()
    assert page.locator("[data-animator]").first.get_attribute("data-animator") == "departement"


def test_a_commune_finds_who_helps_without_scripts(visit: Any, people: dict[str, Any]) -> None:
    page = visit("/animateurs/qui-peut-aider", language="fr", javascript=False)
    page.get_by_label("Votre commune, EPCI ou département").fill("Annecy")
    page.get_by_role("button", name="Rechercher").last.click()
    assert page.locator("[data-animator]").count() == 1


def test_the_animator_of_an_agreement_is_found_by_typing_its_name(visit: Any, people: dict[str, Any]) -> None:
    address = f"/convention/demander?territoire={places.ANNECY}"
    page = visit(address, user=people["annecy admin"], language="fr", width=360)
    page.get_by_role("combobox", name="Animateur").press_sequentially("synd")
    page.locator(".odlocale-picker [role=option]").first.click()
    page.get_by_label("Formation").check()
    page.get_by_role("button", name="Demander", exact=True).click()
    assert HOSTILE[:20] in page.locator(".odlocale-desk h1").inner_text()


def test_an_agreement_from_asking_to_revoking(visit: Any, people: dict[str, Any]) -> None:
    commune = visit(
        f"/convention/demander?animateur=departement&territoire={places.ANNECY}",
        user=people["annecy admin"],
        language="fr",
    )
    commune.get_by_label("Formation").check()
    commune.get_by_role("button", name="Demander", exact=True).click()
    assert "L’autre côté l’accepte ou la refuse" in commune.locator(".flash-messages").inner_text()
    address = commune.url.partition("/fr")[2]

    animator = visit(address, user=people["departement admin"], language="fr")
    animator.get_by_role("button", name="Accepter et signer").click()
    assert animator.locator("[data-status]").get_attribute("data-status") == "signed"

    commune.reload()
    commune.get_by_text("Laisser l’animateur publier en votre nom").click()
    commune.get_by_role("button", name="Donner le droit de publier").click()

    editor = visit("/dataset/new?group=annecy", user=people["departement editor"], language="fr")
    editor.locator("#field-title").fill("Budget d'Annecy")
    editor.locator("[name=name]").evaluate("field => { field.value = 'budget-annecy' }")
    owner = act("organization_show", None, id="annecy")["id"]
    assert owner in {
        one["id"]
        for one in act(
            "organization_list_for_user",
            people["departement editor"]["name"],
            permission="create_dataset",
        )
    }
    user = people["departement editor"]["name"]
    act("package_create", user, name="budget-annecy", title="Budget d'Annecy", owner_org="annecy")

    commune.reload()
    assert "Budget d'Annecy" in commune.locator(".odlocale-journal").inner_text()
    commune.get_by_role("button", name="Reprendre le droit de publier").click()
    assert "Le droit de publier a été repris." in commune.locator(".odlocale-desk").inner_text()
    refused = visit(
        "/dataset/edit/budget-annecy", user=people["departement editor"], tolerated=["/dataset/edit"]
    )
    assert "403" in refused.title() or "not authorized" in refused.content().lower()


ADDRESSES = (
    "/animateurs",
    "/animateur/departement",
    f"/animateurs/qui-peut-aider?territoire={places.ANNECY}",
    "/animateurs/zones-blanches?service=hebergement",
    "/animateur/departement/profil",
    "/animateur/departement/offre",
    f"/convention/demander?animateur=departement&territoire={places.ANNECY}",
    "/conventions",
    "/convention/{asked}",
    "/convention/{signed}",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_are_readable_by_everybody_and_fit_a_phone(
    visit: Any, people: dict[str, Any], address: str
) -> None:
    mandate = asked(people)
    if "{signed}" in address:
        act("odlocale_mandate_accept", people["annecy admin"]["name"], id=mandate)
        act("odlocale_mandate_delegate", people["annecy admin"]["name"], id=mandate)
    page = visit(
        address.format(asked=mandate, signed=mandate),
        user=people["annecy admin" if "/convention/" in address else "departement admin"],
        language="fr",
        width=360,
    )
    wide = page.locator(".odlocale-desk").first.evaluate("shown => shown.scrollWidth <= 360")
    assert (wide, serious(page, ".odlocale-desk")) == (True, [])
