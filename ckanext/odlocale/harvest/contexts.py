"""JSON-LD contexts that catalogues refer to by address. Addresses are never followed: the terms are here."""

from __future__ import annotations

from typing import Any

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "adms": "http://www.w3.org/ns/adms#",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "schema": "http://schema.org/",
}


def _address(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id"}


DCAT_TERMS: dict[str, Any] = {
    **PREFIXES,
    "Catalog": "dcat:Catalog",
    "Dataset": "dcat:Dataset",
    "Distribution": "dcat:Distribution",
    **{
        term: f"dct:{term}"
        for term in ("title", "description", "issued", "modified", "identifier", "license")
    },
    **{
        term: f"dct:{term}"
        for term in ("publisher", "creator", "spatial", "temporal", "language", "rights", "format")
    },
    **{
        term: f"dcat:{term}"
        for term in ("dataset", "distribution", "keyword", "theme", "mediaType", "contactPoint")
    },
    "accessURL": _address("dcat:accessURL"),
    "downloadURL": _address("dcat:downloadURL"),
    "landingPage": _address("dcat:landingPage"),
    "accrualPeriodicity": "dct:accrualPeriodicity",
    "name": "foaf:name",
    "homepage": _address("foaf:homepage"),
    "mbox": "foaf:mbox",
    "fn": "vcard:fn",
    "hasEmail": "vcard:hasEmail",
}
"""The terms of DCAT as JSON catalogues call them (Project Open Data, ArcGIS Hub and their like)."""

HYDRA_TERMS: dict[str, Any] = {
    **PREFIXES,
    **{
        term: f"hydra:{term}"
        for term in ("totalItems", "member", "view", "itemsPerPage", "PartialCollectionView")
    },
    **{term: _address(f"hydra:{term}") for term in ("first", "last", "next", "previous", "nextPage")},
}


def local_contexts(document: Any) -> Any:
    """The same JSON-LD with every context given by address replaced by the terms we know."""
    if isinstance(document, list):
        return [local_contexts(item) for item in document]
    if not isinstance(document, dict):
        return document
    return {
        key: _context(value) if key == "@context" else local_contexts(value)
        for key, value in document.items()
    }


def _context(context: Any) -> Any:
    if isinstance(context, list):
        return [_context(item) for item in context]
    if isinstance(context, dict):
        return {key: value for key, value in context.items() if key != "@import"}
    if isinstance(context, str):
        return HYDRA_TERMS if "hydra" in context else DCAT_TERMS
    return context
