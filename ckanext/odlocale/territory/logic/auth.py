"""Who may do what: everybody reads, system administrators attach."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

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
def odlocale_territory_autocomplete(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_territory_tree(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


def odlocale_territory_attach(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return {
        "success": False,
        "msg": tk._("Only a system administrator attaches organizations to territories."),
    }


def odlocale_territory_detach(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return odlocale_territory_attach(context, data_dict)
