"""The API of territories: everybody reads it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory import listing
from ckanext.odlocale.territory.labels import situated
from ckanext.odlocale.territory.logic import schema
from ckanext.odlocale.territory.tree.describing import described

__all__ = [
    "odlocale_territory_autocomplete",
    "odlocale_territory_list",
    "odlocale_territory_organization_list",
    "odlocale_territory_show",
    "odlocale_territory_tree",
]

# More than this in one answer is a page that nobody reads.
MOST_LISTED = 1000
MOST_COMPLETED = 100


@tk.side_effect_free
@validate(schema.territory_show)
def odlocale_territory_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a territory and what surrounds it.

    A former commune or an old code gives the territory that it is part of today.

    :param id: the territory, like ``com-74042``, ``epci-200000172``, ``dep-74``, ``reg-84`` or ``fr``
    :type id: string

    :rtype: dictionary with ``id``, ``level``, ``code``, ``name``, ``siren``, ``population`` (municipal, in
        inhabitants), ``kind``, ``seat``, ``postal_codes``, ``state``, ``successor``, ``heirs`` (what one
        without a single successor was shared out to), ``vintage``, ``asked`` (the code asked for);
        ``parents`` and ``ancestors`` (ids, nearest first), ``children`` (directly below) and
        ``descendants`` (all) as numbers by level, ``overlaps`` (ids of what it straddles or is straddled
        by), ``organization`` (its name, or null), ``supervisor`` (name of the organization of the nearest
        ancestor that has one, or null)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_territory_show", context, data_dict)
    return {**listing.shown(listing.known(data_dict["id"])), "asked": data_dict["id"]}


@tk.side_effect_free
@validate(schema.territory_list)
def odlocale_territory_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the territories in force, by level from the largest, then by code.

    :param level: only this level: ``fr``, ``reg``, ``dep``, ``epci``, ``ept`` or ``com`` (optional)
    :type level: string
    :param below: only what this territory wholly contains (optional)
    :type below: string
    :param q: only those with words that start with these: names, INSEE and postal codes, SIREN (optional)
    :type q: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` (of all) and ``results`` (id, level, code, name, siren,
        population, kind)

    :raises NotFound: there is no territory ``below``
    """
    tk.check_access("odlocale_territory_list", context, data_dict)
    limit = min(data_dict["limit"], MOST_LISTED)
    return listing.page(
        data_dict.get("level"), _below(data_dict), data_dict.get("q"), limit, data_dict["offset"]
    )


@tk.side_effect_free
@validate(schema.territory_autocomplete)
def odlocale_territory_autocomplete(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the territories that somebody may be typing: case, accents, hyphens and articles do not count.

    The territory called exactly so comes first, then the largest level, then the most people; then those that
    are found by the name or code of what became part of them.

    :param q: the beginning of words of a name, an INSEE code, a SIREN or a postal code
    :type q: string
    :param level: only this level (optional)
    :type level: string
    :param below: only what lies in this territory, wholly or partly (optional)
    :type below: string
    :param limit: how many to return (optional, default 10, at most 100)
    :type limit: int

    :rtype: list of dictionaries with id, level, code, name, siren, population, kind, ``situation``, the
        name of the département or région around it, or null, ``former``, the name of what became part of it
        by which it was found, or null, and ``note``, which tells it apart from others of its name, in the
        language of the address

    :raises NotFound: there is no territory ``below``
    """
    tk.check_access("odlocale_territory_autocomplete", context, data_dict)
    limit = min(data_dict["limit"], MOST_COMPLETED)
    found = listing.completions(data_dict["q"], data_dict.get("level"), _below(data_dict), limit)
    return [{**one, "note": situated(one)} for one in found]


@tk.side_effect_free
@validate(schema.territory_organization_list)
def odlocale_territory_organization_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the organizations of a territory, then of those of the territories below, by title.

    :param id: the territory
    :type id: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` (of all) and ``results``: ``name``, ``title``, ``type``, ``territory``
        and ``territory_name``

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_territory_organization_list", context, data_dict)
    territory, limit = listing.known(data_dict["id"]).id, min(data_dict["limit"], MOST_LISTED)
    return listing.organizations(territory, limit, data_dict["offset"])


@tk.side_effect_free
@validate(schema.territory_tree)
def odlocale_territory_tree(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a territory with what hangs directly below it: one level of the tree of /territoires.

    A commune hangs once, in its département, below its EPT or EPCI. What straddles several départements hangs
    once as a whole, and once as a part in each of them: a child with ``within``, whose own children are
    asked for with ``id`` and ``within`` together.

    :param id: the territory (optional, default ``fr``)
    :type id: string
    :param within: the département whose part of the territory is wanted (optional)
    :type within: string
    :param limit: how many children to return (optional, default and at most 1000)
    :type limit: int
    :param offset: how many children to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with id, level, code, name, siren, population, kind, ``within`` (the département of a
        part, or null), ``count`` (of all children) and ``children``, the largest level first, then by name: a
        list of the same, each with ``children`` as numbers by level, ``organization`` (its own: a name, or
        null), ``organizations`` and ``datasets`` (numbers, with everything below it; those that the caller
        may see, null while the search does not answer), ``place`` (its name in the addresses of the tree),
        ``communes`` (of a part: how many, else null) and ``elsewhere`` (true of a part listed below the
        whole: it has its place in a département)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_territory_tree", context, data_dict)
    record = listing.known(data_dict["id"])
    limit = min(data_dict["limit"], MOST_LISTED)
    return described(record, data_dict.get("within"), context, limit, data_dict["offset"])


def _below(data_dict: dict[str, Any]) -> TerritoryId | None:
    return listing.known(data_dict["below"]).id if data_dict.get("below") else None
