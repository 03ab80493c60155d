"""Attaching organizations, in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.territory.people import act, sysadmin
from tests.territory.places import ANNECY, EPCI, france
from tests.territory.portal import dataset, organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

PAGE = "/territoires/rattachement"


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france())


@pytest.fixture
def admin() -> dict[str, Any]:
    from ckan.tests.factories import Sysadmin

    return Sysadmin()


def some_organizations() -> None:
    organization("mairie", "Mairie d'Annecy")
    dataset("budget", organization("seyssel", "Mairie de Seyssel"))
    organization("association", "Association des amis du lac")


def asking() -> dict[str, Any]:
    """The administrator of an organization that asks to be Annecy, as the factories give users."""
    from ckan.tests.factories import User

    user = User()
    organization("grand-annecy", "Grand Annecy", odlocale_territory=EPCI)
    made = organization("annecy", "Ville d'Annecy")
    act("organization_member_create", sysadmin(), id=made["id"], username=user["name"], role="admin")
    extras = [{"key": "odlocale_territory", "value": ANNECY}]
    act("organization_patch", user["name"], id="annecy", extras=extras)
    return user


@pytest.mark.parametrize("javascript", [True, False])
def test_the_certain_ones_are_ticked_attached_and_undone(
    visit: Any, admin: dict[str, Any], javascript: bool
) -> None:
    from playwright.sync_api import expect

    some_organizations()
    page = visit(PAGE, user=admin, javascript=javascript)
    page.get_by_role("link", name="Tick all certain ones").first.click()
    expect(page.get_by_role("checkbox", name="Mairie d'Annecy")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Mairie de Seyssel")).not_to_be_checked()
    page.get_by_role("button", name="Attach those that are ticked").first.click()
    expect(page.get_by_text("1 organization is attached.")).to_be_visible()
    page.get_by_role("button", name="Undo Mairie d'Annecy").click()
    expect(page.get_by_text("1 attachment is undone.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Mairie d'Annecy")).to_be_visible()


def test_one_of_several_namesakes_is_chosen_and_attached_alone(visit: Any, admin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    some_organizations()
    page = visit(PAGE, user=admin, width=360)
    page.get_by_role("group", name="Territory of Mairie de Seyssel").get_by_role("radio").last.check()
    page.get_by_role("button", name="Attach Mairie de Seyssel").click()
    expect(page.get_by_text("1 organization is attached.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Mairie de Seyssel")).to_have_count(0)


def test_what_is_asked_for_is_confirmed_by_who_is_above(visit: Any) -> None:
    from ckan.tests.factories import User
    from playwright.sync_api import expect

    claimant, above = asking(), User()
    act("organization_member_create", sysadmin(), id="grand-annecy", username=above["name"], role="admin")
    theirs = visit("/organization/annecy", user=claimant)
    expect(theirs.get_by_text("An administrator of Grand Annecy, or of the portal")).to_be_visible()
    page = visit("/dashboard/organizations", user=above)
    page.get_by_role("link", name="Requests of organizations").click()
    page.get_by_role("button", name="Confirm Ville d'Annecy").click()
    expect(page.get_by_text("“annecy” is attached to com-74010.")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_text("Annecy was confirmed as the territory")).to_be_visible()


def test_a_refusal_reaches_who_asked(visit: Any, admin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    claimant = asking()
    page = visit(f"{PAGE}/demandes", user=admin, width=360)
    page.get_by_text("Refuse", exact=True).click()
    page.get_by_label("Why, for the administrators").fill("This is the tourist office.")
    page.get_by_role("button", name="Refuse Ville d'Annecy").click()
    expect(page.get_by_text("No request waits for your decision.")).to_be_visible()
    theirs = visit("/organization/annecy", user=claimant)
    expect(theirs.get_by_text("This is the tourist office.")).to_be_visible()


def test_a_table_is_checked_then_applied(visit: Any, admin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    organization("annecy")
    content = "Organisation;Territoire\nannecy;Annecy\nnobody;74010\n".encode("cp1252")
    page = visit(f"{PAGE}/fichier", user=admin)
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("A CSV file or a spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Check the table").click()
    expect(page.get_by_text("There is no organization “nobody” here.")).to_be_visible()
    page.get_by_role("button", name="Attach 1 organization").click()
    expect(page.get_by_text("1 attached, 0 stayed as they were, 0 refused.")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["", "/demandes", "/fichier"])
def test_axe_finds_nothing_serious_and_nothing_is_too_wide(
    visit: Any, admin: dict[str, Any], path: str, width: int, language: str
) -> None:
    some_organizations()
    asking()
    act(
        "odlocale_attachment_apply",
        admin["name"],
        attachments=[{"organization": "mairie", "territory": ANNECY}],
    )
    page = visit(PAGE + path, user=admin, language=language, width=width)
    assert serious(page) == []
    # CKAN's own header is a little wider than a phone.
    assert page.locator(".main").evaluate("main => main.scrollWidth") <= width


def test_the_notice_of_an_organization_is_accessible(visit: Any) -> None:
    page = visit("/organization/annecy", user=asking(), width=360)
    assert serious(page, ".odlocale-notice") == []
