"""All pages of the plugin, a blueprint for each module."""

from __future__ import annotations

from ckanext.odlocale.socle.views.coverage import coverage
from ckanext.odlocale.socle.views.inventory import inventory
from ckanext.odlocale.socle.views.reports import reports
from ckanext.odlocale.socle.views.sets import sets

__all__ = ["coverage", "inventory", "reports", "sets"]
