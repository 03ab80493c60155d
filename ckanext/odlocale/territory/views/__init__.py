"""All pages of the plugin, a blueprint for each module."""

from __future__ import annotations

from ckanext.odlocale.territory.views.attachment import attachment
from ckanext.odlocale.territory.views.feeds import feeds
from ckanext.odlocale.territory.views.pages import territory
from ckanext.odlocale.territory.views.tree import tree
from ckanext.odlocale.territory.views.vintages import vintages
from ckanext.odlocale.territory.views.widget import widget

__all__ = ["attachment", "feeds", "territory", "tree", "vintages", "widget"]
