"""What a DCAT catalogue says about the producer of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS
from rdflib.term import Node

from ckanext.odlocale.cog.shared import siren_of
from ckanext.odlocale.harvest.claims import Agent, Claims
from ckanext.odlocale.harvest.identifiers import authority_numbers, distinct, typed_code

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
ORG = Namespace("http://www.w3.org/ns/org#")
SCHEMA = Namespace("http://schema.org/")


_NAMES = (FOAF.name, VCARD.fn, SKOS.prefLabel, SCHEMA.name, RDFS.label, VCARD["organization-name"])
_IDENTIFIERS = (DCTERMS.identifier, ADMS.identifier, SKOS.notation, ORG.identifier, SCHEMA.identifier)
_HOMEPAGES = (FOAF.homepage, FOAF.workplaceHomepage, VCARD.hasURL, SCHEMA.url)


def claims_of(graph: Graph, dataset: Node) -> Claims:
    """Gather the claims of a dataset of a graph.

    The publisher of the catalogue stands where a CKAN has the organization: it keeps the dataset there, and
    produced it unless somebody else is named.
    """
    publishers = _objects(graph, dataset, DCTERMS.publisher) or _objects(graph, dataset, DCTERMS.creator)
    return Claims(
        publisher=_agent(graph, publishers),
        organization=_agent(graph, _hosts(graph, dataset)),
        contacts=distinct(_contacts(graph, dataset)),
        coverage=distinct(_coverage(graph, dataset)),
    )


def _hosts(graph: Graph, dataset: Node) -> list[Node]:
    catalogues = list(graph.subjects(DCAT.dataset, dataset)) or list(graph.subjects(RDF.type, DCAT.Catalog))
    found = {host for catalogue in catalogues for host in graph.objects(catalogue, DCTERMS.publisher)}
    return list(found) if len(found) == 1 else []


def _agent(graph: Graph, agents: Iterable[Node]) -> Agent:
    agents = list(agents)
    names = distinct(name for agent in agents for name in _names(graph, agent))
    identifiers = distinct(text for agent in agents for text in _identifiers(graph, agent))
    found = (typed_code(text) for text in identifiers)
    return Agent(
        names=names,
        numbers=distinct(number for text in identifiers for number in authority_numbers(text)),
        codes=tuple(dict.fromkeys(code for code in found if code)),
        addresses=tuple(text for text in identifiers if not siren_of(text) and not typed_code(text)),
    )


def _names(graph: Graph, agent: Node) -> Iterator[str]:
    if isinstance(agent, Literal):
        yield str(agent)
    for predicate in _NAMES:
        yield from map(str, _literals(graph, agent, predicate))


def _identifiers(graph: Graph, agent: Node) -> Iterator[str]:
    if isinstance(agent, URIRef):
        yield str(agent)
    for predicate in (*_IDENTIFIERS, *_HOMEPAGES):
        for value in graph.objects(agent, predicate):
            yield from _notations(graph, value)


def _notations(graph: Graph, value: Node) -> Iterator[str]:
    if isinstance(value, Literal | URIRef):
        yield str(value)
    for predicate in (SKOS.notation, DCTERMS.identifier, RDFS.label):
        yield from map(str, _literals(graph, value, predicate))


def _contacts(graph: Graph, dataset: Node) -> Iterator[str]:
    for predicate in (DCAT.contactPoint, ADMS.contactPoint):
        for contact in graph.objects(dataset, predicate):
            yield from _names(graph, contact)


def _coverage(graph: Graph, dataset: Node) -> Iterator[str]:
    for place in _objects(graph, dataset, DCTERMS.spatial):
        if isinstance(place, Literal | URIRef):
            yield str(place)
        for predicate in (DCTERMS.identifier, SKOS.notation, SKOS.prefLabel, RDFS.label):
            yield from map(str, _literals(graph, place, predicate))


def _objects(graph: Graph, subject: Node, predicate: URIRef) -> list[Node]:
    """In a fixed order: a graph has none, and the claims of a dataset must not change from run to run."""
    return sorted(graph.objects(subject, predicate), key=str)


def _literals(graph: Graph, subject: Node, predicate: URIRef) -> list[Literal]:
    """French first, since names are compared with French names."""
    found = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
    return sorted(found, key=lambda value: (value.language != "fr", str(value)))
