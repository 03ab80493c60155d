"""The settings of the plugin, one reader each."""

from __future__ import annotations

from datetime import date

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory.trajectory import Target
from ckanext.odlocale.territory.shared import portal_territory


def territory() -> str:
    """The id of the territory that the portal observes."""
    own = tk.config["ckanext.odlocale.observatory.territory"].strip()
    return own or portal_territory() or str(Level.FR)


PUBLISHER = "ckanext.odlocale.observatory.publisher"


def publisher() -> str:
    """The organization in which the figures are published each night; empty for none."""
    return tk.config[PUBLISHER].strip()


def target() -> Target | None:
    """What the portal's territory aims at; None for nothing, or when the date is none."""
    number = tk.config["ckanext.odlocale.observatory.target"]
    try:
        day = date.fromisoformat(tk.config["ckanext.odlocale.observatory.target_date"].strip())
    except ValueError:
        return None
    return Target(number, day) if number > 0 else None
