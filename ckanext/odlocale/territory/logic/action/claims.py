"""The API of claims: an organization asks to be the authority of a territory, somebody else decides."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.territory.attachment import claims
from ckanext.odlocale.territory.attachment.model import State
from ckanext.odlocale.territory.attachment.supervision import supervised_by
from ckanext.odlocale.territory.logic import schema

__all__ = [
    "odlocale_claim_confirm",
    "odlocale_claim_list",
    "odlocale_claim_refuse",
    "odlocale_claim_withdraw",
]

MOST_LISTED = 1000


@tk.side_effect_free
@validate(schema.claim_list)
def odlocale_claim_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the claims that wait for the caller's decision, oldest first.

    A claim is what an organization's own administrator asks for: to be the authority of a territory.

    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` (of all) and ``results``: ``id``, ``organization`` (its name),
        ``title``, ``type``, ``territory``, ``territory_name``, ``level``, ``previous`` (territory, or null),
        ``state``, ``supervisor`` and ``supervisor_title`` (the organization whose administrators decide,
        or null), ``author``, ``created``, ``decided_by``, ``decided``, ``reason`` and
        ``recent`` (not decided, or lately)
    """
    tk.check_access("odlocale_claim_list", context, data_dict)
    limit = min(data_dict["limit"], MOST_LISTED)
    return claims.waiting(supervised_by(context), limit, data_dict["offset"])


@validate(schema.claim)
def odlocale_claim_confirm(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give an organization the territory that it asks for.

    :param id: the claim
    :type id: string

    :rtype: dictionary with ``id``, ``state``, ``organization``, ``territory``, ``previous``, ``datasets``
        (how many are reindexed) and ``warnings`` (sentences)

    :raises NotFound: the claim or its organization is gone
    :raises ValidationError: somebody decided already, or the territory is gone
    """
    tk.check_access("odlocale_claim_confirm", context, data_dict)
    return claims.confirm(context, data_dict["id"], _user_id(context))


@validate(schema.claim_refuse)
def odlocale_claim_refuse(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Refuse what an organization asks for; it stays what it was.

    :param id: the claim
    :type id: string
    :param reason: why, for the organization's administrators (optional, at most 1,000 characters)
    :type reason: string

    :rtype: dictionary with ``id``, ``state``, ``organization``, ``territory`` and ``reason``

    :raises NotFound: the claim or its organization is gone
    :raises ValidationError: somebody decided already
    """
    tk.check_access("odlocale_claim_refuse", context, data_dict)
    return claims.close(context, data_dict["id"], State.REFUSED, _user_id(context), data_dict.get("reason"))


@validate(schema.claim)
def odlocale_claim_withdraw(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take back what one's organization asks for.

    :param id: the claim
    :type id: string

    :rtype: dictionary with ``id``, ``state``, ``organization``, ``territory`` and ``reason`` (null)

    :raises NotFound: the claim or its organization is gone
    :raises ValidationError: somebody decided already
    """
    tk.check_access("odlocale_claim_withdraw", context, data_dict)
    return claims.close(context, data_dict["id"], State.WITHDRAWN, _user_id(context), None)


def _user_id(context: Any) -> str | None:
    user = model.User.get(context.get("user") or "")
    return user.id if user else None
