"""The tree of territories: its action and its page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory, TerritoryId
from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted, counted_searches

pytestmark = pytest.mark.ckan

PART = f"{places.STRADDLING}~{places.DEP}"


@pytest.fixture(autouse=True)
def small_france() -> None:
    grow()


def grow(*further: Territory) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(*further))


@pytest.fixture
def four_datasets() -> None:
    annecy = organization("annecy", odlocale_territory=places.ANNECY)
    dataset("budget", annecy)
    dataset("arbres", annecy)
    dataset("routes", organization("haute-savoie", odlocale_territory=places.DEP))
    dataset("velos", organization("usses-et-rhone", odlocale_territory=places.STRADDLING))
    organization("seyssel", odlocale_territory=places.SEYSSEL)


def call(**data: Any) -> Any:
    from ckan.tests.helpers import call_action

    return call_action("odlocale_territory_tree", **data)


def children(**data: Any) -> dict[str, dict[str, Any]]:
    return {child["place"]: child for child in call(**data)["children"]}


def hung(page: Any) -> list[str]:
    return re.findall(r'data-place="([^"]+)"', page.body)


def row_of(page: Any, place: str) -> str:
    return re.split(r"<li", page.body.split(f'data-place="{place}"', 1)[1])[0]


def numbers_of(page: Any, place: str) -> list[str]:
    return re.findall(r"<span[^>]*>(\d+|\?)<span", row_of(page, place))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, ["reg-84"]),
        ({"id": "reg-84"}, ["dep-01", "dep-74", "epci-200070852"]),
        ({"id": "dep-74"}, ["epci-200066793", PART]),
        ({"id": "epci-200066793"}, ["com-74010", "com-74112"]),
        ({"id": "epci-200070852"}, ["epci-200070852~dep-01", PART]),
        ({"id": "epci-200070852", "within": "dep-74"}, ["com-74269"]),
        ({"id": "epci-200070852", "within": "dep-01"}, ["com-01407"]),
        ({"id": "com-74010"}, []),
    ],
)
def test_everything_hangs_in_its_place(place: dict[str, str], expected: list[str]) -> None:
    assert list(children(**place)) == expected


def test_a_part_in_a_departement_where_there_is_none_is_the_whole() -> None:
    assert call(id=places.EPCI, within=places.OTHER_DEP)["within"] is None


def test_a_former_commune_is_the_place_of_its_successor() -> None:
    assert call(id=places.OLD_ANNECY)["id"] == places.ANNECY


@pytest.mark.usefixtures("four_datasets")
@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, {"reg-84": (4, 4)}),
        ({"id": "reg-84"}, {"dep-01": (0, 0), "dep-74": (3, 3), "epci-200070852": (1, 2)}),
        ({"id": "dep-74"}, {"epci-200066793": (2, 1), PART: (0, 1)}),
        ({"id": "epci-200070852"}, {"epci-200070852~dep-01": (0, 0), PART: (0, 1)}),
        ({"id": "epci-200066793"}, {"com-74010": (2, 1), "com-74112": (0, 0)}),
    ],
)
def test_datasets_and_organizations_are_summed_over_all_below(
    place: dict[str, str], expected: dict[str, tuple[int, int]]
) -> None:
    found = {name: (child["datasets"], child["organizations"]) for name, child in children(**place).items()}
    assert found == expected


@pytest.mark.parametrize(
    ("place", "child", "expected"),
    [
        ({}, "reg-84", {"dep": 2, "epci": 1}),
        ({"id": "reg-84"}, "dep-74", {"epci": 2}),
        ({"id": "reg-84"}, "epci-200070852", {"dep": 2}),
        ({"id": "dep-74"}, PART, {"com": 1}),
        ({"id": "epci-200070852"}, PART, {}),
        ({"id": "epci-200066793"}, "com-74010", {}),
    ],
)
def test_a_child_says_how_much_hangs_below_it(place: dict[str, str], child: str, expected: Any) -> None:
    assert children(**place)[child]["children"] == expected


def test_a_part_has_the_communes_and_the_people_that_it_has_there() -> None:
    part = children(id=places.DEP)[PART]
    assert (part["communes"], part["population"]) == (1, 2321)


def test_below_the_whole_a_part_points_elsewhere() -> None:
    assert [child["elsewhere"] for child in call(id=places.STRADDLING)["children"]] == [True, True]


def test_children_are_given_page_by_page_with_how_many_there_are() -> None:
    grow(*places.communes(30))
    page = call(id=places.EPCI, limit=3, offset=31)
    assert (page["count"], [child["id"] for child in page["children"]]) == (32, ["com-74429"])


def test_every_commune_of_france_hangs_exactly_once() -> None:
    from ckan import model

    from ckanext.odlocale.cog.shared import LATEST, Level, read_packaged
    from ckanext.odlocale.territory.tree.places import ROOT
    from ckanext.odlocale.territory.tree.reading import branches
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    vintage = read_packaged(LATEST)
    import_vintage(vintage)
    hanging, open_places = [], [ROOT]
    while open_places:
        nodes = [node for some in branches(open_places).values() for node in some]
        hanging += [node.place for node in nodes if not node.elsewhere]
        open_places = [node.place for node in nodes if node.opens]
    model.Session.rollback()
    current = sorted(one.id for one in vintage.current() if one.id.level is not Level.FR)
    assert sorted(place.territory for place in hanging if not place.within) == current


def test_the_numbers_below_are_those_of_what_is_listed_everywhere_in_france() -> None:
    from ckanext.odlocale.cog.shared import LATEST, read_packaged
    from ckanext.odlocale.territory.tree.places import ROOT
    from ckanext.odlocale.territory.tree.reading import branches, numbers_below
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(read_packaged(LATEST))
    open_places, listed, numbers = [ROOT], {}, {}
    while open_places:
        found = branches(open_places)
        listed.update({place: len(nodes) for place, nodes in found.items()})
        numbers.update({place: sum(some.values()) for place, some in numbers_below(open_places).items()})
        open_places = [node.place for nodes in found.values() for node in nodes if node.opens]
    assert numbers == listed


@pytest.mark.parametrize("below", [1, 3, 300])
@pytest.mark.parametrize(
    "address", ["/territoires", "/territoires?ouvert=epci-200066793", "/territoires/branche/epci-200066793"]
)
def test_a_page_costs_the_same_whatever_hangs_there(
    app: Any, monkeypatch: pytest.MonkeyPatch, address: str, below: int
) -> None:
    grow(*places.communes(below))
    app.get(address)
    with counted() as queries, counted_searches(monkeypatch) as searches:
        app.get(address)
    expected = {
        "/territoires": (3, 1),
        "/territoires?ouvert=epci-200066793": (5, 2),
        "/territoires/branche/epci-200066793": (4, 1),
    }
    assert (len([one for one in queries if "odlocale_" in one]), len(searches)) == expected[address]


def test_the_page_shows_the_regions_with_their_numbers(app: Any, four_datasets: None) -> None:
    page = app.get("/territoires")
    assert (hung(page), numbers_of(page, "reg-84")) == (["reg-84"], ["4", "4"])


def test_a_place_opens_the_tree_down_to_it(app: Any) -> None:
    assert hung(app.get(f"/territoires?ouvert={PART}")) == [
        "reg-84",
        "dep-01",
        "dep-74",
        "epci-200066793",
        PART,
        "com-74269",
        "epci-200070852",
    ]


def test_a_commune_is_shown_where_it_hangs(app: Any) -> None:
    row = row_of(app.get("/territoires?ouvert=com-74269"), "com-74269")
    assert 'href="/territoire/com-74269" aria-current="true">Seyssel</a>' in row


def test_what_is_closed_is_a_link_that_opens_it(app: Any) -> None:
    row = row_of(app.get("/territoires"), "reg-84")
    assert 'href="/territoires?ouvert=reg-84#arbre-reg-84" aria-label="Open Auvergne-Rhône-Alpes"' in row


def test_what_is_open_is_a_link_that_closes_it(app: Any) -> None:
    row = row_of(app.get("/territoires?ouvert=dep-74"), "dep-74")
    assert 'href="/territoires?ouvert=reg-84#arbre-reg-84" aria-label="Close Haute-Savoie"' in row


def test_what_straddles_says_so(app: Any) -> None:
    assert "straddles 2 départements" in row_of(app.get("/territoires?ouvert=reg-84"), "epci-200070852")


def test_a_former_commune_opens_the_tree_at_its_successor(app: Any) -> None:
    assert "com-74010" in hung(app.get("/territoires?ouvert=com-74093"))


@pytest.mark.parametrize("asked", ["com-99999", "<script>", "74010", "epci-1~dep-74", "x" * 10000])
def test_a_place_that_is_none_is_said_and_the_tree_shown_from_its_start(app: Any, asked: str) -> None:
    page = app.get("/territoires", query_string={"ouvert": asked})
    assert ("to open here. Look for it by name" in page.body, hung(page)) == (True, ["reg-84"])


def test_a_branch_is_the_piece_of_the_page_below_its_place(app: Any) -> None:
    branch = app.get("/territoires/branche/dep-74")
    assert (hung(branch), "<html" in branch.body) == (["epci-200066793", PART], False)


def test_a_branch_knows_its_depth(app: Any) -> None:
    assert re.findall(r'data-depth="(\d)"', app.get(f"/territoires/branche/{PART}").body) == ["4"]


def test_a_branch_that_has_not_changed_is_not_sent_again(app: Any) -> None:
    tag = app.get("/territoires/branche/dep-74").headers["ETag"]
    assert app.get("/territoires/branche/dep-74", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("place", ["com-99999", "x", "dep-74~dep-01~fr"])
def test_a_branch_of_nothing_is_not_found(app: Any, place: str) -> None:
    assert app.get(f"/territoires/branche/{place}", status=404).status_code == 404


def test_a_private_dataset_counts_for_nobody_else(app: Any) -> None:
    from ckan.tests.factories import Dataset

    owner = organization("annecy", odlocale_territory=places.ANNECY)
    Dataset(owner_org=owner["id"], private=True)
    assert numbers_of(app.get("/territoires"), "reg-84") == ["0", "1"]


def test_a_private_dataset_counts_for_those_whose_search_finds_it(app: Any) -> None:
    from ckan.tests.factories import Dataset, Sysadmin
    from ckan.tests.helpers import call_action

    owner = organization("annecy", odlocale_territory=places.ANNECY)
    Dataset(owner_org=owner["id"], private=True)
    context: Any = {"user": Sysadmin()["name"], "ignore_auth": False}
    assert call_action("odlocale_territory_tree", context)["children"][0]["datasets"] == 1


def test_the_tree_is_shown_while_the_search_does_not_answer(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pysolr.Solr.search", refused)
    page = app.get("/territoires")
    assert numbers_of(page, "reg-84") == ["?", "0"]


def refused(*_: Any, **__: Any) -> Any:
    import pysolr

    raise pysolr.SolrError("no answer")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("seyssel", ["com-74269", "com-01407"]),
        ("Grand-Annecy", ["epci-200066793"]),
        ("haute savoie", ["dep-74"]),
        ("74010", ["com-74010"]),
        ("200 063 402", ["com-74010"]),
        ("20006340200017", ["com-74010"]),
        ("74000", ["com-74010"]),
        ("cran gevrier", ["com-74010"]),
        ("annecy", ["com-74010", "epci-200066793"]),
        ("zzzz", []),
        ("'\"; --", []),
    ],
)
def test_a_territory_is_found_by_name_or_code(app: Any, typed: str, expected: list[str]) -> None:
    page = app.get("/territoires", query_string={"q": typed})
    found = page.body.split('id="trouves"')[1].split("</section>")[0]
    assert re.findall(r'<li>\s*<a href="/territoire/([^"]+)"', found) == expected


SAINTS = (
    Territory(TerritoryId("com-42218"), "Saint-Étienne", population=173821, parents=(places.DEP,)),
    Territory(TerritoryId("com-01999"), "St Nom", population=5, parents=(places.OTHER_DEP,)),
    Territory(TerritoryId("com-67482"), "Strasbourg", population=290576, parents=(places.DEP,)),
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("saint etienne", ["com-42218"]),
        ("St-Étienne", ["com-42218"]),
        ("SAINT NOM", ["com-01999"]),
        ("st nom", ["com-01999"]),
        ("st", ["com-67482", "com-42218", "com-01999"]),
        ("l'étienne saint", ["com-42218"]),
    ],
)
def test_st_is_saint_both_ways(typed: str, expected: list[str]) -> None:
    from ckan.tests.helpers import call_action

    grow(*SAINTS)
    found = call_action("odlocale_territory_autocomplete", q=typed)
    assert [one["id"] for one in found] == expected


@pytest.mark.usefixtures("four_datasets")
def test_what_is_found_has_its_path_and_its_numbers(app: Any) -> None:
    page = app.get("/territoires?q=annecy")
    first = page.body.split('id="trouves"')[1].split("</li>")[0]
    assert (re.findall(r'href="([^"#]+)', first), re.findall(r"(\d+) (dataset|organization)", first)) == (
        [
            "/territoire/com-74010",
            "/territoire/reg-84",
            "/territoire/dep-74",
            "/territoire/epci-200066793",
            "/territoires?ouvert=com-74010",
        ],
        [("2", "dataset"), ("1", "organization")],
    )


@pytest.mark.parametrize("name", ["q", "autocomplete", "list"])
def test_ten_thousand_characters_get_a_clear_answer(app: Any, name: str) -> None:
    text, sentence = (
        "annecy " * 1500,
        "This is too long to be a name or a code. Search with at most 200 characters",
    )
    if name == "q":
        assert sentence in app.get("/territoires", query_string={"q": text}).body
    else:
        action = f"/api/3/action/odlocale_territory_{name}"
        answer = app.post(action, json={"q": text}, status=409)
        assert answer.json["error"]["q"][0].startswith(sentence)


@pytest.mark.parametrize("typed", ["a", "seyssel", "france"])
def test_a_search_costs_the_same_whatever_it_finds(
    app: Any, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    grow(*places.communes(30))
    app.get("/territoires")
    with counted() as queries, counted_searches(monkeypatch) as searches:
        app.get("/territoires", query_string={"q": typed})
    assert (len([one for one in queries if "odlocale_" in one]), len(searches) <= 3) == (7, True)
