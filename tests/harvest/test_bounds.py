"""How much one catalogue, and one dataset, may be."""

from __future__ import annotations

import json

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, harvest, remote_dataset, turtle
from tests.harvest.servers import Answer

pytestmark = pytest.mark.ckan

MANY = [{"url": f"http://x.org/{number}"} for number in range(8000)]
TOO_MANY = (
    "This dataset has 8000 distributions, more than 1000. Ask its publisher to group them, or raise "
    "ckanext.odlocale.harvest.max_distributions."
)


def test_a_dataset_of_8000_distributions_is_an_error_and_the_others_go_on(portal, server) -> None:
    large = remote_dataset("Large", resources=MANY)
    server.serves_ckan(remote_dataset("A"), large)
    report = harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert (report.errors, set(datasets())) == ([f"{large['id']}: {TOO_MANY}"], {"A"})


def test_the_same_in_a_dcat_catalogue(portal, server) -> None:
    many = "".join(
        f"<http://x.org/L> dcat:distribution [ a dcat:Distribution ; dcat:accessURL <http://x.org/{n}> ] .\n"
        for n in range(8000)
    )
    server.serves(turtle("A", "L", more=many))
    report = harvest(portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal))
    assert (report.errors, set(datasets())) == ([f"http://x.org/L: {TOO_MANY}"], {"A"})


@pytest.mark.ckan_config("ckanext.odlocale.harvest.max_triples", "20")
def test_a_document_of_too_many_statements_is_not_read_to_its_end(portal, server) -> None:
    server.serves(turtle(*"ABCDEFGH"))
    made = portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal)
    message = (
        "{url} holds more than 20 statements. Ask its publisher for a catalogue in pages, or raise "
        "ckanext.odlocale.harvest.max_triples."
    )
    assert harvest(made).errors == [message.format(url=f"{server.url}/catalogue")]


@pytest.mark.parametrize("levels", [65, 900, 100_000])
def test_json_that_is_too_deep_is_refused(portal, server, levels) -> None:
    server.on("/catalogue", Answer(b'{"a":' * levels + b"1" + b"}" * levels, "application/ld+json"))
    made = portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal)
    told = {
        True: "{url} has more than 64 levels inside each other. Tell its publisher.",
        False: "{url} is not JSON or stops in the middle. Check the address, or try again later.",
    }[levels < 1000]
    assert harvest(made).errors == [told.format(url=f"{server.url}/catalogue")]


def test_a_literal_of_xml_with_a_billion_laughs_is_text_like_any_other(portal, server) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = json.dumps(f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><x>&l9;</x>')
    literal = f"{bomb}^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>"
    server.serves(turtle("A", more=f"<http://x.org/A> dct:description {literal} ."))
    report = harvest(portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal))
    assert (report.errors, len(datasets()["A"]["notes"]) < 2000) == ([], True)
