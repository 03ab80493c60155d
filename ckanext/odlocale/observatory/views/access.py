"""What every page asks before it shows anything."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory import config
from ckanext.odlocale.territory.shared import TerritoryRecord, resolve


def context() -> Any:
    """The person of this request."""
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}


def allowed(action: str) -> None:
    """Refuse who may not call this action."""
    try:
        tk.check_access(action, context(), {})
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to see the observatory."))


def known(territory_id: str | None) -> TerritoryRecord:
    """The territory of an address, or that of the portal."""
    record = resolve(territory_id or config.territory())
    if record is None and territory_id:
        tk.abort(
            404,
            tk._("There is no territory at this address. Look for it by name in the list of territories."),
        )
    if record is None:
        tk.abort(
            404,
            tk._(
                "There are no territories yet. The administrator of this portal imports them with: "
                "ckan odlocale territory import"
            ),
        )
    return record
