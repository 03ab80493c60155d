"""The observatory: everybody reads it, system administrators feed it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

__all__ = [
    "odlocale_observatory_collectivite_list",
    "odlocale_observatory_coverage_list",
    "odlocale_observatory_digest_list",
    "odlocale_observatory_digest_update",
    "odlocale_observatory_indicator_list",
    "odlocale_observatory_indicator_show",
    "odlocale_observatory_opening_import",
    "odlocale_observatory_opening_list",
    "odlocale_observatory_snapshot",
    "odlocale_observatory_trajectory_list",
]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_observatory_indicator_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody: figures count what everybody may see."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_observatory_indicator_show(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_observatory_collectivite_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_observatory_coverage_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_observatory_trajectory_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def odlocale_observatory_opening_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody."""
    return {"success": True}


def odlocale_observatory_digest_list(context: Any, data_dict: Any) -> AuthResult:
    """Whoever is logged in, their own."""
    return _has_an_account(context)


def odlocale_observatory_digest_update(context: Any, data_dict: Any) -> AuthResult:
    """Whoever is logged in, for themselves."""
    return _has_an_account(context)


def _has_an_account(context: Any) -> AuthResult:
    # On a page CKAN takes whoever is not logged in for somebody.
    return {"success": bool(context.get("user")), "msg": tk._("Log in to ask for the monthly letter.")}


def odlocale_observatory_opening_import(context: Any, data_dict: Any) -> AuthResult:
    """System administrators only, for whom CKAN does not ask."""
    return {"success": False, "msg": tk._("Only a system administrator imports known openings.")}


def odlocale_observatory_snapshot(context: Any, data_dict: Any) -> AuthResult:
    """System administrators only."""
    return {"success": False, "msg": tk._("Only a system administrator takes the figures of a day.")}
