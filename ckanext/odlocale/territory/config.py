"""The settings of the plugin, one reader each."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def vintage() -> int:
    """The year of the vintage to import by default."""
    return tk.config["ckanext.odlocale.territory.vintage"]


def facet() -> bool:
    """Whether CKAN's search pages have the territory facet."""
    return tk.config["ckanext.odlocale.territory.facet"]


def queue() -> str:
    """The background queue of reindexing jobs."""
    return tk.config["ckanext.odlocale.territory.queue"]


def portal_territory() -> str | None:
    """The territory that the portal is for, when it is smaller than France."""
    return tk.config["ckanext.odlocale.territory.portal"].strip() or None
