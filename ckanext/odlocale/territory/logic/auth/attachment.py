"""Attachments: system administrators write them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

__all__ = [
    "odlocale_attachment_apply",
    "odlocale_attachment_import",
    "odlocale_attachment_journal",
    "odlocale_attachment_list",
    "odlocale_attachment_undo",
    "odlocale_territory_attach",
    "odlocale_territory_detach",
]

AuthResult = dict[str, Any]


def odlocale_territory_attach(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return {
        "success": False,
        "msg": tk._("Only a system administrator attaches organizations to territories."),
    }


def odlocale_territory_detach(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return odlocale_territory_attach(context, data_dict)


def odlocale_attachment_apply(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return odlocale_territory_attach(context, data_dict)


def odlocale_attachment_import(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return odlocale_territory_attach(context, data_dict)


def odlocale_attachment_journal(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return odlocale_territory_attach(context, data_dict)


def odlocale_attachment_list(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return odlocale_territory_attach(context, data_dict)


def odlocale_attachment_undo(context: Any, data_dict: Any) -> AuthResult:
    """System administrators, for whom CKAN does not ask."""
    return odlocale_territory_attach(context, data_dict)
