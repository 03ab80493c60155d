"""Territories: everybody reads them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

__all__ = [
    "odlocale_territory_autocomplete",
    "odlocale_territory_list",
    "odlocale_territory_organization_list",
    "odlocale_territory_show",
    "odlocale_territory_tree",
]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_territory_show(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_territory_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_territory_organization_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_territory_autocomplete(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_territory_tree(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}
