"""What a territory's page says of who publishes its data, and how they are followed and reused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


def publishing(app: Any, territory: str) -> str:
    """The words about who publishes."""
    found = re.search(
        r'<div class="odlocale-publishing">(.*?)</div>', app.get(f"/territoire/{territory}").body, re.DOTALL
    )
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])).strip()


def test_a_territory_with_an_organization_publishes_itself(app: Any) -> None:
    organization("annecy", "Ville d’Annecy", odlocale_territory="com-74010")
    assert publishing(app, "com-74010") == "Publishes its data here: Ville d’Annecy"


def test_two_organizations_of_a_territory_are_both_named(app: Any) -> None:
    organization("annecy", "Ville d’Annecy", odlocale_territory="com-74010")
    organization("musees", "Musées d’Annecy", odlocale_territory="com-74010")
    assert publishing(app, "com-74010") == "Publishes its data here: Musées d’Annecy Ville d’Annecy"


def test_a_territory_without_one_names_who_publishes_for_it(app: Any) -> None:
    organization("haute-savoie", "Haute-Savoie", odlocale_territory="dep-74")
    agglomeration = organization("grand-annecy", "Grand Annecy", odlocale_territory="epci-200066793")
    dataset("menus", agglomeration, odlocale_territory="com-74112")
    dataset("arbres", agglomeration, odlocale_territory="com-74112")
    assert publishing(app, "com-74112") == (
        "Its data are published for it by: Grand Annecy CA du Grand Annecy 2 datasets"
    )


def test_what_was_published_for_a_former_commune_counts_for_its_successor(app: Any) -> None:
    agglomeration = organization("grand-annecy", "Grand Annecy", odlocale_territory="epci-200066793")
    dataset("menus", agglomeration, odlocale_territory="com-74093")
    assert publishing(app, "com-74010").endswith("1 dataset")


def test_private_datasets_do_not_tell_who_publishes(app: Any) -> None:
    from ckan.tests.factories import Dataset

    owner = organization("grand-annecy", "Grand Annecy", odlocale_territory="epci-200066793")
    Dataset(owner_org=owner["id"], private=True, extras=[{"key": "odlocale_territory", "value": "com-74112"}])
    assert publishing(app, "com-74112").startswith("It has no organization on this portal.")


def test_a_territory_for_which_nobody_publishes_names_the_nearest_to_ask(app: Any) -> None:
    organization("region", "Région", odlocale_territory="reg-84")
    organization("haute-savoie", "Haute-Savoie", odlocale_territory="dep-74")
    assert publishing(app, "com-74112") == (
        "It has no organization on this portal. To publish its data, the nearest to ask is: "
        "Haute-Savoie Haute-Savoie"
    )


def test_a_territory_around_which_nobody_is_says_so(app: Any) -> None:
    assert publishing(app, "com-74112") == (
        "Neither it nor a territory around it has an organization on this portal yet."
    )


def test_a_territory_without_datasets_shows_what_its_neighbours_publish(app: Any) -> None:
    dataset("plan", organization("grand-annecy", odlocale_territory="epci-200066793"))
    annecy = organization("annecy", odlocale_territory="com-74010")
    for name in ("arbres", "budget"):
        dataset(name, annecy)
    page = app.get("/territoire/com-74112").body
    assert "No dataset of Epagny Metz-Tessy has been published here yet." in page
    assert re.findall(r'href="/territoire/([\w-]+)\?portee=territoire"', page) == [
        "com-74010",
        "epci-200066793",
    ]


def test_neighbours_further_away_stand_in_when_the_nearest_publish_nothing(app: Any) -> None:
    dataset("routes", organization("haute-savoie", odlocale_territory="dep-74"))
    page = app.get("/territoire/com-74112").body
    assert re.findall(r'href="/territoire/([\w-]+)\?portee=territoire"', page) == ["dep-74"]


def test_a_territory_with_datasets_is_not_compared(app: Any) -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert "What its neighbours publish" not in app.get("/territoire/com-74010").body


def test_the_latest_datasets_come_first(app: Any) -> None:
    owner = organization("annecy", odlocale_territory="com-74010")
    for name in ("arbres", "budget", "menus"):
        dataset(name, owner)
    page = app.get("/territoire/com-74010").body
    found = re.findall(r'<a href="/dataset/(\w+)"', page)
    assert (list(dict.fromkeys(found)), "Latest datasets</h2>" in page) == (
        ["menus", "budget", "arbres"],
        True,
    )


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_a_page_leads_to_its_feed_in_its_head_and_in_its_text(app: Any, prefix: str) -> None:
    page = app.get(f"{prefix}/territoire/com-74010").body
    links = re.findall(rf'<(\w+) [^>]*href="{prefix}/territoire/com-74010/flux.atom"', page)
    assert links == ["link", "a"]


def test_a_page_gives_the_line_that_shows_its_widget(app: Any) -> None:
    page = app.get("/territoire/com-74010").body
    script = "http://test.ckan.net/territoire/com-74010/widget.js"
    assert f"&lt;script src=&#34;{script}&#34; async&gt;&lt;/script&gt;" in page


def test_the_api_that_a_page_leads_to_answers(app: Any) -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    address = re.search(r'href="(/api/3/action/[^"]+)"', app.get("/territoire/dep-74").body)
    assert address
    assert app.get(address[1]).json["result"]["count"] == 1


def catalogues(app: Any, territory: str) -> dict[str, str]:
    """The addresses of a territory's catalogue, by format."""
    page = app.get(f"/territoire/{territory}").body
    links = re.findall(r'<a href="([^"]+)" type="(?:text|application)/([\w+]+)">', page)
    return {kind: address.replace("&amp;", "&") for address, kind in links if "catalog" in address}


@pytest.mark.parametrize(
    ("kind", "format"), [("turtle", "turtle"), ("rdf+xml", "xml"), ("ld+json", "json-ld")]
)
@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 2)
def test_the_catalogue_has_everything_below_page_by_page(app: Any, kind: str, format: str) -> None:
    from rdflib import Graph, Namespace

    annecy = organization("annecy", odlocale_territory="com-74010")
    for name in ("arbres", "budget"):
        dataset(name, annecy)
    dataset("routes", organization("haute-savoie", odlocale_territory="dep-74"))
    dataset("elsewhere", organization("ain", odlocale_territory="dep-01"))
    hydra, dcat = Namespace("http://www.w3.org/ns/hydra/core#"), Namespace("http://www.w3.org/ns/dcat#")
    address, found = catalogues(app, "dep-74")[kind], []
    while address:
        page = Graph().parse(data=app.get(address).body, format=format)
        found.append(len({*page.objects(None, dcat.dataset)}))
        following = next(page.objects(None, hydra.next), None)
        address = str(following).removeprefix("http://test.ckan.net") if following else ""
    assert found == [2, 1]


@pytest.mark.ckan_config("ckan.plugins", "odlocale_territory")
def test_a_portal_without_dcat_offers_no_catalogue(app: Any) -> None:
    assert "catalog." not in app.get("/territoire/dep-74").body
