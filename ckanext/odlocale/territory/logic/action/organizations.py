"""The API of picking an organization, and forms that say one by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.territory.logic import schema
from ckanext.odlocale.territory.picking import organizations
from ckanext.odlocale.territory.picking.meant import UnclearError

__all__ = ["odlocale_organization_autocomplete", "package_create", "package_update"]

Action = Callable[[Any, dict[str, Any]], Any]

MOST_COMPLETED = 100


@tk.side_effect_free
@validate(schema.organization_autocomplete)
def odlocale_organization_autocomplete(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the organizations that somebody may be typing and in which the caller may create datasets.

    Case, accents and hyphens do not count. For a sysadmin these are all organizations.

    :param q: the beginning of words of its title or name, or of the name or a code of its territory; with
        nothing, the first ones
    :type q: string
    :param limit: how many to return (optional, default 10, at most 100)
    :type limit: int

    :rtype: list of dictionaries with id, name, title, ``territory`` (an id, or null) and ``note``, which
        tells it apart from others of its title, in the language of the address
    """
    tk.check_access("odlocale_organization_autocomplete", context, data_dict)
    user = None if context.get("ignore_auth") else context["user"]
    limit = min(data_dict["limit"], MOST_COMPLETED)
    kept = ("id", "name", "title", "territory")
    return [
        {**{key: one[key] for key in kept}, "note": organizations.note(one)}
        for one in organizations.found(data_dict["q"], user, limit)
    ]


@tk.chained_action
def package_create(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create a dataset as CKAN does; its form may say the organization by title, territory or code."""
    return next_action(context, _with_organization(context, data_dict))


@tk.chained_action
def package_update(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Update a dataset as CKAN does; its form may say the organization by title, territory or code."""
    return next_action(context, _with_organization(context, data_dict))


def _with_organization(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    written = data_dict.get("owner_org")
    # Only CKAN's forms say whether they are saved: what a program sends is not guessed at.
    if "save" not in context or not isinstance(written, str) or not written.strip():
        return data_dict
    try:
        return {**data_dict, "owner_org": organizations.meant(written, context["user"])}
    except UnclearError as error:
        raise tk.ValidationError({"owner_org": [organizations.unclear(error)]}) from error
