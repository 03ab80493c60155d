"""How many datasets there are below the places of the tree, as CKAN's search counts them for the caller."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.clauses import clause
from ckanext.odlocale.territory.datasets import MOST_OF_A_LEVEL, UNSEARCHED, type_clause
from ckanext.odlocale.territory.search import WITHOUT_NAMES
from ckanext.odlocale.territory.terms import LINEAGE_FIELD, lineage_field

log = logging.getLogger(__name__)

Scope = tuple[TerritoryId, ...]
"""Where datasets are counted: in any of these territories, or everywhere when there is none."""
Counts = Mapping[str, int]
"""Territory id to its number of datasets; those without datasets are left out."""


def datasets_of(wanted: Mapping[Scope, Collection[Level]], caller: Any) -> dict[Scope, Counts] | None:
    """The datasets of each territory of some levels, with all that is below it: one search for each scope.

    :param wanted: the levels to count in each scope
    :param caller: the context of who asks
    :returns: None when the search does not answer, which is logged
    """
    try:
        return {scope: _counted(scope, levels, caller) for scope, levels in wanted.items() if levels}
    except UNSEARCHED:
        log.exception("The datasets of the tree could not be counted")
        return None


def _counted(scope: Scope, levels: Iterable[Level], caller: Any) -> Counts:
    fields = [lineage_field(level) for level in levels]
    parameters = {
        "fq": type_clause(tk.config["ckan.search.show_all_types"]),
        "fq_list": [clause(LINEAGE_FIELD, scope)] if scope else [],
        "facet.field": fields,
        "facet.limit": MOST_OF_A_LEVEL,
        "rows": 0,
        "include_private": tk.config["ckan.search.default_include_private"],
        "extras": {WITHOUT_NAMES: True},
    }
    context: Any = {**caller}
    facets = tk.get_action("package_search")(context, parameters)["search_facets"]
    items = (item for field in fields for item in facets.get(field, {}).get("items", ()))
    return {item["name"]: item["count"] for item in items}
