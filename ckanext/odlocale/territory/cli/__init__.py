"""``ckan odlocale territory``: each module adds its commands to the group."""

from __future__ import annotations

from ckanext.odlocale.command import odlocale
from ckanext.odlocale.territory.cli import attachment, looking, vintages

__all__ = ["attachment", "looking", "odlocale", "vintages"]
