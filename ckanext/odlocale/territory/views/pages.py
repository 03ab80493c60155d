"""The page of a territory, and that of its organizations."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from ckan.lib.search import SearchQueryError
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory import datasets, directory, surroundings
from ckanext.odlocale.territory.directory import TerritoryRecord
from ckanext.odlocale.territory.page import Asked, Numbers, Scope, asked_of, by_name, scopes_of
from ckanext.odlocale.territory.publishing import publishing
from ckanext.odlocale.territory.reuse import reuse
from ckanext.odlocale.territory.terms import LEVEL_FIELD
from ckanext.odlocale.territory.views.access import check_access

log = logging.getLogger(__name__)

ORGANIZATIONS_SHOWN = 10
ORGANIZATIONS_PER_PAGE = 50
NEIGHBOURS_SHOWN = 9
# A commune's EPCI, département and région.
NEIGHBOURHOODS = 3
NOTHING_COUNTED = datasets.Counts(Numbers(0, 0, 0, ()), {})

territory = Blueprint("odlocale_territory", __name__)


@territory.route("/territoire/<territory_id>")
def read(territory_id: str) -> Response | str:
    """The page of a territory: who it is, its datasets and those below, its organizations, what is around."""
    record, ancestry = _known(territory_id)
    if record.id != territory_id:
        return redirect(_moved(record), 301)
    children = surroundings.children(record.id)
    organizations = surroundings.organizations(record.id, ORGANIZATIONS_SHOWN)
    scopes = scopes_of(bool(children), bool(ancestry.ids))
    counts = _counts(record, ancestry.ids, surroundings.levels_of(children))
    return tk.render(
        "territory/read.html",
        {
            "territory": record,
            "ancestry": ancestry,
            "heirs": list(directory.records(record.heirs).values()) if record.heirs else [],
            "children": {level: by_name(children, level) for level in surroundings.levels_of(children)},
            "overlaps": surroundings.overlapping(record.id),
            "organizations": organizations,
            "publishing": publishing(record.id, organizations.listed),
            "counts": counts,
            "neighbours": _neighbours(ancestry.ids) if _is_without_datasets(counts) else None,
            "reuse": reuse(record.id),
            "latest_first": datasets.LATEST_FIRST,
            **_results(record, ancestry.ids, scopes),
        },
    )


@territory.route("/territoire/<territory_id>/organisations")
def organizations(territory_id: str) -> Response | str:
    """All the organizations of a territory and of those below it, page by page."""
    record, ancestry = _known(territory_id)
    if record.id != territory_id:
        return redirect(tk.url_for("odlocale_territory.organizations", territory_id=record.id), 301)
    number = tk.h.get_page_number(tk.request.args)
    found = surroundings.organizations(
        record.id, ORGANIZATIONS_PER_PAGE, (number - 1) * ORGANIZATIONS_PER_PAGE
    )
    url = tk.url_for("odlocale_territory.organizations", territory_id=record.id)
    page = Page(
        collection=found.listed,
        page=number,
        url=lambda page, **_: f"{url}?{urlencode({'page': page})}",
        item_count=found.total,
        items_per_page=ORGANIZATIONS_PER_PAGE,
    )
    page.items = found.listed
    return tk.render(
        "territory/organizations.html",
        {"territory": record, "ancestry": ancestry, "organizations": found, "page": page},
    )


def _known(text: str) -> tuple[TerritoryRecord, surroundings.Ancestry]:
    check_access("odlocale_territory_show", {"id": text})
    record, ancestry = surroundings.situation_of(text)
    if record is None:
        tk.abort(
            404,
            tk._("There is no territory at this address. Look for it by name in the list of territories."),
        )
    return record, ancestry


def _address(record: TerritoryRecord) -> str:
    return tk.url_for("odlocale_territory.read", territory_id=record.id)


def _moved(record: TerritoryRecord) -> str:
    query = tk.request.query_string.decode("utf-8", "replace")
    return _address(record) + (f"?{query}" if query else "")


def _counts(record: TerritoryRecord, above: list[TerritoryId], levels: list[Level]) -> datasets.Counts:
    try:
        return datasets.counted(record.id, above, levels)
    except datasets.UNSEARCHED:
        log.exception("The datasets of %s could not be counted", record.id)
        return NOTHING_COUNTED


def _is_without_datasets(counts: datasets.Counts) -> bool:
    return counts is not NOTHING_COUNTED and counts.numbers.below == 0


def _neighbours(above: list[TerritoryId]) -> list[tuple[TerritoryRecord, int]]:
    """Who publishes most in the nearest territory around where somebody does."""
    try:
        found = (datasets.producers_within(one, NEIGHBOURS_SHOWN) for one in above[:NEIGHBOURHOODS])
        counts = next(filter(None, found), {})
    except datasets.UNSEARCHED:
        log.exception("The neighbours of a territory could not be searched")
        return []
    known = by_name(directory.records(counts).values()) if counts else []
    return sorted(((record, counts[record.id]) for record in known), key=lambda one: -one[1])


def _results(record: TerritoryRecord, above: list[TerritoryId], scopes: tuple[Scope, ...]) -> dict[str, Any]:
    """The part of the page that CKAN's own search snippets show."""
    titles = {LEVEL_FIELD: tk._("Producer's level"), **datasets.facet_titles()}
    parameters = list(tk.request.args.items(multi=True))
    asked = asked_of(parameters, titles, scopes, above)
    number = tk.h.get_page_number(tk.request.args)
    results, error = _search(record, above, asked, number, titles)
    page = Page(
        collection=results["results"],
        page=number,
        url=partial(_page_address, _address(record), [pair for pair in parameters if pair[0] != "page"]),
        item_count=results["count"],
        items_per_page=tk.config["ckan.datasets_per_page"],
    )
    page.items = results["results"]
    _limit_facets(titles)
    return {
        "asked": asked,
        "page": page,
        "producers": surroundings.producers(results["results"]),
        "query_error": error,
        "facet_titles": titles,
        "search_facets": results["search_facets"],
        "sort_by_selected": results["sort"],
        "remove_field": partial(_remove_field, _address(record)),
    }


def _search(
    record: TerritoryRecord, above: list[TerritoryId], asked: Asked, number: int, titles: dict[str, str]
) -> tuple[dict[str, Any], bool]:
    nothing = {"results": [], "count": 0, "search_facets": {}, "sort": asked.sort}
    try:
        return datasets.found(record.id, above, asked, number, titles), False
    except SearchQueryError as error:
        tk.abort(400, tk._("This search cannot be understood: {message}").format(message=error))
    except datasets.UNSEARCHED:
        log.exception("The datasets of %s could not be searched", record.id)
    return nothing, True


def _page_address(address: str, parameters: list[tuple[str, str]], page: int, **_: Any) -> str:
    return f"{address}?{urlencode([*parameters, ('page', str(page))])}"


def _remove_field(address: str, key: str, value: str | None = None, replace: str | None = None) -> str:
    return tk.h.remove_url_param(key, value=value, replace=replace, alternative_url=address)


def _limit_facets(titles: dict[str, str]) -> None:
    # CKAN 2.11 reads the number of values to show from here, CKAN 2.12 from the address itself.
    default = tk.config["search.facets.default"]
    tk.g.search_facets_limits = {field: tk.h.get_param_int(f"_{field}_limit", default) for field in titles}
