"""Kits: everybody reads those that are public; an animator's editors say which it uses."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

__all__ = ["odlocale_kit_list", "odlocale_kit_reuse"]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_kit_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


def odlocale_kit_reuse(context: Any, data_dict: Any) -> AuthResult:
    """Editors and administrators of the animator's organization, of a kit that they may see."""
    data = data_dict or {}
    tk.check_access("package_show", context, {"id": data.get("id")})
    organization, user = data.get("organization"), context.get("user") or ""
    if organization and authz.has_user_permission_for_group_or_org(organization, user, "create_dataset"):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the editors of an animator say which kits it uses.")}
