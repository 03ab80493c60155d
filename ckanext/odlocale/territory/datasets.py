"""The datasets of a territory's page: CKAN's own search, asked twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.page import Asked, Numbers, numbers, numbers_clause, scope_clause
from ckanext.odlocale.territory.search import WITHOUT_NAMES
from ckanext.odlocale.territory.terms import LEVEL_FIELD, lineage_field

# More than the EPCI of France (1,255) and than the communes of any département (890).
MOST_OF_A_LEVEL = 1500


@dataclass(frozen=True, slots=True)
class Counts:
    """How many datasets a territory has, and how many each territory below it, for those that have some."""

    numbers: Numbers
    by_territory: Mapping[str, int]


def found(
    territory: TerritoryId, above: Sequence[TerritoryId], asked: Asked, page: int, facets: Collection[str]
) -> dict[str, Any]:
    """One page of a territory's datasets with CKAN's facets, in one search.

    :param above: the territory's ancestors
    :param page: number of the page, from 1
    :param facets: the facet fields to count
    :raises SearchError: Solr refuses the query or does not answer
    """
    rows = tk.config["ckan.datasets_per_page"]
    return _search(
        {
            "q": asked.q,
            "fq_list": [scope_clause(asked.scope, territory, above), *asked.filters()],
            "facet.field": list(facets),
            "rows": rows,
            "start": (page - 1) * rows,
            "sort": asked.sort,
            "extras": dict(asked.extras),
        }
    )


def counted(territory: TerritoryId, above: Sequence[TerritoryId], levels: Collection[Level]) -> Counts:
    """Count a territory's datasets by level, and those of the territories below it, in one search.

    :param above: the territory's ancestors
    :param levels: the levels of the territories directly below, whose counts are wanted
    :raises SearchError: Solr does not answer
    """
    fields = [lineage_field(level) for level in levels]
    facets = _facets({"fq_list": [numbers_clause(territory, above)], "facet.field": [LEVEL_FIELD, *fields]})
    by_territory = {one: count for field in fields for one, count in facets[field].items()}
    return Counts(numbers(territory.level, facets[LEVEL_FIELD]), by_territory)


def counted_by_region() -> Mapping[str, int]:
    """The number of datasets of each région with all below it, for those that have some, in one search."""
    field = lineage_field(Level.REG)
    return _facets({"facet.field": [field]})[field]


def _facets(parameters: dict[str, Any]) -> dict[str, dict[str, int]]:
    limits = {"rows": 0, "facet.limit": MOST_OF_A_LEVEL, "extras": {WITHOUT_NAMES: True}}
    results = _search({**parameters, **limits})["search_facets"]
    return {
        field: {item["name"]: item["count"] for item in results.get(field, {}).get("items", ())}
        for field in parameters["facet.field"]
    }


def _search(parameters: dict[str, Any]) -> dict[str, Any]:
    context: Any = {"user": tk.current_user.name, "auth_user_obj": tk.current_user, "for_view": True}
    private = tk.config["ckan.search.default_include_private"]
    types = type_clause(tk.config["ckan.search.show_all_types"])
    return tk.get_action("package_search")(context, {"fq": types, "include_private": private, **parameters})


def type_clause(show_all: str) -> str:
    """The clause of the dataset types that the site's search page shows.

    :param show_all: the setting ``ckan.search.show_all_types``: true, false, or the type whose page shows all
    """
    try:
        everything = tk.asbool(show_all)
    except ValueError:
        everything = show_all == "dataset"
    return "" if everything else "+dataset_type:dataset"


def facet_titles() -> dict[str, str]:
    """The facets of the site's dataset search page, in its order, with their titles."""
    known = {
        "organization": _entity("organization") or tk._("Organizations"),
        "groups": _entity("group") or tk._("Groups"),
        "tags": tk._("Tags"),
        "res_format": tk._("Formats"),
        "license_id": tk._("Licenses"),
    }
    titles: Any = OrderedDict((field, known.get(field, field)) for field in tk.h.facets())
    for plugin in p.PluginImplementations(p.IFacets):
        titles = plugin.dataset_facets(titles, "dataset")
    return dict(titles)


def _entity(kind: str) -> str:
    return tk.h.humanize_entity_type(kind, tk.h.default_group_type(kind), "facet label") or ""
