"""Where a harvested dataset comes from, as other portals read it."""

from __future__ import annotations

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, harvest, of, remote_dataset
from tests.territory.people import act, sysadmin

pytestmark = pytest.mark.ckan

CHAIN = "https://commune.fr https://epci.fr"
SILLINGY = of("Commune de Sillingy")


@pytest.fixture
def harvested(portal, server) -> str:
    """A dataset that went through two catalogues before its source; the address of that one."""
    extras = [{"key": "origin_chain", "value": CHAIN}]
    server.serves_ckan(remote_dataset("Budget", organization=SILLINGY, extras=extras))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    return server.url


def described(app, address: str) -> tuple[list[str], list[str]]:
    """The original records and the catalogues, in order, that a document of this portal tells."""
    from rdflib import Graph
    from rdflib.namespace import PROV, SDO

    graph = Graph().parse(data=app.get(address).body, format="turtle")
    steps = {graph.value(one, SDO.position): one for one in graph.objects(None, PROV.qualifiedDerivation)}
    catalogues = [str(graph.value(steps[position], PROV.entity)) for position in sorted(steps)]
    return [str(one) for one in graph.objects(None, PROV.wasDerivedFrom)], catalogues


@pytest.mark.parametrize("address", ["/dataset/budget.ttl", "/catalog.ttl"])
def test_the_original_record_and_the_catalogues_are_told(app, harvested, address) -> None:
    expected = ([f"{harvested}/dataset/budget"], [*CHAIN.split(), harvested])
    assert described(app, address) == expected


def test_of_a_dataset_made_here_nothing_is_told(app, portal) -> None:
    act("package_create", sysadmin(), name="ours", owner_org=portal)
    assert described(app, "/dataset/ours.ttl") == ([], [])


def test_another_portal_reads_the_chain_in_its_order(app, harvested) -> None:
    from ckanext.odlocale.harvest.documents import Document
    from ckanext.odlocale.harvest.rdf import read_page

    page = read_page(Document("http://a.fr", "text/turtle", None, app.get("/catalog.ttl").body.encode()))
    [(_reference, dataset)] = page.described()
    extras = {one["key"]: one["value"] for one in dataset["extras"]}
    assert extras["origin_chain"] == f"{CHAIN} {harvested}"


def test_what_a_catalogue_says_of_its_chain_is_bounded(portal, server) -> None:
    steps = ", ".join(
        f"[ prov:entity <http://x.org/{number}> ; schema:position {number} ]" for number in range(60)
    )
    prefixes = "@prefix prov: <http://www.w3.org/ns/prov#> . @prefix schema: <https://schema.org/> ."
    hostile = f"[ prov:entity <javascript:alert(1)> ], [ prov:entity 12 ; schema:position 'x' ], {steps}"
    more = f"{prefixes} <http://x.org/A> prov:qualifiedDerivation {hostile} ."
    server.serves(portals.turtle("A", more=more))
    harvest(portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal))
    chain = datasets()["A"]["origin_chain"].split()
    assert chain == [*(f"http://x.org/{number}" for number in range(20)), f"{server.url}/catalogue"]


@pytest.mark.parametrize(
    ("said", "used"),
    [
        (None, "euro_dcat_ap_3 odlocale_origin"),
        ("euro_dcat_ap_2 fr_dcat", "euro_dcat_ap_2 fr_dcat odlocale_origin"),
        ("odlocale_origin euro_dcat_ap", "odlocale_origin euro_dcat_ap"),
    ],
)
def test_the_profile_joins_those_of_the_site(said, used) -> None:
    from ckanext.odlocale.harvest import dcat_profile

    config = {"ckanext.dcat.rdf.profiles": said}
    dcat_profile.use(config)
    assert config["ckanext.dcat.rdf.profiles"] == used
