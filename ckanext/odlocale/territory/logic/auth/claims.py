"""Claims: who is above decides, who asked takes back."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.territory.attachment import claims
from ckanext.odlocale.territory.attachment.supervision import may_decide

__all__ = [
    "odlocale_claim_confirm",
    "odlocale_claim_list",
    "odlocale_claim_refuse",
    "odlocale_claim_withdraw",
]

AuthResult = dict[str, Any]


def odlocale_claim_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody who is logged in: they see what they decide."""
    return {"success": True}


def odlocale_claim_confirm(context: Any, data_dict: Any) -> AuthResult:
    """Administrators of the organization that supervises the claimed territory."""
    row = claims.known(tk.get_or_bust(data_dict, "id"))
    user = model.User.get(context.get("user") or "")
    return {
        "success": may_decide(user.id if user else None, row.organization_id, row.territory_id),
        "msg": tk._(
            "Only the administrators of the portal, and those of the organization of the territory above, "
            "decide about this request."
        ),
    }


def odlocale_claim_refuse(context: Any, data_dict: Any) -> AuthResult:
    """Who may confirm."""
    return odlocale_claim_confirm(context, data_dict)


def odlocale_claim_withdraw(context: Any, data_dict: Any) -> AuthResult:
    """Who may change the organization."""
    row = claims.known(tk.get_or_bust(data_dict, "id"))
    try:
        tk.check_access("organization_update", {"user": context.get("user")}, {"id": row.organization_id})
    except tk.NotAuthorized:
        sentence = tk._("Only administrators of the organization take its request back.")
        return {"success": False, "msg": sentence}
    return {"success": True}
