"""The desk is for members of its animator; its editors write; an authority sees its own follow-up."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

__all__ = [
    "odlocale_discretion_update",
    "odlocale_follow_up_list",
    "odlocale_follow_up_message",
    "odlocale_follow_up_note",
    "odlocale_follow_up_own",
    "odlocale_practice_list",
]

AuthResult = dict[str, Any]


def odlocale_follow_up_list(context: Any, data_dict: Any) -> AuthResult:
    """Members of the animator's organization, whatever their role."""
    return _may(context, data_dict, "read", tk._("The follow-up is for the members of this animator."))


def odlocale_follow_up_note(context: Any, data_dict: Any) -> AuthResult:
    """Editors and administrators of the animator's organization."""
    return _may(
        context, data_dict, "create_dataset", tk._("Notes are written by the editors of this animator.")
    )


def odlocale_follow_up_message(context: Any, data_dict: Any) -> AuthResult:
    """Editors and administrators of the animator's organization."""
    return _may(
        context, data_dict, "create_dataset", tk._("Messages are sent by the editors of this animator.")
    )


def odlocale_follow_up_own(context: Any, data_dict: Any) -> AuthResult:
    """Members of the authority's organization."""
    return _may(context, data_dict, "read", tk._("This page is for the members of this organization."))


def odlocale_discretion_update(context: Any, data_dict: Any) -> AuthResult:
    """Administrators of the authority's organization."""
    return _may(
        context, data_dict, "update", tk._("Only the administrators of this organization decide about that.")
    )


@tk.auth_allow_anonymous_access
def odlocale_practice_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


def _may(context: Any, data_dict: Any, permission: str, message: str) -> AuthResult:
    user = context.get("user") or ""
    organization = (data_dict or {}).get("id")
    allowed = bool(organization) and authz.has_user_permission_for_group_or_org(
        organization, user, permission
    )
    return {"success": True} if allowed else {"success": False, "msg": message}
