"""A sample catalogue as DCAT, in pages."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef

from ckanext.odlocale.stack.demo.content import INSEE, Entry

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
# One that CKAN's own list of licences has: there is no Licence Ouverte in it.
LICENCE = URIRef("http://www.opendefinition.org/licenses/odc-odbl")
PAGE = 12


def pages(entries: Sequence[Entry]) -> int:
    """The number of pages of a catalogue."""
    return max(1, -(-len(entries) // PAGE))


def catalogue(entries: Sequence[Entry], base: str, address: str, page: int) -> Graph:
    """One page of the catalogue, which names the next page when there is one.

    :param base: the address of the server, for files and dataset pages
    :param address: the address of the catalogue
    :param page: from 1
    """
    graph = Graph()
    graph.bind("dcat", DCAT)
    graph.bind("hydra", HYDRA)
    whole = URIRef(address)
    graph.add((whole, RDF.type, DCAT.Catalog))
    graph.add((whole, DCTERMS.title, Literal("Catalogue d'exemple", lang="fr")))
    for entry in entries[(page - 1) * PAGE : page * PAGE]:
        graph.add((whole, DCAT.dataset, _dataset(graph, entry, base)))
    _next_page(graph, address, page, pages(entries))
    return graph


def _next_page(graph: Graph, address: str, page: int, last: int) -> None:
    here = URIRef(f"{address}?page={page}")
    graph.add((here, RDF.type, HYDRA.PartialCollectionView))
    if page < last:
        graph.add((here, HYDRA.next, URIRef(f"{address}?page={page + 1}")))


def _dataset(graph: Graph, entry: Entry, base: str) -> URIRef:
    dataset = URIRef(f"{base}/jeux/{entry.source}/{entry.slug}")
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.identifier, Literal(f"{entry.source}/{entry.slug}")))
    graph.add((dataset, DCTERMS.title, Literal(entry.title, lang="fr")))
    graph.add((dataset, DCTERMS.description, Literal(entry.description, lang="fr")))
    graph.add((dataset, DCTERMS.modified, Literal(f"{entry.year}-12-01", datatype=XSD.date)))
    graph.add((dataset, DCAT.landingPage, dataset))
    graph.add((dataset, DCTERMS.publisher, _publisher(graph, entry)))
    graph.add((dataset, DCAT.distribution, _distribution(graph, entry, base)))
    for keyword in entry.kind.keywords:
        graph.add((dataset, DCAT.keyword, Literal(keyword, lang="fr")))
    if entry.coverage:
        graph.add((dataset, DCTERMS.spatial, URIRef(entry.coverage)))
    return dataset


def _publisher(graph: Graph, entry: Entry) -> URIRef | BNode:
    publisher = URIRef(f"{INSEE}{entry.code}") if entry.code else BNode()
    graph.add((publisher, RDF.type, FOAF.Organization))
    graph.add((publisher, FOAF.name, Literal(entry.written)))
    if entry.number:
        graph.add((publisher, DCTERMS.identifier, Literal(entry.number)))
    return publisher


def _distribution(graph: Graph, entry: Entry, base: str) -> URIRef:
    address = URIRef(f"{base}/fichiers/{entry.source}/{entry.slug}.csv")
    graph.add((address, RDF.type, DCAT.Distribution))
    graph.add((address, DCTERMS.title, Literal(f"{entry.kind.title} (CSV)", lang="fr")))
    graph.add((address, DCAT.downloadURL, address))
    graph.add((address, DCTERMS.format, Literal("CSV")))
    graph.add((address, DCTERMS.license, LICENCE))
    return address
