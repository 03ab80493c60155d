"""The API of territories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory import attaching, listing
from ckanext.odlocale.territory.logic import schema
from ckanext.odlocale.territory.organization import refuse_two_territories

Action = Callable[[Any, dict[str, Any]], Any]

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
        inhabitants), ``kind``, ``seat``, ``postal_codes``, ``state``, ``successor``, ``vintage``;
        ``parents`` and ``ancestors`` (ids, nearest first), ``children`` (directly below) and
        ``descendants`` (all) as numbers by level, ``overlaps`` (ids of what it straddles or is straddled
        by), ``organization`` (its name, or null), ``supervisor`` (name of the organization of the nearest
        ancestor that has one, or null)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_territory_show", context, data_dict)
    return listing.shown(listing.known(data_dict["id"]))


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

    The territory called exactly so comes first, then the largest level, then the most people.

    :param q: the beginning of words of a name, an INSEE code, a SIREN or a postal code
    :type q: string
    :param level: only this level (optional)
    :type level: string
    :param below: only what this territory wholly contains (optional)
    :type below: string
    :param limit: how many to return (optional, default 10, at most 100)
    :type limit: int

    :rtype: list of dictionaries with id, level, code, name, siren, population, kind and ``situation``, the
        name of the département or région around it, or null

    :raises NotFound: there is no territory ``below``
    """
    tk.check_access("odlocale_territory_autocomplete", context, data_dict)
    limit = min(data_dict["limit"], MOST_COMPLETED)
    return listing.completions(data_dict["q"], data_dict.get("level"), _below(data_dict), limit)


@tk.side_effect_free
@validate(schema.territory_tree)
def odlocale_territory_tree(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a territory with those directly below it: one level of the tree.

    :param id: the territory (optional, default ``fr``)
    :type id: string

    :rtype: dictionary with id, level, code, name, siren, population, kind and ``children``: a list of the
        same, each with its own ``children`` as numbers by level, and ``organization`` (a name, or null)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_territory_tree", context, data_dict)
    return listing.tree(listing.known(data_dict["id"]))


@validate(schema.territory_attach)
def odlocale_territory_attach(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say which territory an organization is the authority of.

    Its other fields are kept. Its datasets that name no producer are reindexed in the background.

    :param id: name or id of the organization
    :type id: string
    :param territory: the territory (optional; by default that whose authority has the organization's SIREN)
    :type territory: string

    :rtype: dictionary with ``organization``, ``territory``, ``previous`` (territory, or null), ``datasets``
        (how many are reindexed) and ``warnings`` (sentences)

    :raises NotFound: there is no such organization or territory
    :raises ValidationError: no territory is given and the SIREN does not tell, or it is another territory's
    """
    tk.check_access("odlocale_territory_attach", context, data_dict)
    organization = attaching.load(context, data_dict["id"])
    record = attaching.chosen(organization, data_dict.get("territory"))
    return attaching.attach(context, organization, record)


@validate(schema.territory_detach)
def odlocale_territory_detach(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take an organization's territory away.

    A SIREN of a territory's authority goes with it, since it would bring the territory back. The other
    fields are kept. Datasets that name no producer of their own are reindexed in the background.

    :param id: name or id of the organization
    :type id: string

    :rtype: dictionary with ``organization``, ``territory`` (null), ``previous`` (territory, or null),
        ``removed`` (names of the fields), ``datasets`` (how many are reindexed) and ``warnings``

    :raises NotFound: there is no such organization
    """
    tk.check_access("odlocale_territory_detach", context, data_dict)
    return attaching.detach(context, attaching.load(context, data_dict["id"]))


@tk.chained_action
def organization_create(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create an organization as CKAN does, but refuse two territories among its extras."""
    refuse_two_territories(data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def organization_update(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Update an organization as CKAN does, but refuse two territories among its extras."""
    refuse_two_territories(data_dict)
    return next_action(context, data_dict)


def _below(data_dict: dict[str, Any]) -> TerritoryId | None:
    return listing.known(data_dict["below"]).id if data_dict.get("below") else None
