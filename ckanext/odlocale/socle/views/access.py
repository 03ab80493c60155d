"""What every page asks before it shows or does anything."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def context() -> Any:
    """The person of this request."""
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}


def resource_or_404(resource_id: str) -> dict[str, Any]:
    """A resource that this person may see; nobody learns of one that they may not."""
    try:
        # A database takes no null character.
        return tk.get_action("resource_show")(context(), {"id": resource_id.replace("\x00", "")})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such resource, or it is not public."))
