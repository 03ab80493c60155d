"""Titles of the facets of kits, in the reader's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.kits import choices
from ckanext.odlocale.animator.kits.index import FACETS


def facet_titles() -> dict[str, str]:
    """Index field to title, in the order of the page."""
    titles = {
        choices.STAGE: tk._("Stage"),
        choices.KIND: tk._("Kind of kit"),
        choices.SCHEMAS: tk._("Set of the socle"),
        choices.RULES: tk._("Error to be mended"),
        choices.LEVELS: tk._("Level"),
        choices.STRATUMS: tk._("Population"),
        choices.LANGUAGE: tk._("Language"),
    }
    fields = {field: index_field for index_field, field in FACETS.items()}
    return {fields[field]: title for field, title in titles.items()}
