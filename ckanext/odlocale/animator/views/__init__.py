"""All pages of the plugin, a blueprint for each module."""

from __future__ import annotations

from ckanext.odlocale.animator.desk.views import desk
from ckanext.odlocale.animator.kits.views import kits

__all__ = ["desk", "kits"]
