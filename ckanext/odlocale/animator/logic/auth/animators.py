"""Animators and their offers: everybody reads them, their administrators write them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.odlocale.animator import offers
from ckanext.odlocale.animator.sides import refused

__all__ = [
    "odlocale_animator_autocomplete",
    "odlocale_animator_create",
    "odlocale_animator_delete",
    "odlocale_animator_help",
    "odlocale_animator_list",
    "odlocale_animator_show",
    "odlocale_animator_support_create",
    "odlocale_animator_support_delete",
    "odlocale_animator_tree",
    "odlocale_animator_update",
    "odlocale_offer_create",
    "odlocale_offer_delete",
    "odlocale_offer_list",
    "odlocale_offer_update",
    "odlocale_white_zone_list",
]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_animator_show(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


odlocale_animator_autocomplete = odlocale_animator_show
odlocale_animator_list = odlocale_animator_show
odlocale_animator_tree = odlocale_animator_show
odlocale_animator_help = odlocale_animator_show
odlocale_offer_list = odlocale_animator_show
odlocale_white_zone_list = odlocale_animator_show


def odlocale_animator_create(context: Any, data_dict: Any) -> AuthResult:
    """System administrators: the portal chooses its animators."""
    return refused(tk._("Only a system administrator makes an organization an animator, or unmakes it."))


odlocale_animator_delete = odlocale_animator_create


def odlocale_animator_update(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of the animator."""
    return _administers(context, data_dict.get("id"))


def odlocale_animator_support_create(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of the animator that is supported: nobody puts themselves above another."""
    return _administers(context, data_dict.get("supported"))


odlocale_animator_support_delete = odlocale_animator_support_create


def odlocale_offer_create(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of the animator."""
    return _administers(context, data_dict.get("animator"))


def odlocale_offer_update(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of the animator whose offer it is."""
    row = offers.offer(str(data_dict.get("id") or ""))
    return _administers(context, row.organization_id if row else None)


odlocale_offer_delete = odlocale_offer_update


def _administers(context: Any, organization: str | None) -> AuthResult:
    user = context.get("user")
    if organization and authz.has_user_permission_for_group_or_org(organization, user, "admin"):
        return {"success": True}
    return refused(tk._("Only an administrator of the animator's organization may do this."))
