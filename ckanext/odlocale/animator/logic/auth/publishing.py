"""What CKAN asks before it writes a dataset: its own rule, or else a mandate."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic.auth import get_package_object
from ckan.logic.auth.create import _check_group_auth

from ckanext.odlocale.animator import publishing

__all__ = ["package_create", "package_update"]


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_create(next_auth: Any, context: Any, data_dict: Any = None) -> Any:
    """Also who publishes for the organization by a mandate."""
    result, asked = next_auth(context, data_dict), data_dict or {}
    if result["success"] or not publishing.may_create(context.get("user"), asked):
        return result
    return {"success": True} if _check_group_auth(context, asked) else result


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_update(next_auth: Any, context: Any, data_dict: Any) -> Any:
    """Also who publishes for the organization by a mandate; deletion and files ask the same."""
    result = next_auth(context, data_dict)
    if result["success"]:
        return result
    package = get_package_object(context, data_dict)
    if not publishing.may_change(context.get("user"), package, data_dict or {}):
        return result
    # CKAN's rule about the groups of a dataset, which no mandate widens.
    return {"success": True} if _check_group_auth(context, data_dict) else result
