"""The API of the right to publish that a mandate carries."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.animator import deciding
from ckanext.odlocale.animator.logic import schema
from ckanext.odlocale.animator.logic.action.offers import refuse_inverted
from ckanext.odlocale.animator.profiles import author_of, now

__all__ = ["odlocale_mandate_delegate", "odlocale_mandate_revoke"]


@validate(schema.mandate_delegate)
def odlocale_mandate_delegate(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let the animator publish in the collectivité's name. Called for the collectivité.

    :param id: a signed mandate
    :type id: string
    :param schemas: only datasets whose files follow these standards of the socle (optional, default: all)
    :type schemas: list of strings
    :param members: only these members of the animator (optional, default: its editors and administrators)
    :type members: list of strings
    :param since: first day (optional, default: that of the mandate)
    :type since: date
    :param until: last day (optional, default: that of the mandate)
    :type until: date

    :rtype: the mandate

    :raises ValidationError: it is not signed or has ended, or the right would begin after it ends
    """
    tk.check_access("odlocale_mandate_delegate", context, data_dict)
    row = deciding.signed(data_dict["id"])
    since, until = data_dict.get("since"), data_dict.get("until")
    refuse_inverted(since or row.since, until)
    what = {"delegated_schemas": data_dict["schemas"], "delegated_members": data_dict["members"]}
    when = {"delegated_since": since, "delegated_until": until, "granted": now()}
    by = {"granted_by": author_of(context), "revoked": None, "revoked_by": None, "labelled": False}
    return deciding.decide(context, row.id, "delegated", {"delegation": "publish", **what, **when, **by})


@validate(schema.by_id)
def odlocale_mandate_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take the right to publish back, at once. Called for the collectivité; the mandate itself stays.

    :param id: the mandate
    :type id: string

    :rtype: the mandate

    :raises ValidationError: it carries no such right
    """
    tk.check_access("odlocale_mandate_revoke", context, data_dict)
    row = deciding.locked(data_dict["id"])
    if row.delegation != "publish" or row.revoked is not None:
        model.Session.rollback()
        raise tk.ValidationError(
            {"id": [tk._("This mandate lets nobody publish. There is nothing to revoke.")]}
        )
    values = {"revoked": now(), "revoked_by": author_of(context)}
    return deciding.decide(context, row.id, "revoked", values)
