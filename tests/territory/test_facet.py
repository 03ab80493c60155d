"""The territory facet of CKAN's search pages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted, counted_searches

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    annecy = organization("annecy", odlocale_territory=places.ANNECY)
    dataset("budget", annecy)
    dataset("arbres", annecy)
    dataset("routes", organization("haute-savoie", odlocale_territory=places.DEP))
    dataset("velos", organization("usses-et-rhone", odlocale_territory=places.STRADDLING))
    dataset("ecoles", organization("seyssel", odlocale_territory=places.SEYSSEL))


def facet_on(page: Any) -> str:
    return re.split(r"</section>", page.body.split("odlocale-facet", 1)[1], maxsplit=1)[0]


def offered(page: Any) -> list[tuple[str, str, str]]:
    label = r'<span class="item-label">([^<]+)</span>'
    found = rf'href="\?([^"]*)">\s*{label}[^\n]*\s*<span class="hidden.*?badge">(\d+)<'
    links = re.findall(found, facet_on(page), re.DOTALL)
    return [(href.replace("territoire=", ""), name, count) for href, name, count in links]


def search(**data: Any) -> Any:
    from ckan.tests.helpers import call_action

    return call_action("package_search", **{"facet.field": ["territoire"], **data})["search_facets"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [("reg-84", "Auvergne-Rhône-Alpes", "5")]),
        (
            "territoire=reg-84",
            [("dep-74", "Haute-Savoie", "4"), ("epci-200070852", "CC Usses et Rhône", "2")],
        ),
        (
            "territoire=dep-74",
            [
                ("epci-200066793", "CA du Grand Annecy", "2"),
                ("dep-74&amp;epci-200070852", "CC Usses et Rhône", "1"),
            ],
        ),
        ("territoire=epci-200066793", [("com-74010", "Annecy", "2")]),
        ("territoire=dep-74&territoire=epci-200070852", [("com-74269", "Seyssel", "1")]),
        ("territoire=com-74010", []),
    ],
)
def test_a_search_page_offers_the_level_below_what_is_chosen(app: Any, query: str, expected: Any) -> None:
    assert offered(app.get(f"/dataset/?{query}")) == expected


@pytest.mark.parametrize("address", ["/organization/annecy", "/dataset/"])
def test_the_words_that_were_searched_for_stay(app: Any, address: str) -> None:
    assert 'href="?q=budget&amp;territoire=reg-84"' in facet_on(app.get(f"{address}?q=budget&page=1"))


def test_what_contains_the_chosen_one_is_the_way_back(app: Any) -> None:
    way = facet_on(app.get("/dataset/?territoire=com-74010")).split("odlocale-way")[1].split("</ul>")[0]
    assert re.findall(r'href="(\?[^"]*)"', way) == [
        "?",
        "?territoire=reg-84",
        "?territoire=dep-74",
        "?territoire=epci-200066793",
        "?territoire=epci-200066793",
    ]


def test_a_part_stays_one_on_the_way_back(app: Any) -> None:
    way = facet_on(app.get("/dataset/?territoire=com-74269")).split("odlocale-way")[1].split("</ul>")[0]
    assert re.findall(r'href="(\?[^"]*)"', way)[-1] == "?territoire=dep-74&amp;territoire=epci-200070852"


def test_the_facets_of_the_site_stay(app: Any) -> None:
    assert "Organizations" in app.get("/dataset/").body.split("odlocale-facet", 1)[1]


def test_an_api_search_gets_the_facet_with_what_to_ask_for_next() -> None:
    facet = search(fq="territoire:dep-74")["territoire"]
    assert [(one["name"], one["level"], one["count"], one["territories"]) for one in facet["choices"]] == [
        ("epci-200066793", "epci", 2, ["epci-200066793"]),
        ("epci-200070852", "epci", 1, ["dep-74", "epci-200070852"]),
    ]


def test_the_facets_that_it_is_made_of_are_not_given() -> None:
    assert list(search()) == ["territoire"]


def test_a_facet_that_was_asked_for_beside_it_is_given() -> None:
    assert "vocab_odlocale_reg" in search(**{"facet.field": ["territoire", "vocab_odlocale_reg"]})


@pytest.mark.ckan_config("ckanext.odlocale.territory.facet", False)
def test_a_portal_may_do_without(app: Any) -> None:
    assert "odlocale-facet" not in app.get("/dataset/").body


def test_a_territorys_page_does_without(app: Any) -> None:
    assert "odlocale-facet" not in app.get("/territoire/reg-84").body


def test_where_nothing_is_found_there_is_no_such_facet(app: Any) -> None:
    assert "odlocale-facet" not in app.get("/dataset/?q=nothingofthiskind").body


@pytest.mark.parametrize("below", [1, 3, 300])
@pytest.mark.parametrize(("query", "queries_made"), [("", 1), ("?territoire=epci-200066793", 4)])
def test_a_search_page_costs_the_same_whatever_there_is_to_choose(
    app: Any, monkeypatch: pytest.MonkeyPatch, below: int, query: str, queries_made: int
) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(*places.communes(below)))
    app.get(f"/dataset/{query}")
    with counted() as queries, counted_searches(monkeypatch) as searches:
        app.get(f"/dataset/{query}")
    assert (len([one for one in queries if "odlocale_" in one]), len(searches)) == (queries_made, 1)


def test_another_territory_is_looked_for_and_the_search_limited_to_it(app: Any) -> None:
    page = app.get("/territoires", query_string={"q": "haute savoie", "retour": "/dataset/?q=eau"})
    assert 'href="/dataset/?q=eau&amp;territoire=dep-74"' in page.body


def test_a_territory_that_was_picked_limits_the_search_at_once(app: Any) -> None:
    answer = app.get(
        "/territoires", query_string={"q": "dep-74", "retour": "/dataset/?q=eau"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["Location"].split("ckan.net")[-1]) == (
        302,
        "/dataset/?q=eau&territoire=dep-74",
    )


def test_nobody_is_sent_to_another_site(app: Any) -> None:
    page = app.get("/territoires", query_string={"q": "dep-74", "retour": "//elsewhere.example/"})
    assert 'href="//elsewhere' not in page.body
