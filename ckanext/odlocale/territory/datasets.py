"""The datasets of a territory's page: CKAN's own search, asked twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search import SearchError
from ckan.lib.search.common import SolrConnectionError

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.clauses import PARAMETER
from ckanext.odlocale.territory.page import Asked, Numbers, numbers, numbers_clause, scope_clause
from ckanext.odlocale.territory.search import WITHOUT_NAMES
from ckanext.odlocale.territory.terms import LEVEL_FIELD, PRODUCER_FIELD, lineage_field, within

LATEST_FIRST = "metadata_modified desc"
# More than the EPCI of France (1,255) and than the communes of any département (890).
MOST_OF_A_LEVEL = 1500


# What a search raises when Solr refuses it, or does not answer: CKAN's two are of no common kind.
UNSEARCHED = (SearchError, SolrConnectionError)


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
            "fq_list": [scope_clause(asked.scope, territory, asked.sources(above)), *asked.filters()],
            "facet.field": list(facets),
            "rows": rows,
            "start": (page - 1) * rows,
            # Without words nothing is more relevant than what is new.
            "sort": asked.sort or (None if asked.q else LATEST_FIRST),
            "extras": dict(asked.extras),
        }
    )


def latest(
    territory: TerritoryId, above: Sequence[TerritoryId], asked: Asked, page: int, rows: int
) -> dict[str, Any]:
    """One page of a territory's public datasets, as a stranger sees them; the latest first.

    :param above: the territory's ancestors
    :param page: number of the page, from 1
    :param rows: how many are on a page
    :raises SearchError: Solr refuses the query or does not answer
    """
    wanted = {
        "q": asked.q,
        "fq_list": [scope_clause(asked.scope, territory, asked.sources(above))],
        "facet": False,
        "rows": rows,
        "start": (page - 1) * rows,
        "sort": LATEST_FIRST,
        "include_private": False,
    }
    return _search(wanted, anonymous())


def anonymous() -> Any:
    """The context of an action that nobody in particular calls."""
    return {"user": "", "auth_user_obj": model.AnonymousUser()}


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


def producers_within(territory: TerritoryId, most: int) -> Mapping[str, int]:
    """Those who publish most within a territory, with their numbers of datasets, in one search.

    :raises SearchError: Solr does not answer
    """
    limits = {"fq_list": [within(territory)], "facet.field": [PRODUCER_FIELD], "facet.limit": most}
    return _facets(limits)[PRODUCER_FIELD]


def _facets(parameters: dict[str, Any]) -> dict[str, dict[str, int]]:
    limits = {"rows": 0, "facet.limit": MOST_OF_A_LEVEL, "extras": {WITHOUT_NAMES: True}}
    results = _search({**limits, **parameters})["search_facets"]
    return {
        field: {item["name"]: item["count"] for item in results.get(field, {}).get("items", ())}
        for field in parameters["facet.field"]
    }


def _search(parameters: dict[str, Any], caller: Any = None) -> dict[str, Any]:
    visitor = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    context: Any = {**(caller or visitor), "for_view": True}
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
    # The page of a territory leads to those above and below it without the facet that does.
    return {field: title for field, title in titles.items() if field != PARAMETER or field in tk.request.args}


def _entity(kind: str) -> str:
    return tk.h.humanize_entity_type(kind, tk.h.default_group_type(kind), "facet label") or ""
