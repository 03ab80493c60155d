"""The place among the territories that organizations' and datasets' own pages show."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def departement() -> dict[str, Any]:
    return organization("haute-savoie", "Haute-Savoie", odlocale_territory="dep-74")


def place_on(page: Any) -> list[tuple[str, str]]:
    """The links of a dataset's place: address and words."""
    found = re.search(r'<nav class="odlocale-place".*?</nav>', page.body, re.DOTALL)
    return re.findall(r'<a href="([^"]+)">(?:<strong>)?([^<]+)', found[0]) if found else []


def sidebar(page: Any) -> str:
    """What an organization's page says of its place, after its name and picture."""
    section = re.search(r'id="organization-info".*?</section>', page.body, re.DOTALL)
    assert section
    return section[0].partition("odlocale-line")[2]


def test_an_organizations_page_names_who_is_above(app: Any, departement: dict[str, Any]) -> None:
    organization("region", "Région", odlocale_territory="reg-84")
    organization("annecy", "Annecy", odlocale_territory="com-74010")
    assert re.findall(r'href="/organization/([\w-]+)">', sidebar(app.get("/organization/annecy"))) == [
        "haute-savoie"
    ]


def test_an_organizations_page_names_the_first_below_and_leads_to_all(
    app: Any, departement: dict[str, Any]
) -> None:
    for number in range(7):
        organization(f"annexe-{number}", odlocale_territory="com-74010")
    page = sidebar(app.get("/organization/haute-savoie"))
    assert re.findall(r'href="/organization/(annexe-\d)">', page) == [f"annexe-{one}" for one in range(5)]
    assert ('odlocale-count">7<' in page, 'href="/territoire/dep-74/organisations"' in page) == (True, True)


def test_an_organizations_own_sisters_are_not_below_it(app: Any) -> None:
    organization("annecy", odlocale_territory="com-74010")
    organization("musees", odlocale_territory="com-74010")
    assert "Organizations below" not in app.get("/organization/annecy").body


def test_an_organization_without_territory_shows_nothing_of_it(app: Any) -> None:
    organization("association")
    assert sidebar(app.get("/organization/association")) == ""


@pytest.mark.parametrize("below", [1, 3, 40])
def test_an_organizations_page_costs_the_same_whatever_is_below(
    app: Any, departement: dict[str, Any], below: int
) -> None:
    for number in range(below):
        organization(f"annexe-{number}", odlocale_territory="com-74010")
    app.get("/organization/haute-savoie")
    with counted() as statements:
        app.get("/organization/haute-savoie")
    # CKAN makes the column twice.
    assert len([one for one in statements if "odlocale_territory_closure" in one]) == 2 * 2


def test_a_dataset_shows_its_producers_territory_from_the_region_on(app: Any) -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert place_on(app.get("/dataset/budget")) == [
        ("/territoire/reg-84", "Auvergne-Rhône-Alpes"),
        ("/territoire/dep-74", "Haute-Savoie"),
        ("/territoire/epci-200066793", "CA du Grand Annecy"),
        ("/territoire/com-74010", "Annecy"),
    ]


def test_a_dataset_that_names_its_producer_shows_that_one(app: Any, departement: dict[str, Any]) -> None:
    dataset("menus", departement, odlocale_territory="com-74112")
    assert place_on(app.get("/dataset/menus"))[-1] == ("/territoire/com-74112", "Epagny Metz-Tessy")


def test_a_dataset_of_a_former_commune_shows_its_code_beside_todays(
    app: Any, departement: dict[str, Any]
) -> None:
    dataset("menus", departement, odlocale_territory="com-74093")
    page = app.get("/dataset/menus")
    assert place_on(page)[-1] == ("/territoire/com-74010", "Annecy")
    assert "Published under the code 74093 (Cran-Gevrier), which is part of Annecy today." in page.body


def test_a_dataset_of_nobodys_territory_shows_none(app: Any) -> None:
    dataset("budget", organization("association"))
    assert place_on(app.get("/dataset/budget")) == []


def test_a_dataset_with_an_unknown_territory_still_has_its_page(app: Any) -> None:
    from ckan import model

    dataset("budget", organization("association"))
    package = model.Package.get("budget")
    assert package
    package.extras["odlocale_territory"] = "com-99999"
    model.repo.commit_and_remove()
    assert place_on(app.get("/dataset/budget")) == []
