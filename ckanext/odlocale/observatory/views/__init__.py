"""All pages of the plugin, a blueprint for each module."""

from __future__ import annotations

from ckanext.odlocale.observatory.views.files import files
from ckanext.odlocale.observatory.views.pages import observatory

__all__ = ["files", "observatory"]
