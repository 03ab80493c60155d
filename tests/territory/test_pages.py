"""The pages of territories."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted, counted_searches

pytestmark = pytest.mark.ckan

HOSTILE = '<script>alert("1")</script> & \'l’Île\' "d\u202eE" \U0001f3d4\ufe0f ' + "x" * 450


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def three_datasets() -> None:
    annecy = organization("annecy", odlocale_territory="com-74010")
    dataset("budget", annecy, title="Budget", tags=[{"name": "finances"}])
    dataset("arbres", annecy, title="Arbres")
    dataset("routes", organization("haute-savoie", odlocale_territory="dep-74"), title="Routes")


def datasets_on(page: Any) -> list[str]:
    return sorted(set(re.findall(r'href="/dataset/([a-z]+)"', page.body)))


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.body))


def test_a_page_says_who_the_territory_is(app: Any) -> None:
    text = text_of(app.get("/territoire/com-74010"))
    for fact in ("Commune", "Annecy", "132,117 inhabitants", "200063402", "74010", "74000"):
        assert fact in text


def test_a_page_is_headed_by_the_territorys_name(app: Any) -> None:
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", app.get("/territoire/dep-74").body)[-1:] == ["Haute-Savoie"]


def test_a_breadcrumb_leads_through_all_that_contain_the_territory(app: Any) -> None:
    breadcrumb = re.search(
        r'<ol class="breadcrumb">(.*?)</ol>', app.get("/territoire/com-74010").body, re.DOTALL
    )
    assert breadcrumb
    assert re.findall(r'href="([^"]+)"', breadcrumb[1]) == [
        "/",
        "/territoires",
        "/territoire/fr",
        "/territoire/reg-84",
        "/territoire/dep-74",
        "/territoire/epci-200066793",
        "/territoire/com-74010",
    ]


def test_a_commune_of_a_straddling_epci_still_shows_that_epci(app: Any) -> None:
    page = app.get("/territoire/com-74269")
    assert '<dd><a href="/territoire/epci-200070852">CC Usses et Rhône</a></dd>' in page.body


def test_a_straddling_epci_names_the_departements_it_straddles(app: Any) -> None:
    text = text_of(app.get("/territoire/epci-200070852"))
    assert "This territory straddles several others (2)" in text
    assert "Haute-Savoie in common: 1 commune, 2,321 inhabitants" in text


@pytest.mark.usefixtures("three_datasets")
def test_a_page_lists_everything_below_by_default(app: Any) -> None:
    assert datasets_on(app.get("/territoire/dep-74")) == ["arbres", "budget", "routes"]


def test_a_dataset_in_the_list_has_its_producers_territory_unless_it_is_the_pages(app: Any) -> None:
    departement = organization("haute-savoie", odlocale_territory="dep-74")
    dataset("routes", departement)
    dataset("budget", departement, odlocale_territory="com-74093")
    dataset("arbres", organization("epagny", odlocale_territory="com-74112"))
    page = app.get("/territoire/dep-74")
    shown = re.findall(r'<p class="odlocale-producer">\s*(\w+)\s*<a href="([^"]+)">([^<]+)<', page.body)
    assert sorted(shown) == [
        ("Commune", "/territoire/com-74010", "Annecy"),
        ("Commune", "/territoire/com-74112", "Epagny Metz-Tessy"),
    ]


@pytest.mark.usefixtures("three_datasets")
def test_a_tab_lists_the_territorys_own_datasets(app: Any) -> None:
    assert datasets_on(app.get("/territoire/dep-74?portee=territoire")) == ["routes"]


@pytest.mark.usefixtures("three_datasets")
def test_a_tab_lists_the_datasets_above(app: Any) -> None:
    assert datasets_on(app.get("/territoire/com-74010?portee=dessus")) == ["routes"]


@pytest.mark.usefixtures("three_datasets")
def test_the_tabs_say_how_many_they_list_and_which_is_open(app: Any) -> None:
    tabs = re.search(r'<nav class="odlocale-tabs".*?</nav>', app.get("/territoire/dep-74").body, re.DOTALL)
    assert tabs
    assert re.findall(r'odlocale-count">(\d+)<', tabs[0]) == ["1", "3", "0"]
    assert re.findall(r'href="([^"]+)" aria-current="page"', tabs[0]) == ["/territoire/dep-74"]


@pytest.mark.usefixtures("three_datasets")
def test_the_datasets_below_are_counted_by_level(app: Any) -> None:
    levels = re.search(r'<p class="odlocale-levels">.*?</p>', app.get("/territoire/reg-84").body, re.DOTALL)
    assert levels
    assert re.findall(r"level=(\w+).*?>(\d+)<", levels[0]) == [("dep", "1"), ("com", "2")]


@pytest.mark.usefixtures("three_datasets")
def test_the_territories_below_are_listed_with_their_datasets(app: Any) -> None:
    page = app.get("/territoire/reg-84")
    below = re.search(r'id="dep".*?</section>', page.body, re.DOTALL)
    assert below
    assert re.findall(r'href="/territoire/([\w-]+)">[^<]+</a>\s*(?:<span[^>]*>(\d+))?', below[0]) == [
        ("dep-01", ""),
        ("dep-74", "3"),
    ]


@pytest.mark.usefixtures("three_datasets")
def test_the_organizations_of_a_territory_come_before_those_below(app: Any) -> None:
    page = app.get("/territoire/dep-74")
    section = page.body.partition('id="organisations"')[2]
    assert re.findall(r'href="/organization/([\w-]+)">', section) == ["haute-savoie", "annecy"]


def test_ten_organizations_are_listed_and_a_page_has_them_all(app: Any) -> None:
    for number in range(12):
        organization(f"annexe-{number:02}", odlocale_territory="com-74010")
    page = app.get("/territoire/reg-84")
    assert len(re.findall(r'href="/organization/annexe', page.body)) == 10
    assert 'href="/territoire/reg-84/organisations"' in page.body
    assert (
        len(re.findall(r'href="/organization/annexe', app.get("/territoire/reg-84/organisations").body)) == 12
    )


def test_organizations_are_shown_page_by_page(app: Any) -> None:
    for number in range(52):
        organization(f"annexe-{number:02}", odlocale_territory="com-74010")
    second = app.get("/territoire/reg-84/organisations?page=2")
    assert re.findall(r'href="/organization/(annexe-\d+)"', second.body) == ["annexe-50", "annexe-51"]


@pytest.mark.usefixtures("three_datasets")
def test_words_search_the_datasets_of_the_territory(app: Any) -> None:
    assert datasets_on(app.get("/territoire/reg-84?q=arbres")) == ["arbres"]


@pytest.mark.usefixtures("three_datasets")
def test_a_facet_limits_the_datasets_and_can_be_removed(app: Any) -> None:
    page = app.get("/territoire/reg-84?tags=finances&q=budget")
    assert datasets_on(page) == ["budget"]
    assert 'href="/territoire/reg-84?q=budget" class="remove"' in page.body


@pytest.mark.usefixtures("three_datasets")
def test_facets_lead_back_to_the_territorys_page(app: Any) -> None:
    assert 'href="/territoire/reg-84?tags=finances"' in app.get("/territoire/reg-84").body


@pytest.mark.usefixtures("three_datasets")
def test_a_producers_level_limits_the_datasets(app: Any) -> None:
    assert datasets_on(app.get("/territoire/reg-84?vocab_odlocale_level=dep")) == ["routes"]


@pytest.mark.usefixtures("three_datasets")
def test_datasets_can_be_sorted(app: Any) -> None:
    page = app.get("/territoire/reg-84?sort=title_string+desc")
    assert re.findall(r'href="/dataset/([a-z]+)" aria-label|href="/dataset/([a-z]+)" title', page.body)[
        0
    ] in (
        ("routes", ""),
        ("", "routes"),
    )


@pytest.mark.usefixtures("three_datasets")
@pytest.mark.ckan_config("ckan.datasets_per_page", 2)
def test_datasets_are_shown_page_by_page_and_keep_the_tab(app: Any) -> None:
    page = app.get("/territoire/com-74010?portee=territoire&sort=title_string+asc")
    assert datasets_on(page) == ["arbres", "budget"]
    page = app.get("/territoire/reg-84?sort=title_string+asc")
    assert 'href="/territoire/reg-84?sort=title_string+asc&amp;page=2"' in page.body
    assert datasets_on(app.get("/territoire/reg-84?sort=title_string+asc&page=2")) == ["routes"]


def test_parameters_of_nobody_do_not_hide_the_datasets(app: Any, three_datasets: None) -> None:
    assert datasets_on(app.get("/territoire/com-74010?utm_source=lettre")) == ["arbres", "budget"]


def test_an_old_code_leads_to_its_successor_for_good(app: Any) -> None:
    answer = app.get("/territoire/com-74093?q=eau", follow_redirects=False, status=301)
    assert answer.headers["Location"].endswith("/territoire/com-74010?q=eau")


@pytest.mark.parametrize(
    "wrong", ["com-99999", "74010", "COM-74010", "reg-", "<b>", "com-74010;--", "a" * 3000]
)
def test_what_is_no_territory_is_a_404_in_the_sites_style(app: Any, wrong: str) -> None:
    page = app.get("/territoire/" + wrong, status=404)
    assert "There is no territory at this address." in page.body
    assert 'class="masthead"' in page.body


@pytest.mark.parametrize("address", ["?page=0", "?page=x", "/organisations?page=-1"])
def test_a_page_number_that_is_none_is_a_400(app: Any, address: str) -> None:
    app.get("/territoire/reg-84" + address, status=400)


def test_a_page_far_beyond_the_last_is_empty(app: Any) -> None:
    assert datasets_on(app.get("/territoire/reg-84?page=9999")) == []


def test_a_search_that_solr_refuses_is_said_and_the_page_stands(app: Any) -> None:
    page = app.get("/territoire/reg-84?q=title:[")
    assert "There was an error while searching" in page.body
    assert "Auvergne-Rhône-Alpes" in page.body


def test_hostile_names_are_text(app: Any) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(
        places.france(places.renamed(places.EPCI, HOSTILE), places.renamed(places.ANNECY, HOSTILE))
    )
    organization("annecy", title=HOSTILE, odlocale_territory="com-74010")
    for address in ("com-74010", "epci-200066793", "dep-74", "epci-200066793/organisations"):
        page = app.get(f"/territoire/{address}")
        assert "<script>alert" not in page.body
        assert "&lt;script&gt;alert" in page.body


def test_a_name_searched_for_is_text(app: Any) -> None:
    assert (
        "<script>"
        not in app.get('/territoires?q=<script>alert("1")').body.split('id="content"')[1].split("<footer")[0]
    )


def test_the_entry_page_lists_the_regions_with_their_datasets(app: Any, three_datasets: None) -> None:
    page = app.get("/territoires")
    numbers = r'href="/territoire/(reg-\d+)">([^<]+)</a>.*?odlocale-numbers.*?<span>(\d+)<'
    assert re.findall(numbers, page.body, re.DOTALL) == [("reg-84", "Auvergne-Rhône-Alpes", "3")]


def test_the_entry_page_finds_a_territory_by_name(app: Any) -> None:
    page = app.get("/territoires?q=seyssel")
    assert sorted(re.findall(r'href="/territoire/(com-\d+)"', page.body)) == ["com-01407", "com-74269"]


def test_the_entry_page_says_when_nothing_has_the_name(app: Any) -> None:
    assert "No territory has this name or code." in app.get("/territoires?q=zzzz").body


def test_the_sites_navigation_leads_to_the_territories(app: Any) -> None:
    header = app.get("/").body.split("<header", 2)[-1].split("</header")[0]
    assert 'href="/territoires"' in header


def test_an_organizations_page_leads_to_its_territory(app: Any, three_datasets: None) -> None:
    assert 'href="/territoire/com-74010"' in app.get("/organization/annecy").body


def test_an_organization_without_territory_has_no_territory_line(app: Any) -> None:
    organization("association")
    assert "odlocale-line" not in app.get("/organization/association").body


@pytest.mark.parametrize("below", [1, 3, 300])
def test_a_page_costs_the_same_whatever_is_below(
    app: Any, monkeypatch: pytest.MonkeyPatch, below: int
) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(*places.communes(below)))
    for number in range(min(below, 5)):
        owner = organization(f"village-{number}", odlocale_territory=f"com-744{number:02}")
        dataset(f"budget{'abcde'[number]}", owner)
    app.get("/territoire/epci-200066793")
    with counted() as statements, counted_searches(monkeypatch) as searches:
        app.get("/territoire/epci-200066793")
    ours = [one for one in statements if "odlocale" in one]
    # Seven of the room itself; one of who must publish and three of what is published of the socle.
    assert (len(ours), len(searches)) == (11, 2)


def test_a_page_asks_solr_for_one_clause(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted_searches(monkeypatch) as searches:
        app.get("/territoire/reg-84")
    clauses = {one for search in searches for one in search["fq"] if one.startswith("vocab_odlocale_terr")}
    # Of France, what is published above the région is counted.
    assert clauses == {f'vocab_odlocale_territories:("{one}")' for one in ("fr", "reg-84")}


def test_a_page_in_french_is_french_throughout(app: Any) -> None:
    text = text_of(app.get("/fr/territoire/com-74010"))
    for words in (
        "Territoires",
        "117 habitants",
        "Code INSEE",
        "Du territoire",
        "Au-dessus",
        "Aucune organisation de ce territoire ne publie encore",
        "Communauté d’agglomération",
    ):
        assert words in text


def test_the_entry_page_is_french_in_french(app: Any) -> None:
    assert "Trouver une commune" in app.get("/fr/territoires").body


def test_a_territory_that_is_gone_without_a_successor_says_so(app: Any) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(without=[places.STRADDLING, places.SEYSSEL, places.OTHER_SEYSSEL]))
    assert "no longer exists in the official geographic code" in app.get("/territoire/com-74269").body
