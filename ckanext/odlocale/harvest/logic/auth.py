"""Harvests: who answers for a source decides about what vanished from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.odlocale.harvest import deciders

AuthResult = dict[str, Any]


def odlocale_harvest_vanished_list(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """System administrators, for whom CKAN does not ask, and administrators of the source's organization."""
    package = model.Package.get(data_dict.get("id"))
    if package is not None and package.owner_org and _administers(package.owner_org, context.get("user")):
        return {"success": True}
    return {
        "success": False,
        "msg": tk._("Only an administrator of the source's organization decides about what vanished."),
    }


def odlocale_harvest_vanished_confirm(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for the list."""
    return odlocale_harvest_vanished_list(context, data_dict)


def odlocale_harvest_producer_list(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """Who administers an organization: what is listed is limited to its sources."""
    if organizations_of(context):
        return {"success": True}
    return {"success": False, "msg": tk._("Only administrators of organizations see producers that wait.")}


def odlocale_harvest_producer_decide(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for what vanished, by the ``source``; making an organization needs CKAN's right to."""
    allowed = odlocale_harvest_vanished_list(context, {"id": data_dict.get("source")})
    if allowed["success"] and tk.asbool(data_dict.get("create_organization") or False):
        return {**authz.is_authorized("organization_create", context, {})}
    return allowed


def odlocale_harvest_source_list(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for the producers: what is listed is limited to the sources of the user's organizations."""
    return odlocale_harvest_producer_list(context, data_dict)


def odlocale_harvest_source_report(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for what vanished, and who approves the source."""
    own = odlocale_harvest_vanished_list(context, data_dict)
    return own if own["success"] else odlocale_harvest_source_decide(context, data_dict)


def odlocale_harvest_source_preview(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for the report: the portal reads the source again."""
    return odlocale_harvest_source_report(context, data_dict)


def odlocale_harvest_source_pending_list(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """Administrators of animators to which an authority gave the right to publish; system administrators."""
    if context.get("ignore_auth") or deciders.organizations(str(context.get("user") or "")) is not None:
        return {"success": True}
    return {"success": False, "msg": tk._("Only those who approve sources see which ones wait.")}


def odlocale_harvest_source_decide(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """System administrators, and who administers an animator that may publish for the source's authority."""
    package = model.Package.get(data_dict.get("id"))
    if package is not None and deciders.decides(context, package.owner_org):
        return {"success": True}
    message = tk._("Only an administrator of the portal, or of the animator that publishes, approves it.")
    return {"success": False, "msg": message}


def odlocale_harvest_rehome_list(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """System administrators only, for whom CKAN does not ask: datasets leave an organization."""
    return {"success": False, "msg": tk._("Only system administrators move datasets between organizations.")}


def odlocale_harvest_rehome_apply(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for the list."""
    return odlocale_harvest_rehome_list(context, data_dict)


def odlocale_harvest_rehome_undo(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for the list."""
    return odlocale_harvest_rehome_list(context, data_dict)


def odlocale_harvest_onboarding_search(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """Who may make a harvest source somewhere: known portals are asked on their behalf."""
    if authz.is_authorized("harvest_source_create", context, {}).get("success"):
        return {"success": True}
    return {
        "success": False,
        "msg": tk._("Only those who may add a harvest source look for what to harvest."),
    }


def odlocale_harvest_onboarding_preview(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for the search."""
    return odlocale_harvest_onboarding_search(context, data_dict)


def odlocale_harvest_onboarding_create(context: Any, data_dict: dict[str, Any]) -> AuthResult:
    """As for the search; whether one may in that organization is asked by ckanext-harvest."""
    return odlocale_harvest_onboarding_search(context, data_dict)


def organizations_of(context: Any) -> list[str] | None:
    """The ids of the organizations that the user administers; None for system administrators: all."""
    user = context.get("user") or ""
    if context.get("ignore_auth") or authz.is_sysadmin(user):
        return None
    asked = {"permission": "membership"}
    found = tk.get_action("organization_list_for_user")({"user": user}, asked) if user else []
    return [one["id"] for one in found]


def auth_functions() -> dict[str, Callable[..., AuthResult]]:
    """Name to function, as CKAN wants them."""
    found = (
        odlocale_harvest_vanished_list,
        odlocale_harvest_vanished_confirm,
        odlocale_harvest_producer_list,
        odlocale_harvest_producer_decide,
        odlocale_harvest_source_list,
        odlocale_harvest_source_report,
        odlocale_harvest_source_preview,
        odlocale_harvest_source_pending_list,
        odlocale_harvest_source_decide,
        odlocale_harvest_rehome_list,
        odlocale_harvest_rehome_apply,
        odlocale_harvest_rehome_undo,
        odlocale_harvest_onboarding_search,
        odlocale_harvest_onboarding_preview,
        odlocale_harvest_onboarding_create,
    )
    return {function.__name__: function for function in found}


def _administers(organization: str, user: str | None) -> bool:
    return authz.has_user_permission_for_group_or_org(organization, user, "membership")
