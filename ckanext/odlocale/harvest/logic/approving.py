"""The API of the approval of sources."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.logic import side_effect_free, validate

from ckanext.odlocale.harvest import approval, deciders
from ckanext.odlocale.harvest.logic import schema


@side_effect_free
def odlocale_harvest_source_pending_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """The sources that wait for the user to approve them, the oldest first.

    :rtype: list of dictionaries with ``source_id``, ``name``, ``title``, ``url``, ``type``, ``organization``
        (its title), ``asked_by`` (a user name) and ``asked`` (a moment, UTC)
    """
    tk.check_access("odlocale_harvest_source_pending_list", context, data_dict)
    user = str(context.get("user") or "")
    everywhere = context.get("ignore_auth") or authz.is_sysadmin(user)
    return approval.pending(None if everywhere else deciders.organizations(user))


@validate(schema.approval)
def odlocale_harvest_source_decide(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Approve or refuse a source; who made it sees the reason.

    :param id: name or id of the harvest source
    :param decision: ``approved`` or ``refused``
    :param reason: why, in a sentence (optional)
    :param asked: the moment that the report gave of it; a source that was changed since is not decided about
        (optional)

    :rtype: dictionary with ``state``, ``asked_by``, ``asked``, ``decided_by`` and ``reason``

    :raises NotFound: there is no such source
    :raises ValidationError: it is another source than the one that was looked at
    """
    tk.check_access("odlocale_harvest_source_decide", context, data_dict)
    package = model.Package.get(data_dict["id"])
    if package is None or package.type != approval.TYPE or package.state != "active":
        raise tk.ObjectNotFound(tk._("There is no such harvest source."))
    asked = data_dict.get("asked")
    if asked and not approval.is_as_seen(package.id, asked):
        model.Session.rollback()
        changed = tk._("The source was changed since you looked at it. Read it again before you decide.")
        raise tk.ValidationError({"asked": [changed]})
    user = str(context.get("user") or "")
    approval.decide(package.id, data_dict["decision"], user, data_dict.get("reason") or "")
    return approval.shown(package.id)


def actions() -> dict[str, Any]:
    """Name to function, as CKAN wants them."""
    found: tuple[Any, ...] = (odlocale_harvest_source_pending_list, odlocale_harvest_source_decide)
    return {action.__name__: action for action in found}
