"""``ckan odlocale`` of this room."""

from __future__ import annotations

from ckanext.odlocale.animator.kits import cli as _kits  # noqa: F401 - adds its group
from ckanext.odlocale.command import odlocale

__all__ = ["odlocale"]
