"""All pages of the plugin, a blueprint for each module."""

from __future__ import annotations

from ckanext.odlocale.animator.desk.views import desk
from ckanext.odlocale.animator.kits.views import kits
from ckanext.odlocale.animator.pages.agreements import agreements
from ckanext.odlocale.animator.pages.animators import animators
from ckanext.odlocale.animator.pages.helping import help_pages
from ckanext.odlocale.animator.pages.offers import offers
from ckanext.odlocale.animator.pages.profile import profile
from ckanext.odlocale.animator.pages.white_zones import white_zones

__all__ = ["agreements", "animators", "desk", "help_pages", "kits", "offers", "profile", "white_zones"]
