"""Reading one page of a DCAT catalogue: any RDF syntax, no entity expanded, nothing fetched."""

from __future__ import annotations

import json
import logging
import xml.parsers.expat
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
from rdflib import ConjunctiveGraph
from rdflib.term import Node

from ckanext.dcat.processors import RDFParser
from ckanext.odlocale.harvest.bounds import BoundedStore, shallow
from ckanext.odlocale.harvest.contexts import local_contexts
from ckanext.odlocale.harvest.documents import Document, FetchError

logging.getLogger("rdflib.term").setLevel(logging.ERROR)
"""It logs a traceback for each date that is no date; CKAN's validators say it better."""

ACCEPT = "text/turtle, application/rdf+xml, application/ld+json, application/n-triples;q=0.9, */*;q=0.1"
_SYNTAXES = {
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "text/n3": "n3",
    "text/rdf+n3": "n3",
    "application/n-triples": "nt",
    "application/trig": "trig",
    "application/n-quads": "nquads",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
_ENDINGS = {".ttl": "turtle", ".n3": "n3", ".nt": "nt", ".trig": "trig", ".nq": "nquads"}
_GEOGRAPHIC = (
    "http://www.isotc211.org/",
    "http://standards.iso.org/iso/19115",
    "http://www.opengis.net/cat/csw",
)
"""What the namespace of a document's first element starts with."""
_NAMES = {"ttl": "turtle", "rdf": "xml", "pretty-xml": "xml", "jsonld": "json-ld"}


class CataloguePage(RDFParser):
    """The graph of one page, and the datasets that ckanext-dcat's profiles make of it."""

    def described(self) -> Iterator[tuple[Node, dict[str, Any] | Exception]]:
        """Each dataset with its CKAN form, or what went wrong with it: one bad dataset hides no other.

        :raises FetchError: no dataset can be described on this site
        """
        for reference in sorted(set(self._datasets()), key=str):
            try:
                yield reference, self._described(reference)
            except tk.ObjectNotFound as error:
                # Raised by every profile of ckanext-dcat on such a site, whatever the dataset.
                message = tk._(
                    "ckanext-dcat needs a schema for datasets when scheming_datasets is in ckan.plugins. "
                    "Add one to scheming.dataset_schemas, or take scheming_datasets out."
                )
                raise FetchError(message) from error
            except Exception as error:  # noqa: BLE001
                # Profiles are plugins, and the data is anybody's.
                yield reference, error

    def _described(self, reference: Node) -> dict[str, Any]:
        dataset: dict[str, Any] = {}
        for profile in self._profiles:
            profile(
                self.g, dataset_type=self.dataset_type, compatibility_mode=self.compatibility_mode
            ).parse_dataset(dataset, reference)
        return dataset


def read_page(document: Document, syntax: str | None = None, triples: int = 1_000_000) -> CataloguePage:
    """Parse a page.

    :param syntax: name of an RDF syntax, for a server that says a wrong media type
    :param triples: most of them
    :raises FetchError: it is not RDF, stops in the middle, uses XML entities, or is too much or too deep
    """
    text = document.text()
    syntax = _NAMES.get(syntax or "", syntax) or _syntax(document, text)
    if syntax == "xml":
        text = _checked_xml(document.url, text)
    if syntax == "json-ld":
        text = json.dumps(local_contexts(shallow(document.json(), document.url)))
    page = CataloguePage()
    page.g = ConjunctiveGraph(store=BoundedStore(document.url, triples))
    try:
        page.g.parse(data=text, format=syntax, publicID=document.url)
    except FetchError:
        raise
    except Exception as error:
        # Each of rdflib's parsers raises whatever it likes.
        raise FetchError(_not_rdf(document.url, syntax, error)) from error
    return page


def _syntax(document: Document, text: str) -> str:
    """What it looks like first: more servers say a wrong media type than send a wrong first character."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        return "json-ld"
    said = _SYNTAXES.get(document.kind)
    if start == "<" and (said in (None, "xml") and not _looks_like_triples(text)):
        return "xml"
    path = document.url.partition("?")[0].lower()
    ending = next((syntax for ending, syntax in _ENDINGS.items() if path.endswith(ending)), None)
    return said if said not in (None, "xml", "json-ld") else ending or "turtle"


def _looks_like_triples(text: str) -> bool:
    first = text.lstrip("\ufeff \t\r\n")[:200]
    return first.startswith(("<http:", "<https:", "<urn:"))


def _checked_xml(url: str, text: str) -> str:
    """The document without its declaration, whose encoding no longer holds, once it is known to be whole."""
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    parser = xml.parsers.expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        parser.StartElementHandler = None
        prefix, colon, _name = name.rpartition(":")
        if attributes.get(f"xmlns{colon}{prefix}", "").startswith(_GEOGRAPHIC):
            message = tk._(
                "{url} is of a geographic catalogue (CSW, ISO 19139), and such are not harvested. "
                "Give the address of its DCAT instead: most of them have one, too."
            )
            raise FetchError(message.format(url=url))

    def refuse(name: str, *_others: Any) -> None:
        message = tk._(
            "{url} defines the XML entity “{name}”, which is not read. Ask its publisher to leave it out."
        )
        raise FetchError(message.format(url=url, name=name[:40]))

    parser.StartElementHandler = begin
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except xml.parsers.expat.ExpatError as error:
        raise FetchError(_not_rdf(url, "xml", error)) from error
    return text


def _not_rdf(url: str, syntax: str, error: Exception) -> str:
    names = {"xml": "RDF/XML", "json-ld": "JSON-LD", "turtle": "Turtle"}
    message = tk._(
        "{url} is not {syntax} or stops in the middle ({reason}). Check the address, or try again later."
    )
    reason = " ".join(str(error).split())[:150] or type(error).__name__
    return message.format(url=url, syntax=names.get(syntax, syntax), reason=reason)
