"""Obligations: everybody reads them, system administrators write what they found out."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

__all__ = [
    "odlocale_obligation_clear",
    "odlocale_obligation_list",
    "odlocale_obligation_set",
    "odlocale_obligation_show",
]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_obligation_show(context: Any, data_dict: Any) -> AuthResult:
    """Everybody: it is the law, and public numbers."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_obligation_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


def odlocale_obligation_set(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask: nobody is judge of their own obligation."""
    return {
        "success": False,
        "msg": tk._("Only a system administrator writes down who must publish."),
    }


def odlocale_obligation_clear(context: Any, data_dict: Any) -> AuthResult:
    """Who may set."""
    return odlocale_obligation_set(context, data_dict)
