"""All pages of the plugin, a blueprint for each module."""

from __future__ import annotations

from ckanext.odlocale.observatory.views.animators import animators
from ckanext.odlocale.observatory.views.coverage import coverages
from ckanext.odlocale.observatory.views.digests import digests
from ckanext.odlocale.observatory.views.files import files
from ckanext.odlocale.observatory.views.lists import lists
from ckanext.odlocale.observatory.views.pages import observatory
from ckanext.odlocale.observatory.views.reports import reports

__all__ = ["animators", "coverages", "digests", "files", "lists", "observatory", "reports"]
