"""Consolidation: everybody sees what is published; who publishes for its organization has it made again."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.odlocale.socle.config import consolidation_organization

__all__ = ["odlocale_socle_consolidate", "odlocale_socle_consolidation_list"]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_socle_consolidation_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody: only public datasets are there."""
    return {"success": True}


def odlocale_socle_consolidate(context: Any, data_dict: Any) -> AuthResult:
    """Who may publish for the organization that owns the consolidated datasets."""
    owner, user = consolidation_organization(), context.get("user")
    allowed = bool(
        owner and user and authz.has_user_permission_for_group_or_org(owner, user, "create_dataset")
    )
    sentence = tk._("Only who publishes for the organization of the consolidated datasets has them made.")
    return {"success": allowed, "msg": sentence}
