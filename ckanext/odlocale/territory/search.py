"""The territory of datasets in the search: what is indexed, and what a search understands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchQueryError

from ckanext.odlocale.cog.shared import TerritoryId, TerritoryIdError
from ckanext.odlocale.territory.clauses import PARAMETER, clause, rewrite
from ckanext.odlocale.territory.directory import lineage, organization_lineage, records, resolve
from ckanext.odlocale.territory.drilldown import chosen_place, fields_below
from ckanext.odlocale.territory.drilled import drilled
from ckanext.odlocale.territory.extras import TERRITORY_FIELD
from ckanext.odlocale.territory.labels import level_label
from ckanext.odlocale.territory.published import published_as
from ckanext.odlocale.territory.terms import LEVEL_FIELD, LINEAGE_FIELD, NAMED_FIELDS, terms

# Where a search keeps, for the time of its run, the territories that were asked for, and a caller's wish to
# get facets without names. CKAN takes these out before Solr sees them and gives them back afterwards.
_ASKED = "odlocale_asked"
_DRILLED, _ADDED = "odlocale_drilled", "odlocale_added"
WITHOUT_NAMES = "odlocale_without_names"


class TerritoryIndex:
    """The index side and the query side of the territory fields."""

    def index(self, dataset: dict[str, Any]) -> dict[str, Any]:
        """Add the territory terms to a dataset on its way to the index, with two queries.

        The dataset's own producer wins over its organization, so that a rolled-up dataset is found in its
        commune and not in the EPCI that shelters it.

        :param dataset: the flat dictionary of ``before_dataset_index``
        """
        declared = dataset.get(TERRITORY_FIELD) or dataset.get(f"extras_{TERRITORY_FIELD}")
        lineage = lineage_of(declared, dataset.get("owner_org"))
        published = published_as(dataset["id"]) if lineage and dataset.get("id") else None
        return {**dataset, **terms(lineage, published.code if published else None)}

    def query(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Turn the territories that a search asks for into index clauses.

        They come as the parameter ``territoire`` (one id or a list) or as clauses ``territoire:"…"`` in
        ``fq`` and ``fq_list``. Several must all hold.

        :raises SearchQueryError: an id is malformed
        """
        asked: dict[str, TerritoryId] = {}

        def translate(value: str) -> str:
            asked[value] = _current(value)
            return clause(LINEAGE_FIELD, [asked[value]])

        changed = dict(parameters)
        if "fq" in changed:
            changed["fq"] = rewrite(changed["fq"] or "", translate)
        added = [translate(value) for value in _values(changed.pop(PARAMETER, None))]
        filters = [*(rewrite(one, translate) for one in changed.get("fq_list") or ()), *added]
        if filters:
            changed["fq_list"] = filters
        if asked:
            changed["extras"] = {**(changed.get("extras") or {}), _ASKED: asked}
        return _drilling(changed, asked.values())

    def present(self, results: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Name the territories in a search's facets, and the territory that it was limited to.

        :param results: what ``package_search`` found, changed in place
        :param parameters: the parameters it ran with
        """
        extras = parameters.get("extras") or {}
        facets = results["search_facets"]
        asked, below = extras.get(_ASKED, {}), _counts(facets, extras.get(_DRILLED, ()))
        for field in extras.get(_ADDED, ()):
            facets.pop(field, None)
        if not extras.get(WITHOUT_NAMES):
            _name(facets, asked, results["count"])
        if _DRILLED in extras:
            facets[PARAMETER] = drilled(below, asked, results["count"])
        return results


def lineage_of(declared: str | None, organization: str | None) -> list[TerritoryId]:
    """The territory that a dataset counts for, then all its ancestors, nearest first. One query at most.

    :param declared: the territory id that the dataset itself holds
    :param organization: the id of its organization, whose territory counts when the dataset declares none
    :returns: empty when the one that counts has no known territory
    """
    if declared:
        return lineage(declared)
    return organization_lineage(organization) if organization else []


def _current(value: str) -> TerritoryId:
    record = resolve(asked := _parsed(value))
    return record.id if record else asked


def _parsed(value: str) -> TerritoryId:
    try:
        return TerritoryId.parse(value)
    except TerritoryIdError as error:
        sentence = tk._(
            "“{value}” is not a territory. Write it like com-74042, epci-200000172, dep-74, reg-84 or fr."
        )
        raise SearchQueryError(sentence.format(value=value[:60])) from error


def _values(given: Any) -> list[str]:
    values = given if isinstance(given, (list, tuple)) else [given]
    return [str(value) for value in values if value]


def _drilling(parameters: dict[str, Any], asked: Collection[TerritoryId]) -> dict[str, Any]:
    # A search page asks for the parameter as a facet. Nothing is indexed under that name: it is made of
    # those of the levels below what is asked for, within the same search.
    fields = parameters.get("facet.field")
    if not isinstance(fields, list) or PARAMETER not in fields:
        return parameters
    below = fields_below(chosen_place(set(asked)))
    own = [field for field in fields if field != PARAMETER]
    added = [field for field in below if field not in own]
    extras = {**(parameters.get("extras") or {}), _DRILLED: below, _ADDED: added}
    return {**parameters, "facet.field": [*own, *added], "extras": extras}


def _counts(facets: Mapping[str, Any], fields: Collection[str]) -> dict[str, int]:
    items = (item for field in fields for item in facets.get(field, {}).get("items", ()))
    return {item["name"]: item["count"] for item in items}


def _name(facets: dict[str, Any], asked: Mapping[str, TerritoryId], count: int) -> None:
    wanted = [facets[field]["items"] for field in NAMED_FIELDS if field in facets]
    names = _names({*asked.values(), *(item["name"] for items in wanted for item in items)})
    for item in (item for items in wanted for item in items):
        item["display_name"] = names.get(TerritoryId(item["name"])) or item["name"]
    for item in facets.get(LEVEL_FIELD, {}).get("items", ()):
        item["display_name"] = level_label(item["name"])
    if asked:
        items = [
            {"name": value, "display_name": names.get(one) or one, "count": count}
            for value, one in asked.items()
        ]
        facets[PARAMETER] = {"title": PARAMETER, "items": items}


def _names(ids: Collection[str]) -> dict[TerritoryId, str]:
    return {one: record.name for one, record in records(ids).items()} if ids else {}
