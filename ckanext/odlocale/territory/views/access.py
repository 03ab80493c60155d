"""What every page asks before it shows anything."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def check_access(action: str, data_dict: dict[str, Any]) -> None:
    try:
        tk.check_access(action, {"user": tk.current_user.name, "auth_user_obj": tk.current_user}, data_dict)
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to see the territories."))
