"""Verdicts: whoever sees the resource sees them; who may change it may ask for one. Standards: everybody."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

__all__ = ["odlocale_socle_check", "odlocale_socle_verdict_show"]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_socle_verdict_show(context: Any, data_dict: Any) -> AuthResult:
    """Who may see the resource."""
    tk.check_access("resource_show", context, {"id": data_dict.get("id")})
    return {"success": True}


def odlocale_socle_check(context: Any, data_dict: Any) -> AuthResult:
    """Who may change the resource."""
    tk.check_access("resource_update", context, {"id": data_dict.get("id")})
    return {"success": True}
