"""Picking a territory or an organization by typing, in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.territory import places
from tests.territory.portal import organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def sysadmin() -> dict[str, Any]:
    from ckan.tests.factories import Sysadmin

    return Sysadmin()


@pytest.fixture
def editor() -> dict[str, Any]:
    """Somebody who may publish in two organizations of three."""
    from ckan.tests.factories import User
    from ckan.tests.helpers import call_action

    user = User()
    organization("elsewhere", "Ailleurs")
    for name, title, territory in (
        ("annecy", "Ville d’Annecy", "com-74010"),
        ("haute-savoie", "Département de la Haute-Savoie", "dep-74"),
    ):
        made = organization(name, title, odlocale_territory=territory)
        call_action("organization_member_create", id=made["id"], username=user["name"], role="editor")
    return user


def combobox(page: Any, name: str) -> Any:
    return page.get_by_role("combobox", name=name)


def options(page: Any) -> Any:
    """What the picker suggests; CKAN's own lists have options, too."""
    return page.locator(".odlocale-picker [role=option]")


def kept(page: Any, name: str) -> str:
    """What the form is going to send."""
    return page.locator(f"[name={name}]").input_value()


NEW = "/organization/new"
VALUE = "extras__900__value"


def test_a_territory_is_chosen_with_the_keyboard(visit: Any, sysadmin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin)
    combobox(page, "Territory").press_sequentially("seyss")
    expect(options(page)).to_have_text(["Seyssel Commune, Haute-Savoie", "Seyssel Commune, Ain"])
    combobox(page, "Territory").press("ArrowDown")
    combobox(page, "Territory").press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_text("Seyssel Commune, Ain")
    combobox(page, "Territory").press("Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert kept(page, VALUE) == "com-01407"


def test_a_territory_is_chosen_with_a_finger(visit: Any, sysadmin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin, width=360, language="fr")
    page.locator("#field-odlocale_territory-text").fill("annecy")
    options(page).filter(has_text="CA du Grand Annecy").click()
    expect(page.locator("#field-odlocale_territory-text")).to_have_value("CA du Grand Annecy")
    assert kept(page, VALUE) == "epci-200066793"


def test_what_was_chosen_is_cleared(visit: Any, sysadmin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin)
    combobox(page, "Territory").fill("epagny")
    options(page).click()
    page.get_by_role("button", name="Clear: Territory").click()
    expect(combobox(page, "Territory")).to_be_focused()
    assert [kept(page, VALUE), combobox(page, "Territory").input_value()] == ["", ""]


def test_escape_leaves_what_was_typed(visit: Any, sysadmin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin)
    combobox(page, "Territory").fill("epagny")
    expect(options(page)).to_have_count(1)
    combobox(page, "Territory").press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert [kept(page, VALUE), combobox(page, "Territory").input_value()] == ["epagny", "epagny"]


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("en", "seyss", "2 suggestions. Arrow keys to go through them, Enter to choose one."),
        ("en", "zzz", "Nothing has this name. Check the spelling, or type less of it."),
    ],
)
def test_a_screen_reader_is_told(
    visit: Any, sysadmin: dict[str, Any], language: str, typed: str, told: str
) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin, language=language)
    page.locator("#field-odlocale_territory-text").fill(typed)
    expect(page.locator(".odlocale-picker").get_by_role("status")).to_have_text(told)


def test_suggestions_that_cannot_be_loaded_say_what_to_do(visit: Any, sysadmin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin, tolerated=["odlocale_territory_autocomplete"])
    page.route("**/odlocale_territory_autocomplete*", lambda route: route.fulfill(status=503))
    combobox(page, "Territory").fill("annecy")
    expect(page.locator(".odlocale-picker-message")).to_have_text(
        "Suggestions cannot be loaded. Type again in a moment, or write the full name or the identifier "
        "and save."
    )


def test_only_the_answer_to_the_last_word_counts(visit: Any, sysadmin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin)
    held: list[Any] = []
    page.route("**/odlocale_territory_autocomplete*q=annecy", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/*q=annecy"):
        combobox(page, "Territory").fill("annecy")
    combobox(page, "Territory").fill("epagny")
    expect(options(page)).to_have_text(["Epagny Metz-Tessy Commune, Haute-Savoie"])


def test_the_chosen_territory_is_saved_and_shown_by_its_name(visit: Any, sysadmin: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit(NEW, user=sysadmin)
    page.get_by_role("textbox", name="Name").fill("Mairie d'Annecy")
    combobox(page, "Territory").fill("74010")
    options(page).click()
    page.get_by_role("button", name="Create Organization").click()
    page.wait_for_url("**/organization/mairie-d-annecy")
    page.goto("/organization/edit/mairie-d-annecy")
    expect(combobox(page, "Territory")).to_have_value("Annecy")
    assert kept(page, VALUE) == "com-74010"


def test_without_scripts_a_name_will_do(visit: Any, sysadmin: dict[str, Any]) -> None:
    page = visit(NEW, user=sysadmin, javascript=False)
    page.locator("[name=title]").fill("Epagny")
    page.locator("[name=name]").fill("epagny")
    page.get_by_label("Territory").fill("Epagny Metz-Tessy")
    page.get_by_role("button", name="Create Organization").click()
    page.goto("/organization/edit/epagny")
    assert page.get_by_label("Territory").input_value() == "com-74112"


def test_without_scripts_a_name_of_several_lists_them(visit: Any, sysadmin: dict[str, Any]) -> None:
    page = visit(NEW, user=sysadmin, javascript=False)
    page.locator("[name=title]").fill("Seyssel")
    page.locator("[name=name]").fill("seyssel")
    page.get_by_label("Territory").fill("Seyssel")
    page.get_by_role("button", name="Create Organization").click()
    assert page.locator(".odlocale-picker .error-block").inner_text() == (
        "“Seyssel” may mean several territories. Write the identifier of the right one: "
        "Seyssel (Commune, Ain, com-01407); Seyssel (Commune, Haute-Savoie, com-74269)."
    )


def test_a_dataset_gets_one_of_the_organizations_in_which_one_may_publish(
    visit: Any, editor: dict[str, Any]
) -> None:
    from playwright.sync_api import expect

    page = visit("/dataset/new", user=editor)
    combobox(page, "Organization").click()
    expect(options(page)).to_have_text(
        ["Département de la Haute-Savoie Haute-Savoie (Département)", "Ville d’Annecy Annecy (Commune)"]
    )
    options(page).last.click()
    page.get_by_role("textbox", name="Title").fill("Arbres")
    page.get_by_role("button", name="Next: Add Data").click()
    page.wait_for_url("**/dataset/arbres/resource/new")


def test_the_visibility_follows_the_organization(visit: Any, editor: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    page = visit("/dataset/new", user=editor)
    expect(page.locator("#field-private")).to_be_disabled()
    combobox(page, "Organization").fill("annecy")
    options(page).first.click()
    expect(page.locator("#field-private")).to_be_enabled()
    assert page.locator("#field-private").input_value() == "True"


def test_without_scripts_the_title_of_an_organization_will_do(visit: Any, editor: dict[str, Any]) -> None:
    from ckan.tests.helpers import call_action

    page = visit("/dataset/new", user=editor, javascript=False)
    page.locator("[name=title]").fill("Arbres")
    page.locator("[name=name]").fill("arbres")
    page.get_by_label("Organization").fill("ville d'annecy")
    page.get_by_role("button", name="Next: Add Data").click()
    assert call_action("package_show", id="arbres")["organization"]["name"] == "annecy"


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("en", 1280)])
@pytest.mark.parametrize("address", [NEW, "/dataset/new", "/harvest/new"])
@pytest.mark.usefixtures("editor")
def test_axe_finds_nothing_serious(
    visit: Any, sysadmin: dict[str, Any], address: str, language: str, width: int
) -> None:
    from playwright.sync_api import expect

    page = visit(address, user=sysadmin, language=language, width=width)
    page.get_by_role("combobox").and_(page.locator(".odlocale-picker-text")).fill("annecy")
    expect(options(page).first).to_be_visible()
    assert serious(page, ".odlocale-picker") == []
