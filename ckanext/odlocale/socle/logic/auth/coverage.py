"""Coverage: everybody reads it; who publishes for an authority declares for it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.odlocale.territory.shared import organization_of, resolve

__all__ = ["odlocale_declaration_remove", "odlocale_declaration_set", "odlocale_socle_coverage"]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_socle_coverage(context: Any, data_dict: Any) -> AuthResult:
    """Everybody: only public files are counted."""
    return {"success": True}


def odlocale_declaration_set(context: Any, data_dict: Any) -> AuthResult:
    """Who may publish for the organization that is confirmed as the authority of the territory."""
    sentence = tk._("Only who publishes for the authority of this territory declares for it.")
    user = context.get("user")
    # Every reader's page asks: of strangers nothing is looked up.
    return {"success": bool(user) and _publishes_for(user, data_dict.get("id")), "msg": sentence}


def _publishes_for(user: str, territory_id: object) -> bool:
    territory = resolve(str(territory_id or ""))
    organization = organization_of(territory.id) if territory else None
    return bool(organization) and authz.has_user_permission_for_group_or_org(
        organization, user, "create_dataset"
    )


def odlocale_declaration_remove(context: Any, data_dict: Any) -> AuthResult:
    """Who may declare."""
    return odlocale_declaration_set(context, data_dict)
