"""The API of harvests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import side_effect_free, validate

from ckanext.odlocale.harvest import vanished
from ckanext.odlocale.harvest.logic import schema
from ckanext.odlocale.harvest.review import ReviewError, source_named


@side_effect_free
@validate(schema.source)
def odlocale_harvest_vanished_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """The datasets that a source no longer has, and that are still here.

    :param id: name or id of the harvest source
    :type id: string

    :rtype: list of dictionaries with ``guid``, ``name``, ``title``, ``since`` and ``delete_after`` (moments,
        UTC), ``waits`` (whether a person has to confirm the deletion) and ``confirmed_by``

    :raises NotFound: there is no such source
    """
    tk.check_access("odlocale_harvest_vanished_list", context, data_dict)
    return vanished.listed(_source(data_dict["id"]))


@validate(schema.source)
def odlocale_harvest_vanished_confirm(context: Any, data_dict: dict[str, Any]) -> dict[str, int]:
    """Agree to the deletion of what vanished from a source at once.

    Each dataset is deleted by the first harvest after its grace time; one that comes back before is kept.

    :param id: name or id of the harvest source
    :type id: string

    :rtype: dictionary with ``datasets``, how many were waiting

    :raises NotFound: there is no such source
    """
    tk.check_access("odlocale_harvest_vanished_confirm", context, data_dict)
    return {"datasets": vanished.confirm(_source(data_dict["id"]), str(context.get("user") or ""))}


def actions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    found = (odlocale_harvest_vanished_list, odlocale_harvest_vanished_confirm)
    return {action.__name__: action for action in found}


def _source(name: str) -> str:
    try:
        return source_named(name).id
    except ReviewError as error:
        raise tk.ObjectNotFound(str(error)) from error
