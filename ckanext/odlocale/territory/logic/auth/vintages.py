"""Vintages: everybody reads what they changed, system administrators what the next one would."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

__all__ = [
    "odlocale_vintage_diff",
    "odlocale_vintage_former",
    "odlocale_vintage_list",
    "odlocale_vintage_show",
]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_vintage_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_vintage_show(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_vintage_former(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


def odlocale_vintage_diff(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return {
        "success": False,
        "msg": tk._("Only a system administrator sees what a change of vintage would do."),
    }
