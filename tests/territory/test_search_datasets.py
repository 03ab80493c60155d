"""Datasets found by territory, through CKAN's own search."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.odlocale.cog.shared import TerritoryId
from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


def found(**parameters: Any) -> list[str]:
    from ckan.tests.helpers import call_action

    return sorted(one["name"] for one in call_action("package_search", **parameters)["results"])


def test_a_dataset_is_found_in_its_organizations_territory_and_in_all_that_contain_it() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    for territory in ("com-74010", "epci-200066793", "dep-74", "reg-84", "fr"):
        assert found(territoire=territory) == ["budget"]


def test_a_dataset_is_not_found_elsewhere() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert found(territoire="dep-01") == []


def test_the_producer_of_a_dataset_wins_over_its_organization() -> None:
    shelter = organization("ain", odlocale_territory="dep-01")
    dataset("budget", shelter, odlocale_territory="com-74010")
    assert (found(territoire="dep-01"), found(territoire="com-74010")) == ([], ["budget"])


def test_the_departement_of_a_straddling_epci_does_not_get_its_datasets() -> None:
    dataset("plui", organization("ccur", odlocale_territory="epci-200070852"))
    assert (found(territoire="dep-74"), found(territoire="reg-84")) == ([], ["plui"])


def test_a_dataset_is_found_by_a_territory_filter_clause() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert found(fq='territoire:"dep-74" +state:active') == ["budget"]
    assert found(fq='-territoire:"dep-74"') == []


def test_clauses_of_the_filter_list_are_understood_too() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert found(fq_list=['territoire:"dep-74"']) == ["budget"]


def test_several_territories_must_all_hold() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert found(territoire=["dep-74", "reg-84"]) == ["budget"]
    assert found(territoire=["dep-74", "dep-01"]) == []


def test_an_old_code_finds_what_its_successor_has() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert found(territoire="com-74093") == ["budget"]


def test_a_dataset_of_an_old_code_is_found_in_the_successor() -> None:
    dataset("budget", organization("ain", odlocale_territory="dep-01"), odlocale_territory="com-74093")
    assert found(territoire="com-74010") == ["budget"]


def test_an_unknown_territory_has_no_datasets() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert found(territoire="com-99999") == []


@pytest.mark.parametrize("malformed", ["74", "com-", "dep-74 OR *:*", 'com-74010"', "COM-74010", "<b>"])
def test_a_malformed_territory_is_an_error_that_says_how_to_write_it(malformed: str) -> None:
    from ckan.lib.search import SearchQueryError

    with pytest.raises(SearchQueryError, match="Write it like com-74042"):
        found(territoire=malformed)


def test_an_empty_territory_is_none() -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    assert found(territoire="") == ["budget"]


def test_a_dataset_without_territory_is_found_without_one() -> None:
    dataset("budget", organization("association"))
    assert (found(), found(territoire="fr")) == (["budget"], [])


def test_facets_by_territory_have_names() -> None:
    from ckan.tests.helpers import call_action

    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    fields = ["vocab_odlocale_dep", "vocab_odlocale_level"]
    facets = call_action("package_search", **{"facet.field": fields})["search_facets"]
    assert [facets[field]["items"] for field in fields] == [
        [{"name": "dep-74", "display_name": "Haute-Savoie", "count": 1}],
        [{"name": "com", "display_name": "Commune", "count": 1}],
    ]


def test_the_territory_fields_hold_lists() -> None:
    from ckan.lib.search.common import make_connection

    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    document = next(iter(make_connection().search("name:budget")))
    assert document["vocab_odlocale_territories"] == ["com-74010", "epci-200066793", "dep-74", "reg-84", "fr"]


def test_indexing_a_dataset_takes_one_query() -> None:
    from ckanext.odlocale.territory.search import TerritoryIndex

    owner = organization("annecy", odlocale_territory="com-74010")
    index = TerritoryIndex()
    with counted() as by_organization:
        index.index({"owner_org": owner["id"]})
    with counted() as by_producer:
        index.index({"owner_org": owner["id"], "odlocale_territory": "com-74269"})
    with counted() as by_nobody:
        index.index({})
    assert [len(by_organization), len(by_producer), len(by_nobody)] == [1, 1, 0]


def test_a_search_without_territory_costs_no_query() -> None:
    from ckanext.odlocale.territory.search import TerritoryIndex

    with counted() as queries:
        TerritoryIndex().query({"q": "eau", "fq": "+state:active"})
    assert queries == []


def test_a_search_page_shows_the_territory_as_a_filter_that_can_be_removed(app: Any) -> None:
    dataset("budget", organization("annecy", odlocale_territory="com-74010"))
    page = app.get("/dataset/?territoire=dep-74&q=budget")
    assert "Territory:" in page.body
    assert "Haute-Savoie" in page.body
    assert "None:" not in page.body
    assert 'href="/dataset/?q=budget"' in page.body


def test_a_search_page_without_territory_shows_no_territory_filter(app: Any) -> None:
    assert "There are no Territory" not in app.get("/dataset/").body


def test_a_malformed_territory_on_the_search_page_is_a_400_with_a_sentence(app: Any) -> None:
    page = app.get("/dataset/?territoire=nowhere", status=400)
    assert "Write it like com-74042" in page.body


def test_a_malformed_territory_in_the_api_is_a_400_with_a_sentence(app: Any) -> None:
    answer = app.get("/api/3/action/package_search?territoire=nowhere", status=400).json
    assert "Write it like com-74042" in answer["error"]["message"]


def test_an_organizations_page_understands_the_filter_too(app: Any) -> None:
    owner = organization("ain", odlocale_territory="dep-01")
    dataset("budget", owner, odlocale_territory="com-74010")
    dataset("routes", owner)
    page = app.get("/organization/ain?territoire=dep-01")
    assert ("/dataset/routes" in page.body, "/dataset/budget" in page.body) == (True, False)


def test_ids_are_known_to_be_territories() -> None:
    from ckanext.odlocale.territory.search import lineage_of

    assert all(isinstance(one, TerritoryId) for one in lineage_of("com-74010", None))
