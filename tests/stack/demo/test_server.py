"""What the server of samples answers, as a harvester reads it."""

from __future__ import annotations

import functools

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from ckanext.odlocale.stack.demo.rdf import HYDRA, PAGE
from ckanext.odlocale.stack.demo.server import CATALOGUES, Samples, table

BASE = "http://127.0.0.1:8000"


@functools.cache
def samples() -> Samples:
    return Samples(BASE)


def graph(path: str, syntax: str) -> Graph:
    found = samples().answer(path)
    assert found is not None
    return Graph().parse(data=found[1], format=syntax)


def whole(code: str) -> Graph:
    path, syntax, _kind = CATALOGUES[code]
    following, read = path, Graph()
    while following:
        page = graph(following, syntax)
        read += page
        following = next((str(address).removeprefix(BASE) for address in page.objects(None, HYDRA.next)), "")
    return read


@pytest.mark.parametrize("code", CATALOGUES)
def test_the_pages_lead_to_every_dataset(code: str) -> None:
    expected = {f"{BASE}/jeux/{code}/{entry.slug}" for entry in samples().entries if entry.source == code}
    assert {str(dataset) for dataset in whole(code).subjects(RDF.type, DCAT.Dataset)} == expected


def test_a_page_is_not_the_whole() -> None:
    first = graph("/catalogues/haute-savoie.ttl", "turtle")
    assert len(set(first.subjects(RDF.type, DCAT.Dataset))) == PAGE


@pytest.mark.parametrize("code", CATALOGUES)
def test_every_file_that_is_named_is_served(code: str) -> None:
    addresses = [str(address).removeprefix(BASE) for address in whole(code).objects(None, DCAT.downloadURL)]
    assert [address for address in addresses if samples().answer(address) is None] == []


def test_a_code_is_the_address_of_the_publisher() -> None:
    found = whole("haute-savoie").objects(None, DCTERMS.publisher)
    assert URIRef("http://id.insee.fr/geo/commune/74282") in set(found)


@pytest.mark.parametrize(
    "address", ["/nulle-part", "/catalogues/savoie.jsonld?page=99", "/catalogues/savoie.jsonld?page=x"]
)
def test_there_is_nothing_elsewhere(address: str) -> None:
    assert samples().answer(address) is None


def test_a_file_is_a_table_of_facts() -> None:
    entry = next(entry for entry in samples().entries if entry.producer and entry.producer.id == "com-74042")
    header, row, *rest = table(entry).splitlines()
    assert (header.split(",")[:3], row.split(",")[:3], rest) == (
        ["producteur", "territoire", "siren"],
        ["Bonneville", "com-74042", "217400423"],
        [],
    )
