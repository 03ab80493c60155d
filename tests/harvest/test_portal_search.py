"""What each kind of portal is asked about a territory, and what its answer says."""

from __future__ import annotations

from urllib.parse import unquote_plus

import pytest

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.harvest.claims import Agent, Certainty, Claims
from ckanext.odlocale.harvest.drafts import DraftError, draft
from ckanext.odlocale.harvest.one_territory import OneTerritory, recognised
from ckanext.odlocale.harvest.portal_search import (
    About,
    Kind,
    KnownPortal,
    NotLikeThatError,
    What,
    ckan_organizations,
    known_portal,
    read_ckan_organizations,
    read_opendatasoft_publishers,
    read_udata_coverage,
    read_udata_organizations,
    resembles,
    udata_coverage,
    udata_organizations,
    words_of,
)

SILLINGY = TerritoryId("com-74272")
ABOUT = About(SILLINGY, "Sillingy")
GOUV = KnownPortal(Kind.UDATA, "https://www.data.gouv.fr")
CKAN = KnownPortal(Kind.CKAN, "https://ckan.example")


@pytest.mark.parametrize(
    ("text", "portal"),
    [
        ("udata:https://www.data.gouv.fr/", GOUV),
        (" ckan:https://ckan.example", CKAN),
        ("dcat:http://x.example/a.ttl?b=c", KnownPortal(Kind.DCAT, "http://x.example/a.ttl?b=c")),
    ],
)
def test_a_known_portal_is_its_kind_and_its_address(text, portal) -> None:
    assert known_portal(text) == portal


@pytest.mark.parametrize(
    "text", ["", "https://www.data.gouv.fr", "csw:https://x.example", "ckan:file:///etc"]
)
def test_what_is_written_otherwise_is_no_known_portal(text) -> None:
    with pytest.raises(ValueError, match="^"):
        known_portal(text)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Sillingy", "Sillingy"),
        ("Le Havre", "Havre"),
        ("L'Haÿ-les-Roses", "Haÿ-les-Roses"),
        ("Ville-d'Avray", "Ville-d'Avray"),
        ("CC Fier et Usses", "Fier et Usses"),
        ("CC du Pays de Gex", "Pays de Gex"),
        ("Rennes Métropole", "rennes"),
    ],
)
def test_a_portal_is_asked_for_the_words_that_everybody_writes(name, words) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (
            udata_organizations(GOUV, ABOUT),
            f"{GOUV.address}/api/1/organizations/?q=Sillingy&page_size=20",
        ),
        (
            udata_coverage(GOUV, ABOUT),
            f"{GOUV.address}/api/1/datasets/?geozone=fr:commune:74272&page_size=1",
        ),
        (udata_coverage(GOUV, About(TerritoryId("ept-200054781"), "Grand Paris")), None),
        (
            ckan_organizations(CKAN, About(SILLINGY, "L'Œil-lès-Évian *:*")),
            f"{CKAN.address}/api/3/action/package_search?rows=0&fq=organization:*oeil-les-evian*"
            '&facet.field=["organization"]&facet.limit=20',
        ),
    ],
)
def test_a_portal_is_asked_in_its_own_way(asked, address) -> None:
    assert (asked and unquote_plus(asked)) == address


def test_the_organizations_of_a_udata_are_those_that_have_datasets() -> None:
    told = {
        "name": "Mairie de Sillingy",
        "slug": "mairie",
        "business_number_id": "21740272600012",
        "metrics": {"datasets": 3},
        "page": "https://www.data.gouv.fr/mairie",
    }
    answer = {"data": [told, {**told, "deleted": "2020"}, {**told, "metrics": {"datasets": 0}}, "x", {}]}
    [part] = read_udata_organizations(answer)
    assert (part.filter, part.datasets, part.page) == ("mairie", 3, told["page"])
    assert part.claims == Claims(Agent(("Mairie de Sillingy",), ("21740272600012",)))


@pytest.mark.parametrize(("total", "found"), [(4, [4]), (0, []), ("4", []), (None, [])])
def test_what_covers_a_territory_is_counted(total, found) -> None:
    assert [one.datasets for one in read_udata_coverage({"data": [], "total": total}, ABOUT)] == found


def test_the_publishers_of_an_opendatasoft_portal_are_its_facet() -> None:
    facets = [{"name": "publisher", "facets": [{"name": "A", "value": "Ville A", "count": 2}, {"count": 1}]}]
    [part] = read_opendatasoft_publishers({"facets": [*facets, {"name": "theme", "facets": [{"name": "x"}]}]})
    assert (part.filter, part.title, part.datasets) == ("Ville A", "Ville A", 2)


def test_the_organizations_of_a_ckan_are_its_facet() -> None:
    items = [{"name": "sillingy", "display_name": "Commune de Sillingy", "count": 7}]
    answer = {"result": {"search_facets": {"organization": {"items": items}}}}
    [part] = read_ckan_organizations(answer, CKAN)
    assert (part.filter, part.title, part.datasets) == ("sillingy", "Commune de Sillingy", 7)


@pytest.mark.parametrize("answer", [None, [], "x", {}, {"data": "x"}, {"result": {"search_facets": {}}}])
def test_an_answer_of_another_shape_is_none_of_that_kind(answer) -> None:
    readers = (
        lambda: read_udata_organizations(answer),
        lambda: read_udata_coverage(answer, ABOUT),
        lambda: read_opendatasoft_publishers(answer),
        lambda: read_ckan_organizations(answer, CKAN),
    )
    for reader in readers:
        with pytest.raises(NotLikeThatError):
            list(reader())


@pytest.mark.parametrize(
    ("name", "may_be"),
    [("VILLE DE SILLINGY", True), ("Sillingy Basket", True), ("Sillingyville", False), ("Annecy", False)],
)
def test_a_name_resembles_when_it_has_the_words(name, may_be) -> None:
    assert resembles(name, ABOUT) is may_be


KNOWN = OneTerritory(SILLINGY, "217402726", {"sillingy": (SILLINGY,)}, ("dep-74", "fr"))
NAMESAKES = OneTerritory(SILLINGY, "217402726", {"sillingy": (SILLINGY, TerritoryId("com-01001"))})
METROPOLE = TerritoryId("epci-200046977")
LYON = OneTerritory(METROPOLE, "200046977", {"lyon": (METROPOLE, TerritoryId("com-69123"))})


@pytest.mark.parametrize(
    ("agent", "known", "certainty"),
    [
        (Agent(("Whoever",), ("21740272600012",)), KNOWN, Certainty.CERTAIN),
        (Agent(("Mairie de Sillingy",)), KNOWN, Certainty.CERTAIN),
        (Agent(("Sillingy",)), KNOWN, Certainty.DOUBTFUL),
        (Agent(("Mairie de Sillingy",)), NAMESAKES, Certainty.DOUBTFUL),
        (Agent(("Mairie de Sillingy",), ("217401520",)), KNOWN, Certainty.DOUBTFUL),
        (Agent(("Métropole de Lyon",)), LYON, Certainty.CERTAIN),
        (Agent(("Ville de Lyon",)), LYON, None),
        (Agent(("Sillingy Basket",)), KNOWN, None),
        (Agent(("Mairie d'Annecy",)), KNOWN, None),
        (Agent(("Communauté de communes de Sillingy",)), KNOWN, None),
    ],
)
def test_somebody_is_the_territory_surely_perhaps_or_not(agent, known, certainty) -> None:
    found = recognised(Claims(agent), known)
    assert (found.certainty if found else None) == certainty


@pytest.mark.parametrize(
    ("portal", "what", "part", "kind", "config"),
    [
        (
            GOUV,
            What.ORGANIZATION,
            "mairie",
            "odlocale_dcat",
            '{"portal": "udata", "filters": {"organization": "mairie"}, "territory": "com-74272"}',
        ),
        (
            GOUV,
            What.COVERAGE,
            "",
            "odlocale_dcat",
            '{"portal": "udata", "filters": {"territory": "com-74272"}}',
        ),
        (
            CKAN,
            What.ORGANIZATION,
            "sillingy",
            "odlocale_ckan",
            '{"organizations_filter_include": ["sillingy"], "territory": "com-74272"}',
        ),
        (KnownPortal(Kind.DCAT, "http://x.example"), What.CATALOGUE, "", "odlocale_dcat", ""),
    ],
)
def test_a_part_of_a_portal_becomes_a_source_with_its_filter(portal, what, part, kind, config) -> None:
    made = draft(portal, what, part, SILLINGY)
    assert (made.url, made.type, made.config) == (portal.address, kind, config)


@pytest.mark.parametrize(
    ("portal", "what", "part"),
    [
        (GOUV, What.CATALOGUE, ""),
        (GOUV, What.ORGANIZATION, ""),
        (CKAN, What.COVERAGE, ""),
        (CKAN, What.ORGANIZATION, "a OR *:*"),
    ],
)
def test_a_portal_has_no_part_of_another_kind(portal, what, part) -> None:
    with pytest.raises(DraftError):
        draft(portal, what, part, SILLINGY)
