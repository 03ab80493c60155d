"""The API of the consolidation: one file of the valid rows of everything below a territory."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.config import consolidation_levels, consolidation_organization
from ckanext.odlocale.socle.consolidation import building, store
from ckanext.odlocale.socle.logic import schema
from ckanext.odlocale.territory.shared import known

__all__ = ["odlocale_socle_consolidate", "odlocale_socle_consolidation_list"]

MOST_LISTED = 1000


@validate(schema.consolidation)
def odlocale_socle_consolidate(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Have the consolidated datasets made, in the background, whose files changed; the others stay.

    :param schema: only this set (optional)
    :type schema: string
    :param territory: only this EPCI, département or région (optional)
    :type territory: string

    :rtype: dictionary with ``schema`` and ``territory``, as they are understood

    :raises NotFound: there is no such territory
    :raises ValidationError: the portal makes none, or none of this set or level
    """
    tk.check_access("odlocale_socle_consolidate", context, data_dict)
    wanted = understood(data_dict.get("schema"), data_dict.get("territory"))
    building.enqueue(building.consolidate, list(wanted.values()), "odlocale: consolidate what changed")
    return wanted


@tk.side_effect_free
@validate(schema.consolidation_list)
def odlocale_socle_consolidation_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the consolidated datasets that are published, those with most rows first.

    :param schema: only this set (optional)
    :type schema: string
    :param territory: only this territory (optional)
    :type territory: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` and ``results``: ``territory``, ``schema``, ``dataset`` (its name),
        ``rows``, ``rejected`` (rows), ``sources`` (files that rows are from) and ``date``

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_socle_consolidation_list", context, data_dict)
    territory = data_dict.get("territory")
    name = find_schema(data_dict["schema"]).name if data_dict.get("schema") else None
    found = store.made(known(territory).id if territory else None, name)
    start, limit = data_dict["offset"], min(data_dict["limit"], MOST_LISTED)
    return {"count": len(found), "results": [_document(one) for one in found[start : start + limit]]}


def understood(name: str | None, territory: str | None) -> dict[str, str | None]:
    """The set and the territory to consolidate.

    :raises NotFound: there is no such territory
    :raises ValidationError: the portal makes none, or none of this set or level
    """
    if not consolidation_organization():
        setting = "ckanext.odlocale.socle.consolidation.organization"
        sentence = tk._("This portal makes no consolidated datasets: {setting} names who would own them.")
        raise tk.ValidationError({"organization": [sentence.format(setting=setting)]})
    entry, record = find_schema(name) if name else None, known(territory) if territory else None
    if entry and entry.is_document:
        raise tk.ValidationError({"schema": [tk._("Files of this set are no tables: none is consolidated.")]})
    if record and record.level.value not in consolidation_levels():
        told = tk._("Consolidated datasets are made for these levels: {levels}.")
        raise tk.ValidationError({"territory": [told.format(levels=", ".join(consolidation_levels()))]})
    return {"schema": entry.name if entry else None, "territory": str(record.id) if record else None}


def _document(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "territory": one["territory_id"],
        "schema": one["schema"],
        "dataset": one["name"],
        "rows": one["rows"],
        "rejected": one["rejected"],
        "sources": one["sources"],
        "date": one["made"].isoformat(),
    }
