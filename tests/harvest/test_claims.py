"""What catalogues say about producers, read from the shapes they have in the wild."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef

from ckanext.odlocale.harvest.claims import Agent, Claims
from ckanext.odlocale.harvest.claims_ckan import claims_of as of_ckan
from ckanext.odlocale.harvest.claims_dcat import claims_of as of_dcat

SIREN, SIRET = "217400423", "21740042300018"
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
"""


def extras(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


@pytest.mark.parametrize(
    ("package", "publisher"),
    [
        ({"extras": extras(siret="217 400 423 00018")}, Agent(numbers=(SIRET,))),
        ({"extras": {"siren": SIREN}}, Agent(numbers=(SIREN,))),
        ({"siren": SIREN}, Agent(numbers=(SIREN,))),
        ({"extras": extras(code_insee="74042")}, Agent(codes=("com-74042",))),
        ({"extras": extras(code_departement="74")}, Agent(codes=("dep-74",))),
        ({"extras": extras(odlocale_territory="com-74042")}, Agent(codes=("com-74042",))),
        ({"extras": extras(publisher_name="Bonneville")}, Agent(names=("Bonneville",))),
        (
            {"extras": extras(publisher_identifier=SIREN, publisher_uri="http://x.org/p")},
            Agent(numbers=(SIREN,), addresses=("http://x.org/p",)),
        ),
        ({"publisher": [{"name": "Bonneville", "identifier": SIREN}]}, Agent(("Bonneville",), (SIREN,))),
        ({"publisher": '[{"name": "Bonneville"}]'}, Agent(names=("Bonneville",))),
        ({"publisher": "Bonneville"}, Agent(names=("Bonneville",))),
        ({"extras": [{"key": None}, "x", {"value": "y"}]}, Agent()),
        ({"extras": extras(siret="123", code_insee="nowhere")}, Agent()),
    ],
)
def test_the_publisher_of_a_ckan_dataset(package, publisher) -> None:
    assert of_ckan(package).publisher == publisher


def test_the_organization_of_a_ckan_dataset_with_its_extras() -> None:
    organization = {"name": "b", "title": "Mairie de B", "extras": extras(siren=SIREN, insee="74042")}
    assert of_ckan({"organization": organization}).organization == Agent(
        ("Mairie de B",), (SIREN,), ("com-74042",)
    )


@pytest.mark.parametrize(
    ("package", "coverage"),
    [
        ({"extras": extras(spatial="74042")}, ("74042",)),
        ({"extras": extras(spatial='{"type": "Polygon"}')}, ()),
        ({"extras": extras(**{"spatial-text": "Bonneville"})}, ("Bonneville",)),
        (
            {"spatial_coverage": [{"uri": "http://id.insee.fr/geo/commune/74042"}]},
            ("http://id.insee.fr/geo/commune/74042",),
        ),
        ({"spatial": {"type": "Point"}}, ()),
    ],
)
def test_the_coverage_of_a_ckan_dataset(package, coverage) -> None:
    assert of_ckan(package).coverage == coverage


@pytest.mark.parametrize("odd", [{}, {"extras": None, "organization": "b", "author": 3, "spatial": []}])
def test_a_ckan_dataset_that_says_nothing_claims_nothing(odd) -> None:
    assert of_ckan(odd) == Claims()


def described(triples: str) -> Claims:
    graph = Graph().parse(data=f"{PREFIXES} <http://x/d> a dcat:Dataset . {triples}", format="turtle")
    return of_dcat(graph, URIRef("http://x/d"))


@pytest.mark.parametrize(
    ("triples", "publisher"),
    [
        ('<http://x/d> dct:publisher "Bonneville" .', Agent(names=("Bonneville",))),
        (f'<http://x/d> dct:publisher [ dct:identifier "{SIRET}" ] .', Agent(numbers=(SIRET,))),
        (
            '<http://x/d> dct:publisher <http://x/p> . <http://x/p> foaf:name "Bonneville"@fr , "B"@en .',
            Agent(names=("Bonneville", "B"), addresses=("http://x/p",)),
        ),
        ('<http://x/d> dct:publisher [ vcard:fn "Bonneville" ] .', Agent(names=("Bonneville",))),
        (
            "<http://x/d> dct:publisher <http://id.insee.fr/geo/commune/74042> .",
            Agent(codes=("com-74042",)),
        ),
        ('<http://x/d> dct:creator [ foaf:name "Bonneville" ] .', Agent(names=("Bonneville",))),
        ("", Agent()),
    ],
)
def test_the_publisher_of_a_dcat_dataset(triples, publisher) -> None:
    assert described(triples).publisher == publisher


def test_the_publisher_of_the_catalogue_stands_where_ckan_has_the_organization() -> None:
    claims = described('<http://x/c> a dcat:Catalog ; dcat:dataset <http://x/d> ; dct:publisher "Region" .')
    assert claims == Claims(organization=Agent(names=("Region",)))


def test_the_coverage_of_a_dcat_dataset_has_addresses_codes_and_labels() -> None:
    claims = described(
        '<http://x/d> dct:spatial <http://x/s> , [ dct:identifier "74042" ; skos:prefLabel "B" ] .'
    )
    assert sorted(claims.coverage) == ["74042", "B", "http://x/s"]


def test_the_contact_of_a_dcat_dataset() -> None:
    assert described('<http://x/d> dcat:contactPoint [ vcard:fn "Mairie" ] .').contacts == ("Mairie",)
