"""Titles of the territory facets on CKAN's search pages."""

from __future__ import annotations

from collections.abc import Container

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.territory.clauses import PARAMETER
from ckanext.odlocale.territory.labels import level_label_plural
from ckanext.odlocale.territory.terms import LEVEL_FIELD, LINEAGE_FIELD, PRODUCER_FIELD, lineage_field


def titled(titles: dict[str, str], asked: Container[str], drilling: bool) -> dict[str, str]:
    """Name the territory facets that a site lists in ``search.facets``, and add the one with levels.

    :param titles: facet field to title, as CKAN's page has them so far
    :param asked: the parameters of the page's address
    :param drilling: whether the facet is wanted also where no territory is chosen
    """
    own = _titles()
    shown = {field: own.get(field, title) for field, title in titles.items()}
    return {PARAMETER: own[PARAMETER], **shown} if drilling or PARAMETER in asked else shown


def _titles() -> dict[str, str]:
    levels = {lineage_field(level): level_label_plural(level) for level in Level}
    return {
        PARAMETER: tk._("Territory"),
        PRODUCER_FIELD: tk._("Producer's territory"),
        LINEAGE_FIELD: tk._("Territories"),
        LEVEL_FIELD: tk._("Producer's level"),
        **levels,
    }
