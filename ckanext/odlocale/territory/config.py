"""The settings of the plugin, one reader each."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def vintage() -> int:
    """The year of the vintage to import by default."""
    return tk.config["ckanext.odlocale.territory.vintage"]


def queue() -> str:
    """The background queue of reindexing jobs."""
    return tk.config["ckanext.odlocale.territory.queue"]
