"""``ckan odlocale socle`` and ``obligation``: each module adds its commands to the group."""

from __future__ import annotations

from ckanext.odlocale.command import odlocale
from ckanext.odlocale.socle.cli import consolidation, files, obligations

__all__ = ["consolidation", "files", "obligations", "odlocale"]
