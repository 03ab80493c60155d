"""How a territory's datasets are followed and used elsewhere: feed, catalogue, widget, API."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.embedding import line, options_of

_FORMATS = {
    "ttl": ("Turtle", "text/turtle"),
    "rdf": ("RDF/XML", "application/rdf+xml"),
    "jsonld": ("JSON-LD", "application/ld+json"),
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A territory's catalogue in one of the formats of DCAT."""

    label: str
    mimetype: str
    address: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """The addresses that a territory's page offers.

    :param line: the line of HTML that shows the widget on another site
    """

    feed: str
    widget: str
    line: str
    api: str
    catalogues: tuple[Catalogue, ...]


def reuse(territory: TerritoryId) -> Reuse:
    """The ways to follow and use a territory's datasets on this portal."""
    script = tk.url_for("odlocale_widget.script", territory_id=territory, _external=True)
    search = tk.url_for("api.action", ver=3, logic_function="package_search", territoire=territory)
    return Reuse(
        feed=tk.url_for("odlocale_feeds.atom", territory_id=territory),
        widget=tk.url_for("odlocale_widget.frame", territory_id=territory),
        line=line(script, options_of({})),
        api=search,
        catalogues=_catalogues(territory),
    )


def _catalogues(territory: TerritoryId) -> tuple[Catalogue, ...]:
    if not p.plugin_loaded("dcat") or not tk.h.dcat_endpoints_enabled():
        return ()
    # Without quotes: ckanext-dcat puts them as they are into the addresses of pages, and Turtle then fails.
    clause = f"territoire:{territory}"
    return tuple(
        Catalogue(label, mimetype, tk.url_for("dcat.read_catalog", _format=ending, fq=clause))
        for ending, (label, mimetype) in _FORMATS.items()
    )
