"""A DCAT catalogue harvested through the real stages, in every syntax; what it may delete."""

from __future__ import annotations

import json
import zlib

import pytest

from tests.harvest import portals
from tests.harvest.portals import SILLINGY, SIREN, datasets, harvest, turtle
from tests.harvest.servers import Answer

pytestmark = pytest.mark.ckan

JSON_LD = {
    "@context": "http://portal.example/contexts/dcat.jsonld",
    "@type": "dcat:Catalog",
    "dataset": [
        {
            "@type": "dcat:Dataset",
            "@id": "http://x.org/1",
            "title": "Budget",
            "publisher": {"@type": "foaf:Organization", "name": "Commune de Sillingy"},
            "distribution": [
                {"@type": "dcat:Distribution", "title": "CSV", "downloadURL": "http://x.org/1.csv"}
            ],
        }
    ],
}
RDF_XML = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
  xmlns:dct="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/">
  <dcat:Dataset rdf:about="http://x.org/1"><dct:title>Budget</dct:title>
    <dct:publisher><foaf:Organization>
      <foaf:name>Commune de Sillingy</foaf:name>
    </foaf:Organization></dct:publisher>
  </dcat:Dataset>
</rdf:RDF>"""


@pytest.fixture
def made(portal, server):
    return portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (turtle("Budget"), "text/turtle"),
        (turtle("Budget"), "application/octet-stream"),
        (json.dumps(JSON_LD), "application/ld+json"),
        (RDF_XML, "application/rdf+xml"),
        (RDF_XML, "text/xml"),
    ],
)
def test_each_syntax_is_read_and_placed(made, server, text, kind) -> None:
    server.serves(text, kind)
    report = harvest(made)
    assert (report.errors, datasets()["Budget"]["odlocale_territory"]) == ([], SILLINGY)


def test_the_context_of_another_site_is_not_fetched(made, server) -> None:
    server.serves(json.dumps(JSON_LD | {"@context": f"{server.url}/context"}), "application/ld+json")
    harvest(made)
    assert (server.asked, set(datasets())) == (["/catalogue"], {"Budget"})


def test_pages_follow_each_other(made, server) -> None:
    following = "<> a hydra:PartialCollectionView ; hydra:next <catalogue2> ."
    server.serves(turtle("A", more=following))
    server.serves(turtle("B"), path="/catalogue2")
    harvest(made)
    assert set(datasets()) == {"A", "B"}


def test_a_siren_of_the_publisher_is_evidence(made, server) -> None:
    server.serves(turtle("Budget", publisher="SIG", siren=SIREN[SILLINGY]))
    harvest(made)
    assert datasets()["Budget"]["producer_evidence"] == f"certain; siren: {SIREN[SILLINGY]}"


def test_a_dataset_that_cannot_be_read_keeps_all_others_from_being_marked(made, server) -> None:
    from ckanext.odlocale.harvest.vanished import listed

    server.serves(turtle("A", "B"))
    harvest(made)
    server.serves(turtle("A", more="[] a dcat:Dataset ."))
    report = harvest(made)
    message = "A dataset without address, identifier or title was left out."
    assert (set(datasets()), report.errors, listed(made.id)) == ({"A", "B"}, [message], [])


def test_a_second_run_changes_nothing(made, server) -> None:
    server.serves(turtle("A", "B"))
    harvest(made)
    assert dict(harvest(made).counts) == {"not modified": 2}


def test_a_change_arrives(made, server) -> None:
    server.serves(turtle("A"))
    harvest(made)
    server.serves(turtle("A").replace('dct:title "A"', 'dct:title "A" ; dct:description "new"'))
    report = harvest(made)
    assert (dict(report.counts), datasets()["A"]["notes"]) == ({"updated": 1}, "new")


def test_a_dataset_without_title_is_an_error_and_the_others_go_on(made, server) -> None:
    server.serves(turtle("A", more="<http://x.org/none> a dcat:Dataset ."))
    report = harvest(made)
    message = "This dataset has neither a title nor a name. Ask its publisher to give it one."
    assert (report.errors, set(datasets())) == ([f"http://x.org/none: {message}"], {"A"})


def test_two_catalogues_may_use_the_same_short_identifier(portal, server) -> None:
    for number in (1, 2):
        text = f'{portals.TURTLE_PREFIXES} [] a dcat:Dataset ; dct:identifier "12" ; dct:title "N{number}" .'
        server.serves(text, path=f"/{number}")
        harvest(portals.source(f"{server.url}/{number}", "odlocale_dcat", portal, f"s{number}"))
    assert set(datasets()) == {"N1", "N2"}


def test_a_catalogue_cannot_take_the_dataset_of_another(portal, server) -> None:
    server.serves(turtle("A"), path="/1")
    server.serves(turtle("A").replace('dct:title "A"', 'dct:title "Taken"'), path="/2")
    harvest(portals.source(f"{server.url}/1", "odlocale_dcat", portal, "s1"))
    report = harvest(portals.source(f"{server.url}/2", "odlocale_dcat", portal, "s2"))
    assert (report.errors, set(datasets())) == ([], {"A"})


def test_xml_entities_are_refused(made, server) -> None:
    text = RDF_XML.replace("<rdf:RDF", '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF', 1)
    server.on("/catalogue", Answer(text.encode(), "application/rdf+xml"))
    message = "defines the XML entity “a”, which is not read. Ask its publisher to leave it out."
    assert harvest(made).errors == [f"{server.url}/catalogue {message}"]


def conditions(server) -> list[str | None]:
    """What each request asked to be spared."""
    return [headers.get("If-Modified-Since") for headers in server.headers]


DAY = "Wed, 01 Jul 2026 10:00:00 GMT"


def test_a_catalogue_of_one_page_that_did_not_change_is_not_sent_again(made, server) -> None:
    dated = {"Last-Modified": DAY}
    server.on("/catalogue", Answer(turtle("Budget").encode(), "text/turtle", headers=dated))
    harvest(made)
    server.on("/catalogue", Answer(status=304))
    reports = [harvest(made), harvest(made)]
    assert ([one.errors for one in reports], conditions(server)) == ([[], []], [None, DAY, DAY])
    assert set(datasets()) == {"Budget"}


def in_pages(server, *titles: str) -> None:
    """A catalogue in as many pages, whose server says what it sends and knows it again."""

    def sent(text: str) -> Answer:
        mark = f'"{zlib.crc32(text.encode())}"'
        if server.headers[-1].get("If-None-Match") == mark:
            return Answer(status=304)
        return Answer(text.encode(), "text/turtle", headers={"ETag": mark})

    for number, title in enumerate(titles):
        more = f"<> a hydra:PartialCollectionView ; hydra:next <page{number + 1}> ."
        text = turtle(title, more=more if number + 1 < len(titles) else "")
        server.on(f"/page{number}" if number else "/catalogue", lambda _query, text=text: sent(text))


@pytest.mark.parametrize(
    ("second", "asked"),
    [
        (("A", "B", "C"), ["/catalogue", "/page1", "/page2"]),
        (("A", "B", "D"), ["/catalogue", "/page1", "/page2", "/catalogue", "/page1", "/page2"]),
        (("D", "B", "C"), ["/catalogue", "/page1", "/page2"]),
        (("A", "B"), ["/catalogue", "/page1", "/catalogue", "/page1"]),
    ],
)
def test_of_pages_all_are_read_when_one_of_them_changed(made, server, second, asked) -> None:
    in_pages(server, "A", "B", "C")
    harvest(made)
    in_pages(server, *second)
    server.asked.clear()
    report = harvest(made)
    assert (report.errors, server.asked, set(datasets())) == ([], asked, {"A", "B", "C", *second})


def test_pages_one_of_which_has_no_marks_are_all_read(made, server) -> None:
    in_pages(server, "A", "B")
    server.serves(turtle("B"), path="/page1")
    harvest(made)
    harvest(made)
    assert [headers.get("If-None-Match") for headers in server.headers] == [None] * 4


def test_a_catalogue_of_which_something_could_not_be_read_is_asked_for_again(made, server) -> None:
    dated = {"Last-Modified": DAY}
    twice = turtle("A", "A", more='<http://x.org/B> a dcat:Dataset ; dct:identifier "http://x.org/A" .')
    server.on("/catalogue", Answer(twice.encode(), "text/turtle", headers=dated))
    harvest(made)
    harvest(made)
    assert conditions(server) == [None, None]


def test_what_is_wanted_of_a_portal_is_harvested_and_tried(portal, server) -> None:
    from ckanext.odlocale.harvest.reporting import first_of

    filters = {"organization": "mairie-de-sillingy", "territory": "com-74272", "tag": "budget"}
    made = portals.source(server.url, "odlocale_dcat", portal, portal="udata", filters=filters)
    server.serves(turtle("Budget"), path="/api/1/organizations/mairie-de-sillingy/catalog.ttl")
    report, tried = harvest(made), first_of(made)
    asked = "/api/1/organizations/mairie-de-sillingy/catalog.ttl?geozone=fr%3Acommune%3A74272&tag=budget"
    assert (report.errors, set(datasets()), server.asked) == ([], {"Budget"}, [asked, asked])
    assert [one["action"] for one in tried] == ["unchanged"]


def test_one_portal_may_be_several_sources(portal, server) -> None:
    """ckanext-harvest does not tell addresses apart by their query; configurations it does."""
    made = [
        portals.source(server.url, "odlocale_dcat", portal, name, portal="udata", filters={"tag": name})
        for name in ("budget", "menus")
    ]
    assert len({one.id for one in made}) == 2
